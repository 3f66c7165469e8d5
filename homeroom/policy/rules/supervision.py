"""Rooms that are watched over: one adult and one student are never alone (rule 6)."""

from __future__ import annotations

from datetime import datetime

from homeroom.policy.facts import EventFacts, Party, Room
from homeroom.policy.policy import Policy
from homeroom.policy.roles import Role
from homeroom.policy.verdict import Reason


def unsupervised_venue(facts: EventFacts, policy: Policy, now: datetime) -> Reason | None:
    """Invariant 15 in every other venue: emptied to two it is a direct room, whatever its name.

    Coming in and leaving go on without a word, so that an adult can join. Direct rooms have a rule
    of their own.
    """
    room = facts.room
    if room.venue in (None, "direct") or not _students(facts):
        return None
    if facts.moves or Role.SYSTEM in facts.sender.roles:
        return None
    when = policy.venues.of(room.venue).supervised
    if when == "always" and not room.joined.supervisors:
        return _reason("supervised_room", room)
    return _reason("one_to_one", room) if when != "never" and _alone(facts) else None


def _alone(facts: EventFacts) -> bool:
    """One adult of the staff, one student, and nobody else with an account who has joined.

    A student who is only invited will read it; an adult who is only invited does not watch.
    """
    joined = facts.room.joined
    staff = joined.staff or sum(party.staff for party in _told(facts))
    return _students(facts) == 1 and staff == 1 and joined.guardians == 0


def _students(facts: EventFacts) -> int:
    """How many read it: those there or invited; where there are none, whom it is sent to."""
    room = facts.room
    here = room.joined.students + room.invited.students
    return here or sum(party.student for party in _told(facts))


def _told(facts: EventFacts) -> tuple[Party, ...]:
    """Who writes words to a membership, and whose it is: they need not be in the room."""
    if facts.target is None or facts.target.user_id == facts.sender.user_id:
        return (facts.sender,)
    return (facts.sender, facts.target)


def _reason(rule: str, room: Room) -> Reason:
    return Reason(rule=rule, clause=f"venues.{room.venue}.supervised")
