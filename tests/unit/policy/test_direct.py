"""Direct messages for each pair of capacities, and in which capacity somebody is there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.policy.capacity import capacity
from homeroom.policy.decide import decide
from homeroom.policy.facts import EventFacts, Party, Presence, Room, RoomFacts, VenueKind
from homeroom.policy.policy import DirectMessages
from homeroom.policy.roles import STAFF, Role
from homeroom.policy.rules.direct import RULES, needs_supervisor
from homeroom.policy.verdict import Refuse
from tests.unit.policy.facts import (
    FRESH,
    MONDAY_NOON,
    OTHER_STUDENT,
    OTHER_TEACHER,
    POLICY,
    STUDENT,
    SUPERVISOR,
    SYSTEM,
    TEACHER,
    message,
    party,
)

GUARDIAN = party("guardian", Role.GUARDIAN)
OTHER_GUARDIAN = party("other-guardian", Role.GUARDIAN)
PARENT = party("parent", Role.GUARDIAN, own_children=frozenset({"student"}))
SECOND = party("second", Role.SUPERVISOR, supervises=True)
BOTH = party("both", Role.TEACHER, Role.SUPERVISOR, supervises=True)


def direct(*joined: Party, invited: tuple[Party, ...] = ()) -> Room:
    return Room(venue="direct", joined=Presence.of(*joined), invited=Presence.of(*invited))


def rules(facts: EventFacts | RoomFacts, pairs: DirectMessages | None = None) -> set[str]:
    policy = replace(POLICY, direct_messages=pairs or DirectMessages())
    verdict = decide(facts, policy, MONDAY_NOON)
    return {reason.rule for reason in verdict.reasons} if isinstance(verdict, Refuse) else set()


PAIRS: dict[str, tuple[Party, Party]] = {
    "staff_staff": (TEACHER, OTHER_TEACHER),
    "staff_student": (TEACHER, STUDENT),
    "staff_guardian": (TEACHER, GUARDIAN),
    "student_student": (STUDENT, OTHER_STUDENT),
    "student_guardian": (STUDENT, GUARDIAN),
    "guardian_guardian": (GUARDIAN, OTHER_GUARDIAN),
    "own_child": (PARENT, STUDENT),
}


@pytest.mark.parametrize("clause", PAIRS)
def test_each_pair_is_allowed_supervised_or_never(clause: str) -> None:
    one, other = PAIRS[clause]

    def said(leave: str, *more: Party) -> set[str]:
        pairs = DirectMessages(**{clause: leave})  # type: ignore[arg-type]
        return rules(message(sender=one, room=direct(one, other, *more)), pairs)

    assert said("never") == {RULES[clause]}
    assert said("never", SUPERVISOR) == {RULES[clause]}
    assert said("supervised") == {"supervised_direct"}
    assert said("supervised", SUPERVISOR) == set()
    if clause != "staff_student":
        assert said("allowed") == set()


@pytest.mark.parametrize("clause", PAIRS)
def test_a_room_for_a_pair_is_made_as_it_could_be_written_in(clause: str) -> None:
    one, other = PAIRS[clause]

    def made(leave: str, *supervisors: Party) -> set[str]:
        facts = RoomFacts(
            registry=FRESH, creator=one, direct=True, invited=(other,), supervisors=supervisors
        )
        return rules(facts, DirectMessages(**{clause: leave}))  # type: ignore[arg-type]

    assert made("never", SUPERVISOR) == {RULES[clause]}
    # without a pool, and with one that is invited
    assert made("supervised") == {"supervised_direct"}
    assert made("supervised", SUPERVISOR, SECOND) == set()


ROOMS: list[tuple[EventFacts, set[str]]] = [
    # whoever is only invited makes nobody less alone
    (message(room=direct(BOTH, STUDENT, invited=(OTHER_TEACHER,))), {"supervised_direct"}),
    (message(room=direct(TEACHER, STUDENT, invited=(SUPERVISOR,))), {"supervised_direct"}),
    # whoever is invited reads it later
    (message(sender=TEACHER, room=direct(TEACHER, invited=(STUDENT,))), {"supervised_direct"}),
    # one of the pool is enough, the other may be sick
    (message(room=direct(TEACHER, STUDENT, SUPERVISOR, invited=(SECOND,))), set()),
    (message(room=direct(TEACHER, STUDENT, SUPERVISOR, SECOND)), set()),
    # a supervisor who talks is watched over by another
    (message(room=direct(BOTH, STUDENT, SECOND)), set()),
    (message(room=direct(SUPERVISOR, STUDENT)), {"supervised_direct"}),
    # more people than a direct room has: found, not made here
    (
        message(room=direct(*(party(f"s{n}", Role.STUDENT) for n in range(17)))),
        {"designated_venue"},
    ),
    # the district's own account among two changes nothing
    (message(room=direct(TEACHER, STUDENT, SYSTEM)), {"supervised_direct"}),
]


@pytest.mark.parametrize(("facts", "expected"), ROOMS)
def test_rooms_of_two(facts: EventFacts, expected: set[str]) -> None:
    assert rules(facts) == expected


def test_the_strictest_of_several_capacities_counts() -> None:
    aide = party("aide", Role.STUDENT, Role.TEACHER)
    assert rules(message(sender=aide, room=direct(aide, STUDENT))) == {"student_direct"}


def test_when_a_supervisor_is_needed() -> None:
    assert needs_supervisor((TEACHER, STUDENT), POLICY)
    assert not needs_supervisor((TEACHER, OTHER_TEACHER), POLICY)
    assert not needs_supervisor((TEACHER,), POLICY)


TEACHER_PARENT = frozenset({Role.TEACHER, Role.GUARDIAN})
AS_TEACHER, AS_GUARDIAN = frozenset({Role.TEACHER}), frozenset({Role.GUARDIAN})

CAPACITIES: list[tuple[frozenset[Role], VenueKind | None, bool, bool, frozenset[Role]]] = [
    # in the own class a teacher, whoever else is in it
    (TEACHER_PARENT, "class", True, False, AS_TEACHER),
    (TEACHER_PARENT, "class", True, True, AS_TEACHER),
    # in the child's class, taught by somebody else, a guardian
    (TEACHER_PARENT, "class", False, True, AS_GUARDIAN),
    # in the family's room about the own child a guardian, also where they teach the child
    (TEACHER_PARENT, "family", True, True, AS_GUARDIAN),
    (TEACHER_PARENT, "family", True, False, AS_TEACHER),
    (TEACHER_PARENT, "direct", False, True, AS_GUARDIAN),
    # among the families of another class a guardian, of the own class its teacher
    (TEACHER_PARENT, "parent_teacher", False, False, AS_GUARDIAN),
    (TEACHER_PARENT, "parent_teacher", True, False, AS_TEACHER),
    # nothing speaks for the guardian: staff, which is the stricter side
    (TEACHER_PARENT, "direct", False, False, AS_TEACHER),
    (TEACHER_PARENT, "club", False, True, AS_TEACHER),
    (TEACHER_PARENT, "staff", False, True, AS_TEACHER),
    (TEACHER_PARENT, None, False, False, AS_TEACHER),
    # a substitute counts as a teacher, whatever they are else
    (
        frozenset({Role.SUPERVISOR}),
        "class",
        True,
        False,
        frozenset({Role.SUPERVISOR, Role.TEACHER}),
    ),
    # who has one side only keeps it
    (AS_GUARDIAN, "class", False, True, AS_GUARDIAN),
    (AS_TEACHER, "family", False, False, AS_TEACHER),
]


@pytest.mark.parametrize(("roles", "venue", "teaches", "own_child", "expected"), CAPACITIES)
def test_in_which_capacity(
    roles: frozenset[Role],
    venue: VenueKind | None,
    teaches: bool,
    own_child: bool,
    expected: frozenset[Role],
) -> None:
    assert capacity(roles, venue=venue, teaches=teaches, own_child=own_child) == expected


@given(
    roles=st.frozensets(st.sampled_from(Role), min_size=1),
    venue=st.sampled_from(["class", "family", "direct", "staff", "club", "parent_teacher", None]),
    teaches=st.booleans(),
    own_child=st.booleans(),
)
def test_nobody_is_staff_and_guardian_at_once_and_no_student_stops_being_one(
    roles: frozenset[Role], venue: VenueKind | None, teaches: bool, own_child: bool
) -> None:
    counted = capacity(roles, venue=venue, teaches=teaches, own_child=own_child)
    assert not (Role.GUARDIAN in counted and counted & STAFF)
    assert (Role.STUDENT in counted) == (Role.STUDENT in roles)
    assert counted <= roles | {Role.TEACHER}
    assert counted
