"""The registry as it was: decisions folded in their order, up to the moment that is asked for."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import chain, islice

from homeroom.registry.decisions import Decision
from homeroom.registry.snapshot import Snapshot, fold

REFRESH = timedelta(seconds=2.5)
"""A process may judge so long by a registry that has changed meanwhile (invariant 4)."""
REMEMBERED = timedelta(seconds=60)
"""A refusal is recorded a little later than it was judged; it names the version that counted."""
ONE_BY_ONE = 32
"""More decisions than this at once, an import, are adopted at once by every process, too."""


class Timeline:
    """Goes forward only; keeps the versions of the last minute."""

    def __init__(self, decided: Iterable[Decision], start: Snapshot | None = None) -> None:
        """`decided`: what was decided after `start`, in the order of `seq`."""
        self._ahead = iter(decided)
        self._next = next(self._ahead, None)
        self._known: deque[tuple[datetime | None, Snapshot]] = deque()
        self._known.append((None, start or Snapshot()))

    def at(self, moment: datetime) -> tuple[Snapshot, ...]:
        """The versions by which a process may have judged then, the likeliest first."""
        self._advance(moment)
        return self._since(moment - REFRESH, self._known[-1][1].seq)

    def of(self, seq: int, moment: datetime) -> tuple[Snapshot, ...]:
        """Version `seq`, and those that a process may still have judged by; none is unknown."""
        self._advance(moment, seq)
        found = self._since(moment - REFRESH, seq)
        return found if found and found[0].seq == seq else ()

    def _since(self, earliest: datetime, seq: int) -> tuple[Snapshot, ...]:
        """The versions up to `seq`, newest first: the last one, and those it replaced lately."""
        found: list[Snapshot] = []
        for since, snapshot in reversed(self._known):
            if snapshot.seq > seq:
                continue
            found.append(snapshot)
            if since is None or since < earliest:
                break
        return tuple(found)

    def _advance(self, moment: datetime, seq: int = 0) -> None:
        """Fold what was decided by then, and whatever else leads to version `seq`."""
        due = self._due(moment, seq)
        first = list(islice(due, ONE_BY_ONE))
        if len(first) == ONE_BY_ONE:
            self._fold(chain(first, due))
        else:
            for decision in first:
                self._fold([decision])
        while len(self._known) > 1 and self._old(self._known[1][0], moment):
            self._known.popleft()

    def _due(self, moment: datetime, seq: int) -> Iterator[Decision]:
        while self._next is not None and (self._next.at <= moment or self._next.seq <= seq):
            due, self._next = self._next, next(self._ahead, None)
            yield due

    def _fold(self, decided: Iterable[Decision]) -> None:
        last: list[datetime] = []

        def noted() -> Iterator[Decision]:
            for decision in decided:
                last[:] = [decision.at]
                yield decision

        snapshot = fold(self._known[-1][1], noted())
        self._known.append((last[0], snapshot))

    @staticmethod
    def _old(since: datetime | None, moment: datetime) -> bool:
        return since is None or since < moment - REMEMBERED
