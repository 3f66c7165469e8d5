"""A snapshot that follows change by change is the one that is made of all of them at once."""

from __future__ import annotations

import gc
from collections.abc import Iterable
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeroom.policy.roles import Role
from homeroom.registry import on_call
from homeroom.registry.decisions import Decision, encode
from homeroom.registry.model import Guardianship, Person, State
from homeroom.registry.snapshot import Snapshot, fold, settled
from tests.unit.registry.household import DAY, STUDENT, order

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
IDS = st.sampled_from(["p1", "p2", "p3"])
PEOPLE = st.builds(
    Person,
    id=IDS,
    roster_id=st.just("r"),
    roles=st.sampled_from([(Role.STUDENT,), (Role.GUARDIAN,)]),
    given_name=st.sampled_from(["Maya", "Kofi"]),
    family_name=st.just("Amberwater"),
    user_id=st.sampled_from([None, "@a:x", "@b:x", "@c:x"]),
    active=st.booleans(),
)
TIES = st.builds(Guardianship, guardian=IDS, student=IDS, active=st.booleans())


def decided(states: Iterable[State]) -> list[Decision]:
    return [
        Decision(
            seq=number,
            at=NOW,
            actor="test",
            subject=state.SUBJECT,
            key=state.key,
            state=encode(state),
            note="",
        )
        for number, state in enumerate(states, start=1)
    ]


@settings(max_examples=300)
@given(states=st.lists(PEOPLE | TIES, max_size=12), cut=st.integers(0, 12))
def test_any_steps_lead_to_the_same_snapshot(states: list[State], cut: int) -> None:
    """Accounts that pass from one person to another, too."""
    made = decided(states)
    step_by_step = Snapshot()
    for decision in made:
        step_by_step = fold(step_by_step, [decision])
    in_two = fold(fold(Snapshot(), made[:cut]), made[cut:])
    for one in (step_by_step, in_two):
        assert one.states == fold(Snapshot(), made).states
        assert one.families == fold(Snapshot(), made).families
        assert one.wards == fold(Snapshot(), made).wards
        assert one.guardians == fold(Snapshot(), made).guardians
        assert all(person.user_id == user_id for user_id, person in one.users.items())
        known = {p.user_id for p in one.states.get(Person.SUBJECT, {}).values() if p.user_id}
        assert set(one.users) == known


@pytest.mark.parametrize("active", [True, False])
def test_an_order_alone_is_a_tie(active: bool) -> None:
    """Whom a court bars sees no alert and answers no review, guardian of the roster or not."""
    seen = fold(Snapshot(), decided([STUDENT, order("father", active=active)]))
    assert on_call.tied("father", ["student"], seen.directory()) is active
    assert seen.children("father", frozenset({"student"}), DAY) == frozenset()


def test_the_collector_is_asked_again_after_the_registry_is_read() -> None:
    assert gc.isenabled()
    with settled():
        assert not gc.isenabled()
    assert gc.isenabled()
    gc.unfreeze()
