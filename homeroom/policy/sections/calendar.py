"""The district's calendar: days without school, and days that end early."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Days from the first to the last, both included."""

    first: date
    last: date

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolDays:
    """What differs from an ordinary week."""

    holidays: tuple[Span, ...] = ()
    early_dismissal: Mapping[date, time] = field(default_factory=dict)
    """The time at which that day's hours end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The district's days, and those of single schools besides (org ids of the roster)."""

    district: SchoolDays = field(default_factory=SchoolDays)
    schools: Mapping[str, SchoolDays] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Nothing is written: every week is an ordinary one."""
        return not (self.district.holidays or self.district.early_dismissal or self.schools)

    def holiday(self, day: date, schools: tuple[str, ...]) -> bool:
        """Is there no school on this day, in the district or in one of these schools?"""
        return any(span.covers(day) for days in self._of(schools) for span in days.holidays)

    def dismissal(self, day: date, schools: tuple[str, ...]) -> time | None:
        """When this day ends early, the earliest of the district's and these schools'."""
        ends = (days.early_dismissal.get(day) for days in self._of(schools))
        return min((end for end in ends if end is not None), default=None)

    def _of(self, schools: tuple[str, ...]) -> list[SchoolDays]:
        return [self.district, *(self.schools[s] for s in schools if s in self.schools)]
