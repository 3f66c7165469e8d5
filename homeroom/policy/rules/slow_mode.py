"""Slow mode: a pause between two messages of a student in one room (rule 6)."""

from __future__ import annotations

import math
from datetime import datetime

from homeroom.policy.facts import EventFacts
from homeroom.policy.policy import Policy
from homeroom.policy.verdict import Reason


def too_soon(facts: EventFacts, policy: Policy, now: datetime) -> Reason | None:
    """Refuse a student's message that follows the last one too soon. Only what is said anew."""
    kind, waited = facts.room.venue, facts.seconds_since_last
    if kind is None or waited is None or not facts.sender.student or not facts.speaks:
        return None
    left = policy.venues.of(kind).slow_mode_seconds - waited
    if left <= 0:
        return None
    details = {"seconds": str(math.ceil(left))}
    return Reason(rule="slow_mode", clause=f"venues.{kind}.slow_mode_seconds", details=details)
