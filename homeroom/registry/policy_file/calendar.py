"""`calendar:` as it is written."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Annotated

from pydantic import BeforeValidator, Field

from homeroom.policy.policy import Calendar, SchoolDays, Span
from homeroom.registry.policy_file.section import Section

_DAY = r"\d{4}-\d{2}-\d{2}"
_SPAN = re.compile(rf"({_DAY})(?: to ({_DAY}))?")
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
NO_SPAN = 'is no day; write it as 2026-11-26, or "2026-12-21 to 2027-01-01"'


def span(cell: object) -> Span:
    """A day, as `2026-11-26`, or some, as `2026-12-21 to 2027-01-01`."""
    if isinstance(cell, Span):
        return cell
    found = _SPAN.fullmatch(str(cell)) if isinstance(cell, str | date) else None
    if found is None:
        raise ValueError(NO_SPAN)
    first, last = _day(found[1]), _day(found[2] or found[1])
    if last < first:
        raise ValueError("ends before it begins; correct one of the days")
    return Span(first=first, last=last)


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise ValueError(NO_SPAN) from None


def moment(cell: object) -> time:
    """A time of the day, as `12:30`."""
    if isinstance(cell, time):
        return cell
    found = _TIME.fullmatch(cell) if isinstance(cell, str) else None
    if found is None:
        raise ValueError('is no time; write it as "12:30"')
    return time(int(found[1]), int(found[2]))


def day(cell: object) -> date:
    """A single day, as a key."""
    one = span(cell)
    if one.first != one.last:
        raise ValueError("is more than a day; write one line for each day")
    return one.first


def _keys_as_written(cell: object) -> object:
    """YAML reads a day as a date; a fault names it as it stands in the file."""
    return {str(key): value for key, value in cell.items()} if isinstance(cell, dict) else cell


Spans = tuple[Annotated[Span, BeforeValidator(span)], ...]
Early = Annotated[
    dict[Annotated[date, BeforeValidator(day)], Annotated[time, BeforeValidator(moment)]],
    BeforeValidator(_keys_as_written),
]


class SchoolDaysSection(Section):
    """Days without school, and days that end early."""

    holidays: Spans = ()
    early_dismissal: Early = Field(default_factory=dict)

    def rules(self) -> SchoolDays:
        """As the rules read it."""
        return SchoolDays(holidays=self.holidays, early_dismissal=self.early_dismissal)


class CalendarSection(SchoolDaysSection):
    """The district's days, and those of single schools besides."""

    schools: dict[str, SchoolDaysSection] = Field(default_factory=dict)

    def calendar(self) -> Calendar:
        """As the rules read it."""
        schools = {school: days.rules() for school, days in self.schools.items()}
        return Calendar(district=self.rules(), schools=schools)
