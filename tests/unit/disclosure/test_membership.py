"""Who was in a room when: intervals against a walk through the room's life."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from homeroom.disclosure.membership import Change, intervals
from homeroom.disclosure.model import Position

STATES = st.sampled_from(["join", "leave", "invite", "ban", "knock", "nonsense"])
LIVES = st.dictionaries(st.tuples(st.integers(1, 2), st.integers(0, 30)), STATES, max_size=20).map(
    lambda life: [Change(position=Position(*p), membership=m) for p, m in life.items()]
)


@given(life=LIVES, order=st.randoms(use_true_random=False))
def test_a_position_is_covered_exactly_while_joined(life: list[Change], order: object) -> None:
    shuffled = list(life)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    found = intervals(shuffled)
    states = {change.position: change.membership for change in life}
    joined = False
    for epoch in (1, 2):
        for index in range(31):
            here = Position(epoch, index)
            was, joined = joined, states.get(here, "join" if joined else "leave") == "join"
            # What ended the membership is about the member, and counts.
            assert any(here in interval for interval in found) == (joined or was)


@given(life=LIVES)
def test_intervals_are_in_order_and_apart(life: list[Change]) -> None:
    found = intervals(life)
    for before, after in pairwise(found):
        assert before.end is not None
        assert before.start < before.end < after.start
