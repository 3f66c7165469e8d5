"""The stretches of a text that could stand by themselves, if the rest was added around them.

What is added before or after can break a way of writing: "add me on s n a p x", "kid at example
dot net. lol". So the words around each sign of a kind are read by themselves, too, from every word
to every later one; and all of them but one, for a word can be put between: "add me now on snap".
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from homeroom.policy.detect.view import Edit, View, edited

Span = tuple[int, int]
BEFORE, AFTER = 8, 12
"""So many words on either side of a sign are looked at."""
LONGEST = 24
"""A sign of more words is looked at in stretches of so many, half of each again in the next."""
_WORD = re.compile(r"[^\s,;!?|()\[\]{}\"<>]+")
_WRITTEN = re.compile(r"\S+")
_MARKS = ".:'*-~"
"""What may cling to a word that was not written with it."""


def pieces(view: View, signs: Iterable[Span]) -> Iterator[View]:
    """Every stretch of words that touches a sign, each once. Signs: places in the text as given."""
    words = [match.span() for match in _WORD.finditer(view.text)]
    seen: set[Span] = {(0, len(view.text))}
    for first, last in _places([view.span(*word) for word in words], signs):
        for start, end in _stretches(words, first, last):
            for cut in ((start, end), _trimmed(view.text, start, end)):
                if cut not in seen:
                    seen.add(cut)
                    yield part(view, *cut)


def lacking_one(view: View, signs: Iterable[Span]) -> Iterator[View]:
    """The words around each sign, each time without one of those in the middle."""
    words = [match.span() for match in _WRITTEN.finditer(view.text)]
    seen: set[tuple[int, int, int]] = set()
    for first, last in _places([view.span(*word) for word in words], signs):
        begin, end = max(0, first - BEFORE), min(len(words) - 1, last + AFTER)
        for left_out in range(begin + 1, end):
            if (begin, end, left_out) not in seen:
                seen.add((begin, end, left_out))
                start = words[begin][0]
                cut = Edit(words[left_out - 1][1] - start, words[left_out][1] - start, "")
                yield edited(part(view, start, words[end][1]), (cut,))


def part(view: View, start: int, end: int) -> View:
    """The view of `text[start:end]` alone."""
    text = view.text[start:end]
    if view.starts is None or view.ends is None:
        return View(text, view.given, range(start, end), range(start + 1, end + 1))
    return View(text, view.given, view.starts[start:end], view.ends[start:end])


def _places(words: Sequence[Span], signs: Iterable[Span]) -> Iterator[Span]:
    """First and last word of each sign; of a long one in parts."""
    starts, ends = [start for start, _ in words], [end for _, end in words]
    for start, end in signs:
        first, last = bisect_right(ends, start), bisect_left(starts, end) - 1
        for begin in range(first, last + 1, LONGEST // 2):
            yield begin, min(begin + LONGEST, last)


def _stretches(words: Sequence[Span], first: int, last: int) -> Iterator[Span]:
    for begin in range(max(0, first - BEFORE), last + 1):
        for _, end in islice(words, max(begin, first), last + AFTER + 1):
            yield words[begin][0], end


def _trimmed(text: str, start: int, end: int) -> Span:
    """Without the marks at its ends."""
    said = text[start:end]
    kept = said.strip(_MARKS)
    begin = start + len(said) - len(said.lstrip(_MARKS))
    return (begin, begin + len(kept)) if kept else (start, end)
