"""Misspellings: found by the index and read closely, the same ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.disclosure.spelling import is_misspelling, misspellings

WORDS = st.text("abmxy", min_size=2, max_size=7)


@pytest.mark.parametrize(
    ("said", "right", "is_one"),
    [
        ("flroes", "flores", True),  # two letters changed places
        ("florres", "flores", True),  # one too many
        ("flors", "flores", True),  # one too few
        ("florez", "flores", True),  # another
        ("flores", "flores", False),
        ("floors", "flores", False),  # two wrong
        ("fl", "flo", False),  # too short to tell
        ("serolf", "flores", False),
    ],
)
def test_a_misspelling_is_at_distance_one(said: str, right: str, is_one: bool) -> None:
    assert is_misspelling(said, right) is is_one
    assert (said in misspellings(right)) is is_one


@given(WORDS, WORDS)
def test_both_ways_of_asking_agree(said: str, right: str) -> None:
    assert (said in misspellings(right)) is is_misspelling(said, right)
