"""Lists are read page by page from a key on, never by offset: page 1,000 is as fast as page 1."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

LIMIT = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice(Generic[T]):
    """One page of a list, and the key that the next one starts after (empty: it was the last)."""

    rows: tuple[T, ...]
    next: str


def cut(rows: Sequence[T], key: Callable[[T], object], limit: int = LIMIT) -> Slice[T]:
    """A page out of `limit + 1` rows that were asked for."""
    shown = tuple(rows[:limit])
    return Slice(rows=shown, next=str(key(shown[-1])) if len(rows) > limit else "")
