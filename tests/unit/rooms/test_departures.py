"""Who leaves a room when the registry changes, and who stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from homeroom.policy.policy import Bridges, Policy
from homeroom.registry.model import State
from homeroom.rooms.departures import (
    accounts_to_look_at,
    bridged_rooms,
    departures,
    kept_from,
    rooms_about,
)
from tests.unit.registry.household import DAY, TOOL, order, signed
from tests.unit.registry.test_seeing import GHOST, ROOM
from tests.unit.registry.test_seeing_families import (
    CLASS_ROOM,
    FAMILY_ROOM,
    FATHER,
    IN_NEW_YORK,
    PUPIL,
    QUIZ,
    QUIZ_TOOL,
    TEACHER,
    lens,
)

MOVES = replace(IN_NEW_YORK, bridges=Bridges(class_rooms="allow", on_revocation="move_out"))
KIND_MOVES = replace(
    IN_NEW_YORK,
    bridges=Bridges(
        class_rooms="allow",
        revocation_kinds={"class": "move_out"},
        revocation_schools={"s2": "pause"},
        revocation_venues={"moves": "move_out"},
    ),
)
REFUSES = replace(IN_NEW_YORK, bridges=Bridges(class_rooms="refuse"))
GONE = replace(QUIZ_TOOL, state="suspended")

LEAVING: list[tuple[tuple[State, ...], Policy, set[str], set[str]]] = [
    # an ordinary class
    ((CLASS_ROOM,), IN_NEW_YORK, {TEACHER, PUPIL, FATHER}, set()),
    # a barred guardian: the account where the student is, the ghost in its family room
    ((CLASS_ROOM, order("father")), IN_NEW_YORK, {TEACHER, PUPIL, FATHER}, {FATHER}),
    ((CLASS_ROOM, order("father")), IN_NEW_YORK, {TEACHER, FATHER}, set()),
    ((FAMILY_ROOM, order("father")), IN_NEW_YORK, {TEACHER, GHOST}, {GHOST}),
    ((FAMILY_ROOM, order("mother")), IN_NEW_YORK, {TEACHER, GHOST}, set()),
    # on the days of the order
    (
        (CLASS_ROOM, order("father", ends=DAY - timedelta(days=1))),
        IN_NEW_YORK,
        {TEACHER, PUPIL, FATHER},
        set(),
    ),
    # a bot whose approval is gone
    ((CLASS_ROOM, QUIZ_TOOL), IN_NEW_YORK, {TEACHER, PUPIL, QUIZ}, set()),
    ((CLASS_ROOM, GONE), IN_NEW_YORK, {TEACHER, PUPIL, QUIZ}, {QUIZ}),
    # a bridged room with students: refused, paused, or the student goes
    ((CLASS_ROOM, TOOL), REFUSES, {TEACHER, PUPIL, GHOST}, {GHOST}),
    ((CLASS_ROOM, TOOL), IN_NEW_YORK, {TEACHER, PUPIL, GHOST}, set()),
    ((CLASS_ROOM, TOOL), MOVES, {TEACHER, PUPIL, GHOST}, {PUPIL}),
    ((CLASS_ROOM, TOOL, signed()), MOVES, {TEACHER, PUPIL, GHOST}, set()),
    ((CLASS_ROOM, TOOL), MOVES, {TEACHER, PUPIL}, set()),
    # by the word of the kind, the school or the room itself
    ((CLASS_ROOM, TOOL), KIND_MOVES, {TEACHER, PUPIL, GHOST}, {PUPIL}),
    ((replace(CLASS_ROOM, kind="club"), TOOL), KIND_MOVES, {TEACHER, PUPIL, GHOST}, set()),
    ((replace(CLASS_ROOM, org="s2"), TOOL), KIND_MOVES, {TEACHER, PUPIL, GHOST}, set()),
    (
        (replace(CLASS_ROOM, org="s2", id="moves"), TOOL),
        KIND_MOVES,
        {TEACHER, PUPIL, GHOST},
        {PUPIL},
    ),
]


@pytest.mark.parametrize(("states", "policy", "joined", "leaving"), LEAVING)
def test_who_leaves(
    states: tuple[State, ...], policy: Policy, joined: set[str], leaving: set[str]
) -> None:
    assert departures(ROOM, frozenset(joined), lens(*states, policy=policy)) == leaving


def test_only_where_something_may_be_wrong_is_looked() -> None:
    assert accounts_to_look_at(lens(TOOL, QUIZ_TOOL, CLASS_ROOM)) == set()
    barred = lens(FAMILY_ROOM, order("father"), GONE)
    assert accounts_to_look_at(barred) == {FATHER, GHOST, QUIZ}
    assert rooms_about(FATHER, barred) == {ROOM}
    assert rooms_about(FATHER, lens(FAMILY_ROOM, order("mother"))) == set()
    named = replace(FAMILY_ROOM, kind="club", student=None, people=(order("father").student,))
    assert rooms_about(FATHER, lens(named, order("father"))) == {ROOM}
    assert kept_from(FATHER, barred) == {order("father").student}
    assert kept_from(FATHER, lens(order("father", bars=("consent",)))) == set()
    assert accounts_to_look_at(lens(order("father", bars=("consent",)))) == set()
    assert list(bridged_rooms(lens(CLASS_ROOM, policy=REFUSES))) == []
    assert [v.id for v in bridged_rooms(lens(CLASS_ROOM))] == ["class"]
