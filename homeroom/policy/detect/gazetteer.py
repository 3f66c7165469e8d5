"""The roster's names and numbers, kept as nothing but hashes: small, and no list of people.

100,000 people take some megabytes. Python's own hash of a string is 64 bits, different in each
process; that two different names share one is not to be expected in a district's lifetime.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from homeroom.policy.detect.folding import fold
from homeroom.policy.detect.match import Match
from homeroom.policy.detect.tokens import places, tokens
from homeroom.policy.detect.view import View

LONGEST_NAME = 6
RUN_TOGETHER = 9
"""A name of so many letters is also found without its blanks."""
CROWDED = 0.005
"""Numbers that fill more than this part of all numbers of their length need a word beside them."""
SHORTEST_NUMBER = 5
NONE: array[int] = array("q")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What the gazetteer needs of a person."""

    given_names: tuple[str, ...]
    """Given and preferred."""
    family_name: str
    numbers: tuple[str, ...] = ()
    """Student numbers; empty for everybody else."""


class Gazetteer:
    """Finds the people of a roster."""

    def __init__(self, people: Iterable[Listed] = (), *, beside: Gazetteer | None = None) -> None:
        """Of these people, beside those of another; who is in that one stays."""
        names: set[int] = set()
        numbers: set[str] = set()
        self._starts: set[str] = set(beside._starts if beside else ())
        self._doubled: set[str] = set(beside._doubled) if beside else set()
        for person in people:
            family = tokens(fold(person.family_name).text)
            numbers.update(filter(None, map(_plain, person.numbers)))
            for given in person.given_names:
                for form in _forms(tokens(fold(given).text), family):
                    names |= _hashes(form)
                    self._starts.add(form[0])
                    if form[0] == form[-1]:
                        self._doubled.add(form[0])
        self._names: array[int] = _merged(beside._names if beside else NONE, names)
        before = beside._numbers if beside else NONE
        self._numbers: array[int] = _merged(before, set(map(hash, numbers)))
        self._lengths: Counter[int] = Counter(beside._lengths if beside else ())
        self._lengths.update(len(n) for n in numbers if n.isdigit() and not _has(before, hash(n)))

    def meets(self, words: Sequence[str]) -> bool:
        """Could a name of the roster be among these words? Cheap, and nearly always no.

        Every form of a name holds the first words of both its parts.
        """
        if not self._starts.isdisjoint(words) and (
            len(self._starts.intersection(words)) > 1 or not self._doubled.isdisjoint(words)
        ):
            return True
        return any(len(word) >= RUN_TOGETHER and _holds(self._names, word) for word in words)

    def names(self, view: View) -> Iterator[Match]:
        """Names: given and family in either order, or without blanks. Doubtful: mere talk."""
        words = tokens(view.text)
        spans = places(view.text)
        done = 0
        for first in range(len(words)):
            if first < done:
                continue
            last, value = self._name_at(words, first)
            if last >= first:
                done = last + 1
                start, end = spans[first][0], spans[last][1]
                talk = _is_talk(words, first, last, view.original(start, end))
                yield Match(start, end, value, doubtful=talk)

    def _name_at(self, words: Sequence[str], first: int) -> tuple[int, str]:
        """The last word of the longest name that begins here; -1 if none does."""
        if words[first] in self._starts:
            for last in range(min(len(words), first + LONGEST_NAME) - 1, first, -1):
                parts = [words[first], *(w for w in words[first + 1 : last + 1] if len(w) > 1)]
                if len(words[last]) > 1 and len(parts) > 1 and _holds(self._names, " ".join(parts)):
                    return last, " ".join(parts)
        if len(words[first]) >= RUN_TOGETHER and _holds(self._names, words[first]):
            return first, words[first]
        return -1, ""

    def has_number(self, plain: str) -> bool:
        """Is it a student's number? Given in small letters and digits alone."""
        return _holds(self._numbers, plain)

    def needs_word(self, plain: str) -> bool:
        """Is it so short, or are there so many of its length, that a chance number could be it?"""
        if len(plain) < SHORTEST_NUMBER:
            return True
        return plain.isdigit() and self._lengths[len(plain)] > CROWDED * 10 ** len(plain)

    @property
    def has_numbers(self) -> bool:
        return bool(self._numbers)


_BEFORE = frozenset({"i", "we", "they", "you", "lets", "really", "just", "to", "do"})
_AFTER = frozenset(
    {
        ("one"),
        ("two"),
        ("three"),
        ("four"),
        ("five"),
        ("1"),
        ("2"),
        ("3"),
        ("4"),
        ("5"),
        ("of"),
        ("off"),
        ("out"),
        ("after"),
        ("trip"),
        ("goes"),
        ("went"),
    }
)


def _is_talk(words: Sequence[str], first: int, last: int, written: str) -> bool:
    """Is it a sentence that happens to hold a name ("i hope day two is better")?"""
    if written != written.lower():
        return False
    before = words[first - 1] if first else ""
    after = words[last + 1] if last + 1 < len(words) else ""
    plain = before in _BEFORE or not before
    return plain and after in _AFTER


def _forms(given: list[str], family: list[str]) -> Iterator[list[str]]:
    """The ways in which a name is written: all of it, its first given name, first family name."""
    if not given or not family:
        return
    for some_given in {tuple(given), (given[0],), ("".join(given),)}:
        for some_family in {tuple(family), (family[0],) if len(family[0]) > 3 else tuple(family)}:
            yield [*some_given, *some_family]
            yield [*some_family, *some_given]


def _hashes(form: list[str]) -> set[int]:
    """Of a name with its blanks, and of a long one without."""
    together = "".join(form)
    spellings = [" ".join(form)] + [together] * (len(together) >= RUN_TOGETHER)
    return set(map(hash, spellings))


def _merged(before: array[int], hashes: set[int]) -> array[int]:
    """Sorted. What is sorted already is merged in the time that it takes to read it."""
    fresh = sorted(hashed for hashed in hashes if not _has(before, hashed))
    return array("q", sorted([*before, *fresh])) if fresh else before


def _plain(number: str) -> str:
    return "".join(tokens(fold(number).text))


def _holds(hashes: array[int], text: str) -> bool:
    return _has(hashes, hash(text))


def _has(hashes: array[int], wanted: int) -> bool:
    place = bisect_left(hashes, wanted)
    return place < len(hashes) and hashes[place] == wanted
