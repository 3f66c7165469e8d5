"""Whom a court keeps from a student is in no room about that student, and nobody says why."""

from __future__ import annotations

from datetime import datetime

from homeroom.policy.facts import EventFacts
from homeroom.policy.policy import Policy
from homeroom.policy.roles import Role
from homeroom.policy.verdict import Reason

RESTRICTED = Reason(rule="restricted", clause="venues")
PAUSED = Reason(rule="room_paused", clause="venues")
"""Says of no family anything, and not even that it is about one."""


def barred(facts: EventFacts, policy: Policy, now: datetime) -> Reason | None:
    """Refuse a barred guardian's coming in and speaking, and what is said while one is there.

    Leaving, and being turned out, go on: that is what ends it. The district's own account sets
    rooms up meanwhile, and brings nobody in whom a court keeps out.
    """
    kept_out = facts.room.barred
    if not kept_out or facts.leaves:
        return None
    if facts.sender.user_id in kept_out or (facts.target and facts.target.user_id in kept_out):
        return RESTRICTED
    if Role.SYSTEM in facts.sender.roles and (facts.state or facts.notice):
        return None
    return RESTRICTED if facts.room.venue == "family" else PAUSED
