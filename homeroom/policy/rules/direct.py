"""Direct messages: allowed, supervised or never, for each pair of capacities (rule 6)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import combinations

from homeroom.policy.facts import EventFacts, Party, RoomFacts
from homeroom.policy.policy import Policy
from homeroom.policy.sections.direct_messages import DirectMessages, Leave
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

RULES = {
    "staff_staff": "staff_direct",
    "staff_student": "staff_student_direct",
    "staff_guardian": "staff_guardian_direct",
    "student_student": "student_direct",
    "student_guardian": "student_guardian_direct",
    "guardian_guardian": "guardian_direct",
    "own_child": "own_child_direct",
}
"""The clause of `direct_messages` that a pair falls under, and the rule that refuses it."""

CROWDED = Reason(rule="designated_venue", clause="venues")


def unsupervised(facts: EventFacts, policy: Policy, now: datetime) -> Reason | None:
    """Invariant 15: a staff-student direct room takes no event while no supervisor is joined.

    Asked twice: whoever is invited (or told of it) reads what is said now, and whoever is only
    invited does not make those who are there any less alone.
    """
    room = facts.room
    if room.venue != "direct" or facts.leaves or _sets_up(facts):
        return None
    if len(room.named) < room.count:
        return CROWDED
    there, rules = room.joined.named, policy.direct_messages
    told = {party.user_id: party for party in (*room.named, facts.target) if party}.values()
    return _refused(told, there, rules) or _refused(there, there, rules)


def _sets_up(facts: EventFacts) -> bool:
    """Settings while the creator is alone, and bringing in; never a second event of the same.

    A setting can carry words, and so can a membership that is only said again, or comes with
    a reason.
    """
    if not facts.state or facts.type not in SETTING_UP or facts.says:
        return False
    room = facts.room
    if facts.target is None:
        return room.joined.count <= 1
    known = room.joined.named if facts.membership == "join" else room.named
    return facts.target.user_id not in {party.user_id for party in known}


def widened(facts: EventFacts, policy: Policy, now: datetime) -> Reason | None:
    """A direct room stays one: whoever comes in must be allowed there too."""
    if facts.room.venue != "direct" or facts.leaves or facts.target is None:
        return None
    parties = {party.user_id: party for party in (*facts.room.named, facts.target)}.values()
    return _crowded(parties) or _refused(parties, parties, policy.direct_messages)


def unsupervised_room(facts: RoomFacts, policy: Policy, now: datetime) -> Reason | None:
    """Refuse to make a direct room that could never be written in."""
    if not facts.direct:
        return None
    parties = {p.user_id: p for p in (facts.creator, *facts.invited, *facts.supervisors)}.values()
    return _crowded(parties) or _refused(parties, parties, policy.direct_messages)


def needs_supervisor(parties: Collection[Party], policy: Policy) -> bool:
    """Would a direct room of these people need a supervisor to be joined?"""
    return any(leave == "supervised" for _, leave in _pairs(parties, policy.direct_messages))


def _crowded(parties: Collection[Party]) -> Reason | None:
    """A direct room joins two people, and supervisors; more than that is a venue."""
    return CROWDED if sum(not _watches(party) for party in parties) > 2 else None


def _refused(
    parties: Collection[Party], present: Collection[Party], rules: DirectMessages
) -> Reason | None:
    """The strictest clause of all pairs; `present` are those who could watch over them."""
    unwatched: Reason | None = None
    for pair, (clause, leave) in zip(
        combinations(_talking(parties), 2), _pairs(parties, rules), strict=True
    ):
        if leave == "never":
            return Reason(rule=RULES[clause], clause=f"direct_messages.{clause}")
        if leave == "supervised" and not _watched(pair, present):
            unwatched = Reason(rule="supervised_direct", clause=f"direct_messages.{clause}")
    return unwatched


def _watched(pair: Collection[Party], present: Collection[Party]) -> bool:
    """Is a supervisor there besides the two? Nobody supervises himself."""
    talking = {party.user_id for party in pair}
    return any(_watches(p) and p.user_id not in talking for p in present)


def _talking(parties: Collection[Party]) -> list[Party]:
    """Who talks: those who do not watch, or everybody where that leaves fewer than two."""
    talking = [party for party in parties if not _watches(party)]
    return talking if len(talking) > 1 else list(parties)


def _watches(party: Party) -> bool:
    return party.supervises and party.active


def _pairs(parties: Collection[Party], rules: DirectMessages) -> Iterator[tuple[str, Leave]]:
    """For each pair of those who talk: its clause, and what that says."""
    for one, other in combinations(_talking(parties), 2):
        yield max(
            ((clause, _leave(rules, clause)) for clause in _clauses(one, other)),
            key=lambda found: STRICTNESS[found[1]],
            default=("", "allowed"),
        )


STRICTNESS: dict[Leave, int] = {"allowed": 0, "supervised": 1, "never": 2}


def _leave(rules: DirectMessages, clause: str) -> Leave:
    leave: Leave = getattr(rules, clause)
    return leave


def _clauses(one: Party, other: Party) -> Iterator[str]:
    """Every clause that two people fall under; several where one has several capacities."""
    for a in _capacities(one):
        for b in _capacities(other):
            if {a, b} == {"student", "guardian"} and _own_child(one, other):
                yield "own_child"
            else:
                first, second = sorted((a, b), key=("staff", "student", "guardian").index)
                yield f"{first}_{second}"


def _capacities(party: Party) -> Iterator[str]:
    if party.staff:
        yield "staff"
    if party.student:
        yield "student"
    if party.guardian:
        yield "guardian"


def _own_child(one: Party, other: Party) -> bool:
    return one.person in other.own_children or other.person in one.own_children
