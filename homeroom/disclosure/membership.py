"""When somebody was a member of a room, from the membership events that the archive holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from homeroom.disclosure.model import Position

JOINED = "join"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One membership event about the person: its place in the log and what they were from then."""

    position: Position
    membership: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """From a join to the event that ended it, both included; `end` None: still a member."""

    start: Position
    end: Position | None

    def __contains__(self, position: Position) -> bool:
        return self.start <= position and (self.end is None or position <= self.end)


def intervals(changes: Iterable[Change]) -> list[Interval]:
    """The times of membership in one room, in order; the changes may come in any order.

    The log keeps the order in which the homeserver accepted a room's events, so its positions
    say who could read what; the events' own times are their senders' claims.
    """
    found: list[Interval] = []
    start: Position | None = None
    for change in sorted(changes, key=lambda change: change.position):
        if change.membership == JOINED and start is None:
            start = change.position
        elif change.membership != JOINED and start is not None:
            found.append(Interval(start=start, end=change.position))
            start = None
    if start is not None:
        found.append(Interval(start=start, end=None))
    return found
