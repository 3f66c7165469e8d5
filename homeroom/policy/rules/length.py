"""Messages that no room could carry, in plain words instead of the homeserver's own."""

from __future__ import annotations

from datetime import datetime

from homeroom.policy.facts import EventFacts
from homeroom.policy.policy import Policy
from homeroom.policy.verdict import Reason

MOST_BYTES = 60_000
"""An event has 65,536 bytes at most, its references and signature included (Matrix, client-server
API, "size limits"); they never take up what is left here."""


def too_long(facts: EventFacts, policy: Policy, now: datetime) -> Reason | None:
    """Refuse what is longer than an event can be, whoever says it."""
    if facts.leaves or facts.bytes <= MOST_BYTES:
        return None
    return Reason(rule="too_long", clause="content")
