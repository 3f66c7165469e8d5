"""Words for alerts of danger, and for what a sender said was fine."""

from __future__ import annotations

from collections.abc import Mapping

from admin_portal.language import mark

ALERTS: Mapping[str, str] = {
    "open": mark("Waits for an adult"),
    "acknowledged": mark("An adult is taking care of it"),
    "closed": mark("Closed"),
}
"""How an alert stands."""

ALERT_STEPS: Mapping[str, str] = {
    "told": mark("%(whom)s was told"),
    "not_told": mark("%(whom)s could not be reached"),
    "acknowledged": mark("Taken over"),
    "guardian_told": mark("The guardian %(whom)s was told"),
    "closed": mark("Closed"),
}

REVIEWS: Mapping[str, str] = {
    "asked": mark("Waits for an answer"),
    "released": mark("Let pass"),
    "upheld": mark("Stays refused"),
}
"""How a sender's word that a message was fine stands."""

REVIEW_TAGS: Mapping[str, str] = {"asked": "warn", "released": "good", "upheld": "plain"}
