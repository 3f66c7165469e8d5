"""Quiet hours (rule 6). By the server's clock, never by the event's own time (invariant 13)."""

from __future__ import annotations

from datetime import datetime

from homeroom.policy.facts import EventFacts
from homeroom.policy.policy import Policy
from homeroom.policy.roles import Role
from homeroom.policy.verdict import Reason


def outside_hours(facts: EventFacts, policy: Policy, now: datetime) -> Reason | None:
    """Refuse what is said between staff and students outside the hours, in a topic or name too."""
    if facts.type == "m.room.member" and facts.state:
        return None
    if facts.room.venue == "system" or Role.SYSTEM in facts.sender.roles:
        return None
    if policy.hours.covers(now) or not _joins_staff_and_students(facts):
        return None
    return Reason(rule="hours", clause="hours", details={"hours": str(policy.hours)})


def _joins_staff_and_students(facts: EventFacts) -> bool:
    parties = (facts.sender, *facts.room.parties)
    return any(p.student for p in parties) and any(p.staff for p in parties)
