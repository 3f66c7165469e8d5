"""Quiet hours (rule 6). By the server's clock, never by the event's own time (invariant 13)."""

from __future__ import annotations

from datetime import datetime

from homeroom.policy.facts import EventFacts
from homeroom.policy.policy import Policy
from homeroom.policy.roles import Role
from homeroom.policy.verdict import Reason


def outside_hours(facts: EventFacts, policy: Policy, now: datetime) -> Reason | None:
    """Refuse what is said between staff and students outside the hours, in a topic or name too.

    In a room or a kind of room with hours of its own they hold for everybody.
    """
    if facts.moves:
        return None
    room, hours = facts.room, policy.hours
    if room.venue == "system" or Role.SYSTEM in facts.sender.roles or hours.covers(now, room):
        return None
    if not (_joins_staff_and_students(facts) or hours.for_everybody(room)):
        return None
    opens = hours.opens(now, room)
    details = {
        "hours": str(hours.of(room)),
        "opens": f"{opens:%Y-%m-%dT%H:%M}" if opens else "",
    }
    if hours.closed_on(now, room):
        return Reason(rule="holiday", clause="calendar", details=details)
    return Reason(rule="hours", clause="hours", details=details)


def _joins_staff_and_students(facts: EventFacts) -> bool:
    room, told = facts.room, [party for party in (facts.sender, facts.target) if party]
    students = room.has_student or any(party.student for party in told)
    return students and (room.has_staff or any(party.staff for party in told))
