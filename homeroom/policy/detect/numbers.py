"""Groups of digits as they follow one another: what telephone and card numbers are made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

TRIGGER = r"[0-9](?:[^a-z0-9]{0,4}[0-9]){6,}"
"""Seven digits or more, nothing but marks and blanks between them."""
_RUN = re.compile(r"[0-9]+(?:[ \-./()_*~|\n\t\xa0]{1,4}[0-9]+)*")
_GROUP = re.compile(r"[0-9]+")
_REMEMBERED = 4


@dataclass(frozen=True, slots=True)
class Group:
    """Digits with nothing between them."""

    digits: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Run:
    """Groups, and the marks between each two (`gaps[i]` follows `groups[i]`)."""

    groups: tuple[Group, ...]
    gaps: tuple[str, ...]


@lru_cache(maxsize=_REMEMBERED)
def runs(text: str) -> tuple[Run, ...]:
    """Every run of groups with only a few marks between them; the kinds ask one after another."""
    return tuple(_run(text, *match.span()) for match in _RUN.finditer(text))


def _run(text: str, start: int, end: int) -> Run:
    groups = [Group(m.group(), *m.span()) for m in _GROUP.finditer(text, start, end)]
    gaps = [text[one.end : two.start] for one, two in pairwise(groups)]
    return Run(tuple(groups), tuple(gaps))


@dataclass(frozen=True, slots=True)
class Window:
    """Some groups of a run, one after the other."""

    digits: str
    start: int
    end: int
    lengths: tuple[int, ...]
    gaps: tuple[str, ...]


def longest_first(run: Run, *, fewest: int, most: int, groups: int) -> Iterator[Window]:
    """Every stretch of up to so many groups that holds so many digits: by start, then length."""
    if sum(len(group.digits) for group in run.groups) < fewest:
        return
    for first in range(len(run.groups)):
        found: list[Window] = []
        digits = ""
        for last in range(first, min(first + groups, len(run.groups))):
            digits += run.groups[last].digits
            if len(digits) > most:
                break
            if len(digits) >= fewest:
                chosen = run.groups[first : last + 1]
                lengths = tuple(len(group.digits) for group in chosen)
                gaps = run.gaps[first:last]
                found.append(Window(digits, chosen[0].start, chosen[-1].end, lengths, gaps))
        yield from reversed(found)
