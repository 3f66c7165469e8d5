"""Direct messages between staff and students have a supervisor in the room (rule 6)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from homeroom.policy.facts import EventFacts, Party, RoomFacts
from homeroom.policy.policy import Policy
from homeroom.policy.roles import Role
from homeroom.policy.verdict import Reason

SETTING_UP = frozenset(
    {
        "m.room.create",
        "m.room.member",
        "m.room.power_levels",
        "m.room.join_rules",
        "m.room.history_visibility",
        "m.room.guest_access",
        "m.room.canonical_alias",
    }
)
"""What createRoom itself sends before anybody can have accepted an invitation."""


def unsupervised(facts: EventFacts, policy: Policy, now: datetime) -> Reason | None:
    """Invariant 15: a staff-student direct room takes no event while no supervisor is joined."""
    if facts.room.venue != "direct" or facts.leaves or _sets_up(facts):
        return None
    return _refused(facts.room.parties, facts.room.joined, policy)


def _sets_up(facts: EventFacts) -> bool:
    """Settings while the creator is alone, and bringing in; never a second event of the same.

    A setting can carry words, and so can a membership that is only said again.
    """
    if not facts.state or facts.type not in SETTING_UP:
        return False
    if facts.target is None:
        return len(facts.room.joined) <= 1
    known = facts.room.joined if facts.membership == "join" else facts.room.parties
    return facts.target.user_id not in {party.user_id for party in known}


def widened(facts: EventFacts, policy: Policy, now: datetime) -> Reason | None:
    """A direct room stays one: whoever comes in must be allowed there too."""
    if facts.room.venue != "direct" or facts.leaves or facts.target is None:
        return None
    parties = {party.user_id: party for party in (*facts.room.parties, facts.target)}
    return _crowded(parties.values()) or _refused(parties.values(), parties.values(), policy)


def unsupervised_room(facts: RoomFacts, policy: Policy, now: datetime) -> Reason | None:
    """Refuse to make a direct room that could never be written in."""
    if not facts.direct:
        return None
    parties = (facts.creator, *facts.invited)
    return _crowded(parties) or _refused(parties, parties, policy)


def _crowded(parties: Collection[Party]) -> Reason | None:
    """A direct room joins two people, and supervisors; more than that is a venue."""
    talking = [party for party in parties if Role.SUPERVISOR not in party.roles]
    return Reason(rule="designated_venue", clause="venues") if len(talking) > 2 else None


def _refused(
    parties: Collection[Party], present: Collection[Party], policy: Policy
) -> Reason | None:
    students = [p for p in parties if p.student]
    staff = [p for p in parties if p.staff]
    rules = policy.direct_messages
    if len(students) > 1 and rules.student_student == "refuse":
        return Reason(rule="student_direct", clause="direct_messages.student_student")
    if not students:
        alone = len(staff) > 1 and rules.staff_staff == "refuse"
        return Reason(rule="staff_direct", clause="direct_messages.staff_staff") if alone else None
    if not staff or (rules.staff_student == "supervised" and _supervised(present, staff)):
        return None
    rule = "staff_student_direct" if rules.staff_student == "refuse" else "supervised_direct"
    return Reason(rule=rule, clause="direct_messages.staff_student")


def _supervised(present: Collection[Party], staff: Collection[Party]) -> bool:
    """Is a supervisor there, besides the member of staff who talks? Nobody supervises himself."""
    supervisors = [p for p in present if Role.SUPERVISOR in p.roles and p.active]
    return bool(supervisors) and len({party.user_id for party in staff}) > 1
