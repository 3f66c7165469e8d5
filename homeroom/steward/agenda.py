"""Which room is next: the most urgent first, and one that was refused again after a while."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

FIRST_WAIT, LONGEST_WAIT = 0.5, 60.0


class Urgency(IntEnum):
    """How soon a room is looked at; a lower number comes first."""

    REMOVAL = 0
    """Somebody must go, or nothing more may be said there."""
    CHANGE = 1
    SWEEP = 2
    """Nothing has changed that we know of."""


@dataclass(slots=True)
class _Due:
    urgency: Urgency
    not_before: float
    refusals: int = 0


class Agenda:
    """The venues whose rooms must be looked at. Times are monotonic seconds, from the caller."""

    def __init__(self) -> None:
        self._due: dict[str, _Due] = {}

    def __len__(self) -> int:
        return len(self._due)

    def add(self, venue: str, urgency: Urgency, now: float) -> None:
        """Note a venue; one that waits already becomes more urgent, never less."""
        known = self._due.get(venue)
        if known is None:
            self._due[venue] = _Due(urgency, now)
        elif urgency < Urgency.SWEEP:
            self._due[venue] = _Due(min(known.urgency, urgency), now)

    def next(self, now: float) -> str | None:
        """The venue to look at now; the one that waits longest of the most urgent."""
        ready = [(due.urgency, venue) for venue, due in self._due.items() if due.not_before <= now]
        return min(ready, key=lambda found: found[0])[1] if ready else None

    def done(self, venue: str) -> None:
        """Its room is as it shall be."""
        self._due.pop(venue, None)

    def again(self, venue: str, now: float) -> None:
        """It goes on, after others of its urgency."""
        due = self._due.pop(venue)
        self._due[venue] = _Due(due.urgency, now)

    def refused(self, venue: str, now: float) -> None:
        """It is tried again, after twice as long each time."""
        due = self._due.pop(venue)
        wait = min(FIRST_WAIT * 2**due.refusals, LONGEST_WAIT)
        self._due[venue] = _Due(due.urgency, now + wait, due.refusals + 1)
