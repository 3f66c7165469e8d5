"""The power levels of a venue's room: what each capacity may do there.

The verdict decides what is said; these only keep clients from offering what would be refused, and
keep the room's settings and members in the district's hands.
"""

from __future__ import annotations

from typing import Any

from homeroom.rooms.members import Capacity
from homeroom.rooms.wanted import WantedRoom

DISTRICT, MODERATOR, EVERYBODY = 100, 50, 0
POWER: dict[Capacity, int] = {"moderator": MODERATOR, "member": EVERYBODY}
LISTED_CREATORS = frozenset(map(str, range(1, 12)))
"""Room versions in which the creator's power stands in the list; from 12 on it may not."""


def levels(wanted: WantedRoom, *, version: str, system: str) -> dict[str, Any]:
    """The content of `m.room.power_levels`; `system` is the account that made the room."""
    own = {system: DISTRICT} if version in LISTED_CREATORS else {}
    closed = {
        **dict.fromkeys(("ban", "invite", "kick", "redact", "state_default"), DISTRICT),
        "events_default": DISTRICT,
        "events": {},
        "users_default": EVERYBODY,
        "users": own,
    }
    if not wanted.open or wanted.kind == "space":
        return closed
    announces = wanted.kind == "announcement"
    answers = {"m.reaction": EVERYBODY, "m.room.redaction": EVERYBODY} if announces else {}
    return {
        **closed,
        "invite": MODERATOR if wanted.invites else DISTRICT,
        "ban": MODERATOR,
        "kick": MODERATOR,
        "redact": MODERATOR,
        "events_default": MODERATOR if announces else EVERYBODY,
        "events": {"m.room.pinned_events": MODERATOR, **answers},
        "users": {**own, **_moderators(wanted)},
        "notifications": {"room": MODERATOR},
    }


def _moderators(wanted: WantedRoom) -> dict[str, int]:
    return {
        account: POWER[capacity]
        for account, capacity in sorted((wanted.members or {}).items())
        if POWER[capacity] > EVERYBODY
    }
