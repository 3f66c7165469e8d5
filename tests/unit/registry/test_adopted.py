"""Rooms from before Homeroom: nobody marked them when they were made."""

from __future__ import annotations

from dataclasses import replace

import pytest

from homeroom.policy.decide import decide
from homeroom.policy.policy import STRICTEST
from homeroom.policy.verdict import Refuse
from homeroom.registry.model import PolicyVersion, State, Venue, VenueKind
from tests.fixtures.seeing import event_facts
from tests.unit.registry.household import TOOL
from tests.unit.registry.test_rooms import POOL, ROOM, SHIPPED, lens, user
from tests.unit.registry.test_seeing import GHOST, event, state_of

POLICY = PolicyVersion(version="1", text=SHIPPED)
BRIDGED = replace(POLICY, text=SHIPPED.replace("class_rooms: refuse", "class_rooms: allow"))
ADOPTED = Venue(id="adopted-1", kind="direct", name="Talk", room_id=ROOM, networks=("whatsapp",))
ALONE = (user("teacher"), user("student"))


def refused(
    *states: State,
    there: tuple[str, ...] = ALONE,
    leaves: bool = False,
    policy: PolicyVersion = POLICY,
) -> set[str]:
    """What stands against the teacher's message, or leave, in a room that a user made unmarked."""
    glass = lens(POOL, policy, TOOL, *states)
    teacher = user("teacher")
    sent = (
        event("m.room.member", {"membership": "leave"}, teacher, teacher)
        if leaves
        else event("m.room.message", {"msgtype": "m.text", "body": "Good morning"}, teacher)
    )
    facts = event_facts(sent, state_of(None, teacher, *there), glass)
    verdict = decide(facts, glass.snapshot.policy or STRICTEST, glass.now)
    return {reason.rule for reason in verdict.reasons} if isinstance(verdict, Refuse) else set()


KINDS: list[tuple[VenueKind, str]] = [
    ("direct", "supervised_direct"),
    ("club", "one_to_one"),
    ("class", "one_to_one"),
]


@pytest.mark.parametrize(("kind", "rule"), KINDS)
def test_invariant_15_supervision_holds_in_a_room_from_before(kind: VenueKind, rule: str) -> None:
    """Staff and a student, and no supervisor: nothing is said, and leaving works."""
    venue = replace(ADOPTED, kind=kind)
    assert rule in refused(venue)
    assert refused(venue, leaves=True) == set()
    assert rule not in refused(venue, there=(*ALONE, user("first")))


IN_BRIDGED: list[tuple[VenueKind, str]] = [
    # a student and somebody outside never talk in a direct room, watched or not
    ("direct", "student_guardian_direct"),
    ("club", "one_to_one"),
    ("class", "one_to_one"),
]


@pytest.mark.parametrize(("kind", "rule"), IN_BRIDGED)
def test_invariant_15_supervision_holds_in_a_bridged_room(kind: VenueKind, rule: str) -> None:
    """Somebody outside who is there, too, is nobody who watches, where they may come in."""
    venue, there = replace(ADOPTED, kind=kind), (*ALONE, GHOST)
    assert rule in refused(venue, there=there, policy=BRIDGED)
    assert refused(venue, there=there, leaves=True, policy=BRIDGED) == set()


def test_until_it_is_adopted_nothing_is_said_in_it() -> None:
    assert "designated_venue" in refused()
    assert refused(leaves=True) == set()
