"""What a text holds only if a part of it is read by itself: words added around it hide nothing.

Asked about what the first look did not find, where there is some sign of it. What it finds is
doubtful: somebody looks at it, nobody is refused for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import re2

from homeroom.policy.detect.finding import Finding
from homeroom.policy.detect.kinds import DANGER_KINDS, KINDS, Kind
from homeroom.policy.detect.pieces import Span, lacking_one, pieces
from homeroom.policy.detect.view import View

MOST = 40_000
"""So many characters are looked at again, in all parts of a text; what may be in the rest is
doubtful. It bounds what one message may cost whoever waits for the next: about a second at most."""
EXEMPT: frozenset[Kind] = frozenset({"phone", "email", "street_address", "messenger_invitation"})
"""Kinds of which a policy allows some: that one is found says nothing of another."""
REFUSABLE: frozenset[Kind] = frozenset(KINDS) - DANGER_KINDS


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading of a text, with which patterns occur in it."""

    view: View
    hits: frozenset[int]
    whole: bool = False
    """As given, or as a client shows it: nothing in it is read as something else."""


class Signs:
    """Patterns that say that something may be there."""

    def __init__(
        self,
        patterns: Sequence[str],
        kinds: Mapping[int, Kind],
        ways: Iterable[int],
        also: frozenset[int],
    ) -> None:
        """`kinds`: numbers of the patterns of a kind; `ways`: of those of a way of writing.

        `also`: those that are no sign, being too common, but are looked for where there is one.
        """
        said = {n: frozenset({kind}) for n, kind in kinds.items() if kind in REFUSABLE}
        self._kinds = said | dict.fromkeys(ways, REFUSABLE)
        self._any = frozenset(self._kinds)
        self.sought = self._any | also
        self._compiled = {n: re2.compile(patterns[n]) for n in self._any}

    def of(self, hits: frozenset[int], wanted: frozenset[Kind]) -> frozenset[int]:
        """Those that occur, and that speak of what is wanted."""
        return frozenset(n for n in hits & self._any if not self._kinds[n].isdisjoint(wanted))

    def kinds(self, readings: Iterable[Reading]) -> frozenset[Kind]:
        """What may be in them."""
        hits = chain.from_iterable(reading.hits & self._any for reading in readings)
        return frozenset(chain.from_iterable(self._kinds[n] for n in hits))

    def places(
        self, readings: Iterable[Reading], wanted: frozenset[Kind], found: Sequence[Finding]
    ) -> list[Span]:
        """Where the signs are in the text as given, but for those inside of what is found."""
        spans: set[Span] = set()
        for reading in readings:
            for n in self.of(reading.hits, wanted):
                known = [(f.start, f.end) for f in found if f.kind in self._kinds[n]]
                for match in self._compiled[n].finditer(reading.view.text):
                    start, end = reading.view.span(*match.span())
                    if not any(first <= start and end <= last for first, last in known):
                        spans.add((start, end))
        return sorted(spans)


def wanted(found: Iterable[Finding]) -> frozenset[Kind]:
    """What may be in a text beside what is found."""
    return REFUSABLE - (frozenset(finding.kind for finding in found) - EXEMPT)


class Budget:
    """How much of a text is looked at again."""

    def __init__(self) -> None:
        self._left = MOST
        self.exceeded = False
        """Some part was not looked at."""

    def within(self, parts: Iterable[View]) -> Iterator[View]:
        """The parts, as long as it lasts."""
        for part in parts:
            if self._left <= 0:
                self.exceeded = True
                return
            self._left -= len(part.text)
            yield part


def parts(readings: Iterable[Reading], places: Sequence[Span]) -> Iterator[View]:
    """The parts of each whole reading that could stand by themselves."""
    for part in (pieces, lacking_one):
        for reading in readings:
            if reading.whole:
                yield from part(reading.view, places)
