"""Misspellings at distance one: a letter too many, too few, another, or two that changed places."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_lowercase

LONG_ENOUGH = 4
"""Letters of a word in which a misspelling can be told from another word."""


def misspellings(word: str) -> frozenset[str]:
    """All of a word, folded; none of a short one."""
    if len(word) < LONG_ENOUGH:
        return frozenset()
    return frozenset(_changed(word)) - {word}


def is_misspelling(word: str, right: str) -> bool:
    """Is `word` a misspelling at distance one of `right`? Without listing all of them."""
    if len(right) < LONG_ENOUGH or word == right or abs(len(word) - len(right)) > 1:
        return False
    start = _alike(word, right)
    end = min(_alike(word[::-1], right[::-1]), min(len(word), len(right)) - start)
    left, wanted = word[start : len(word) - end], right[start : len(right) - end]
    if max(len(left), len(wanted)) <= 1:
        return True
    return len(left) == len(wanted) == 2 and left == wanted[::-1]


def _alike(one: str, other: str) -> int:
    """How many letters they begin with are the same."""
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )


def _changed(word: str) -> Iterator[str]:
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        yield from (before + letter + after for letter in ascii_lowercase)
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in ascii_lowercase)
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
