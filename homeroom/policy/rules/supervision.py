"""Rooms that are watched over: one adult and one student are never alone (rule 6)."""

from __future__ import annotations

from datetime import datetime

from homeroom.policy.facts import EventFacts, Room
from homeroom.policy.policy import Policy
from homeroom.policy.roles import Role
from homeroom.policy.verdict import Reason


def unsupervised_venue(facts: EventFacts, policy: Policy, now: datetime) -> Reason | None:
    """Invariant 15 in every other venue: emptied to two it is a direct room, whatever its name.

    Coming in and leaving go on, so that an adult can join. Direct rooms have a rule of their own.
    """
    room = facts.room
    if room.venue in (None, "direct") or not room.has_student:
        return None
    if facts.leaves or facts.target is not None or Role.SYSTEM in facts.sender.roles:
        return None
    when = policy.venues.of(room.venue).supervised
    if when == "always" and not room.joined.supervisors:
        return _reason("supervised_room", room)
    return _reason("one_to_one", room) if when != "never" and _alone(room) else None


def _alone(room: Room) -> bool:
    """One adult of the staff, one student, and nobody else who has joined.

    A student who is only invited will read it; an adult who is only invited does not watch.
    """
    students = room.joined.students + room.invited.students
    return students == 1 and room.joined.staff == 1 and room.joined.guardians == 0


def _reason(rule: str, room: Room) -> Reason:
    return Reason(rule=rule, clause=f"venues.{room.venue}.supervised")
