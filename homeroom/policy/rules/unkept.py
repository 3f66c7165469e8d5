"""What the district could not keep is not said at all (rule 3)."""

from __future__ import annotations

from datetime import datetime

from homeroom.policy.facts import EventFacts
from homeroom.policy.policy import Policy
from homeroom.policy.verdict import Reason

CALLS = (
    "m.call",
    "org.matrix.call",
    "m.rtc",
    "org.matrix.msc3401",
    "org.matrix.msc4075",
    "org.matrix.msc4143",
    "io.element.call",
)
"""Sound and picture go past the homeserver."""
LIVE_LOCATION = ("m.beacon", "org.matrix.msc3489", "org.matrix.msc3672")
"""Where a child is, minute by minute."""
WIDGETS = ("m.widget", "im.vector.modular", "io.element.widgets", "org.matrix.msc2765.widget")
"""Pages of other servers inside the room."""
PAGES = frozenset({"m.widget", "im.vector.modular.widgets"})
"""As state these open a page, which is allowed where the register has it (`software`)."""
EXPIRY = ("m.room.retention", "org.matrix.msc1763.retention")
"""Asks the homeserver to forget."""
UNKEPT = (*CALLS, *LIVE_LOCATION, *WIDGETS, *EXPIRY)


def cannot_be_kept(facts: EventFacts, policy: Policy, now: datetime) -> Reason | None:
    """Refuse calls, live location and expiry, and widgets that are calls. No key allows them."""
    calls = any(use.calls for use in facts.uses)
    page = facts.state and facts.type in PAGES
    if not calls and (page or not facts.type.startswith(UNKEPT) or not _of_family(facts.type)):
        return None
    return Reason(rule="cannot_be_kept", clause="venues.calls_live_location_widgets")


def _of_family(kind: str) -> bool:
    """Is it one of these types, or a type below it? `m.callsign` is none."""
    ends = (kind.removeprefix(family)[:1] for family in UNKEPT if kind.startswith(family))
    return any(end in ("", ".", "_") for end in ends)
