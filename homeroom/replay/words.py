"""What a report says in words: why something was not judged, and what no report can know."""

from __future__ import annotations

from collections.abc import Mapping

from homeroom.replay.attempts import Why
from homeroom.replay.report import Change

WHY: Mapping[Why, str] = {
    "disposed": "its content was lawfully disposed of",
    "unparsed": "what was kept of it cannot be read as an attempt",
    "adopted": "it is from before Homeroom, and nobody judged it then",
    "not_taken": "the homeserver itself did not take it",
    "afterwards": "it was noticed only afterwards, by looking at what had passed",
    "error": "an error kept it from being judged then",
    "room_unknown": "how its room began is not in the archive",
    "registry_unknown": "the registry of that moment cannot be built again",
    "unknown_request": "the record does not say whether the request changed anything",
    "differs": "from what is on record, that which was decided then does not follow",
}
CHANGES: Mapping[Change, str] = {
    "newly_refused": "newly refused",
    "no_longer_refused": "no longer refused",
    "newly_flagged": "newly flagged",
    "no_longer_flagged": "no longer flagged",
    "for_other_rules": "for other rules",
}
LIMITS = (
    "Sign-ins, requests and new rooms that were let pass are not on record as such: of these, only "
    "what was refused or flagged is judged again.",
    "What people would have written instead is not known: each attempt is taken as it was.",
    "The draft asks nobody to acknowledge anything anew.",
)
