"""When staff and students may write to each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A span of the day, `opens` included, `closes` not; `closes` at 00:00 is midnight after it."""

    opens: time
    closes: time

    def covers(self, moment: time) -> bool:
        return self.opens <= moment and (self.closes == time(0) or moment < self.closes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When staff and students may write to each other, in the district's time zone."""

    timezone: str
    days: frozenset[int]
    """Monday is 0."""
    windows: tuple[Window, ...]

    def covers(self, now: datetime) -> bool:
        """Is this aware instant within the hours?"""
        local = now.astimezone(ZoneInfo(self.timezone))
        return local.weekday() in self.days and any(w.covers(local.time()) for w in self.windows)

    def __str__(self) -> str:
        return ", ".join(f"{w.opens:%H:%M}-{w.closes:%H:%M}" for w in self.windows)
