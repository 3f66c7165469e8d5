"""Who stays out of a bridged class for want of consent, and that no step brings them back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from homeroom.policy.policy import Bridges
from homeroom.registry.model import State, Venue
from homeroom.rooms.actual import ActualRoom
from homeroom.rooms.apart import without_consent
from homeroom.rooms.members import KINDS
from homeroom.rooms.plan import Invite, Join, Remove, plan
from homeroom.rooms.roll import Roll
from homeroom.rooms.wanted import WantedRoom
from tests.unit.registry.household import TOOL, signed
from tests.unit.registry.test_seeing_families import (
    CLASS_ROOM,
    FAMILY_ROOM,
    IN_NEW_YORK,
    PEOPLE,
    PUPIL,
    TEACHER,
    noon,
)

MOVES = Bridges(class_rooms="allow", on_revocation="move_out")
GHOST = "@_whatsapp_0123456789abcdef0123:district.example"
BOT = "@_whatsapp_bot:district.example"
PERSONS = ("student", "teacher")


def roll(bridges: Bridges, *states: State) -> Roll:
    """A roll under this policy."""

    class Under(Roll):
        policy = replace(IN_NEW_YORK, bridges=bridges)

    found: dict[str, dict[str, State]] = {}
    for state in (*PEOPLE, *states):
        found.setdefault(state.SUBJECT, {})[state.key] = state
    return Under(KINDS, found)


CASES: list[tuple[Venue, Bridges, tuple[State, ...], set[str]]] = [
    # no consent, in a room that may be bridged, and the policy moves out
    (CLASS_ROOM, MOVES, (TOOL,), {PUPIL}),
    (CLASS_ROOM, MOVES, (TOOL, signed()), set()),
    (CLASS_ROOM, MOVES, (TOOL, replace(signed(), state="revoked")), {PUPIL}),
    # the policy pauses, or lets nobody outside in
    (CLASS_ROOM, replace(MOVES, on_revocation="pause"), (TOOL,), set()),
    (CLASS_ROOM, replace(MOVES, class_rooms="refuse"), (TOOL,), set()),
    # a room of no network, a family's own room
    (replace(CLASS_ROOM, networks=()), MOVES, (TOOL,), set()),
    (FAMILY_ROOM, MOVES, (TOOL,), set()),
]


@pytest.mark.parametrize(("venue", "bridges", "states", "out"), CASES)
def test_who_is_apart(
    venue: Venue, bridges: Bridges, states: tuple[State, ...], out: set[str]
) -> None:
    found = without_consent(venue, roll(bridges, *states), noon(), PERSONS)
    assert {account for each in found for account in each.accounts} == out


@pytest.mark.parametrize(
    ("others", "apart"),
    [({GHOST: "join"}, True), ({GHOST: "leave"}, False), ({BOT: "join"}, False), ({}, False)],
)
def test_only_while_somebody_outside_is_there(others: dict[str, str], apart: bool) -> None:
    parts = tuple(without_consent(CLASS_ROOM, roll(MOVES, TOOL), noon(), PERSONS))
    wanted = WantedRoom(
        venue="class",
        kind="class",
        room_id="!c",
        name="Class",
        topic="",
        open=True,
        members={PUPIL: "member", TEACHER: "moderator"},
        shut_out=frozenset(),
        apart=parts,
    )

    def steps(membership: str) -> set[object]:
        there = ActualRoom(
            version="12", settings={}, members={PUPIL: membership, TEACHER: "join", **others}
        )
        found = plan(wanted, there, system="@homeroom:district.example")
        return {step for step in found if isinstance(step, Invite | Join | Remove)}

    back = {Invite(account=PUPIL), Join(account=PUPIL)}
    assert steps("leave") == (set() if apart else back)
    assert steps("join") == ({Remove(account=PUPIL)} if apart else set())
