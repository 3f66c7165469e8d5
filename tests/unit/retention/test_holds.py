"""The words of a hold."""

from __future__ import annotations

import pytest

from homeroom.archive.asking import MOST_WORDS
from homeroom.retention.holds import tsquery


@pytest.mark.parametrize(
    ("text", "query"),
    [
        # folded, in any order, the last may go on
        ("Café science", "'cafe' & 'science':*"),
        # nothing of PostgreSQL's language gets through
        ("Café & !(field:*) '", "'cafe' & 'field':*"),
        # nothing said is nothing asked
        ("  ", ""),
    ],
)
def test_the_words_of_a_hold_are_words_and_nothing_else(text: str, query: str) -> None:
    assert tsquery(text) == query


def test_a_whole_book_is_cut() -> None:
    assert tsquery("word " * 1000).count("&") == MOST_WORDS - 1
