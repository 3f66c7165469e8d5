"""What is killed, and when: the same for a seed, and nothing left out."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from homeroom.sandbox.chaos.plan import EVERY, LONGEST_PAUSE, Moment, Target, plan


def test_a_hundred_kills_have_each_kind_as_often_as_the_others() -> None:
    times = Counter((kill.target, kill.moment) for kill in plan(1, 100))
    for kind, share in Counter(EVERY).items():
        assert abs(times[kind] - share * 100 / len(EVERY)) < 2, kind


def test_a_short_run_kills_each_process_and_at_the_moments_that_matter() -> None:
    short = plan(2, 8)
    assert {kill.target for kill in short} == set(Target)
    assert {kill.moment for kill in short} == set(Moment)


@given(seed=st.integers(), kills=st.integers(1, 200))
def test_a_seed_says_everything(seed: int, kills: int) -> None:
    made = plan(seed, kills)
    assert made == plan(seed, kills)
    assert len(made) == kills
    assert all(0 <= kill.pause <= LONGEST_PAUSE for kill in made)


def test_another_seed_is_another_order() -> None:
    assert plan(1, 100) != plan(2, 100)
