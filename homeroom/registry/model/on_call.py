"""Who is on call when somebody may be in danger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One adult's turn; what is left out does not narrow it. Times are the district's."""

    person: str
    deputy: str | None = None
    """Takes the place of who has left, and is told next of who does not answer."""
    days: tuple[int, ...] = ()
    """Monday is 0; empty: every day."""
    opens: time | None = None
    closes: time | None = None
    """Not included; at or before `opens` it is on the next day. Both or none."""
    starts: date | None = None
    ends: date | None = None
    """Both dates included."""

    def covers(self, local: datetime) -> bool:
        """Is it this adult's turn at this local time?"""
        if self.opens is None or self.closes is None:
            return self._on(local.date())
        moment, today = local.time(), local.date()
        if self.opens < self.closes:
            return self._on(today) and self.opens <= moment < self.closes
        if moment >= self.opens:
            return self._on(today)
        return moment < self.closes and self._on(date.fromordinal(today.toordinal() - 1))

    def _on(self, day: date) -> bool:
        """Does the turn begin on this day?"""
        if (self.starts and day < self.starts) or (self.ends and day > self.ends):
            return False
        return not self.days or day.weekday() in self.days


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCall:
    """The chain of a school, or of the district: who is told first, and who next."""

    SUBJECT: ClassVar[str] = "on_call"
    org: str
    duties: tuple[Duty, ...] = ()

    @property
    def key(self) -> str:
        return self.org
