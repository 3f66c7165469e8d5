"""What a kind's file gives: places in a reading, with the canonical value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from homeroom.policy.detect.view import View


@dataclass(frozen=True, slots=True)
class Match:
    """A place in a view's text, and what stands there in canonical form."""

    start: int
    end: int
    value: str
    doubtful: bool = False
    """Also a turn of speech: see `Finding.doubtful`."""


class Pattern(Protocol):
    """A compiled expression of `re` or `re2`."""

    def search(self, text: str, /) -> object | None: ...


Find = Callable[[View], Iterator[Match]]


def near(text: str, start: int, end: int, pattern: Pattern, *, before: int, after: int) -> bool:
    """Does the pattern occur within so many characters of `text[start:end]`?"""
    if pattern.search(text[max(0, start - before) : start]) is not None:
        return True
    return after > 0 and pattern.search(text[end : end + after]) is not None


def one_of(words: str) -> frozenset[str]:
    """A set of words, written as a line of them."""
    return frozenset(words.split())
