"""`hours:` as it is written."""

from __future__ import annotations

import difflib
import re
from datetime import time
from typing import Annotated, Literal, get_args
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field

from homeroom.policy.policy import Calendar, Hours, Week, Window
from homeroom.registry.policy_file.section import Section, some
from homeroom.registry.policy_file.venues import Writable

Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)")


def window(cell: object) -> Window:
    """A span of the day, as `07:30-16:00`."""
    found = _SPAN.fullmatch(cell) if isinstance(cell, str) else None
    if found is None:
        raise ValueError('is no span of the day; write it as "07:30-16:00"')
    hour, minute, until_hour, until_minute = found.groups()
    opens = time(int(hour), int(minute))
    closes = time(int(until_hour or 0), int(until_minute or 0))
    if until_hour is not None and closes <= opens:
        raise ValueError('ends before it begins; write "20:00-24:00" and "00:00-06:00" for a night')
    return Window(opens=opens, closes=closes)


def timezone(cell: object) -> str:
    """A time zone by its name."""
    names = available_timezones()
    if isinstance(cell, str) and cell in names:
        return ZoneInfo(cell).key
    near = difflib.get_close_matches(str(cell), names, n=1)
    remedy = f"did you mean {near[0]!r}?" if near else "write one such as America/Chicago"
    raise ValueError(f"is no time zone; {remedy}")


Days = Annotated[frozenset[Day], AfterValidator(some)]
Spans = Annotated[tuple[Annotated[Window, BeforeValidator(window)], ...], AfterValidator(some)]


class WeekSection(Section):
    """The same hours on some days of the week."""

    days: Days
    open: Spans

    def week(self) -> Week:
        """As the rules read it."""
        return _week(self.days, self.open)


class HoursSection(Section):
    """When staff and students may write to each other, and where other hours hold."""

    timezone: Annotated[str, BeforeValidator(timezone)]
    days: Days
    open: Spans
    kinds: dict[Writable, WeekSection] = Field(default_factory=dict)
    schools: dict[str, WeekSection] = Field(default_factory=dict)
    venues: dict[str, WeekSection] = Field(default_factory=dict)

    def rules(self, calendar: Calendar) -> Hours:
        """As the rules read it."""
        district = _week(self.days, self.open)
        return Hours(
            timezone=self.timezone,
            days=district.days,
            windows=district.windows,
            kinds={kind: section.week() for kind, section in self.kinds.items()},
            schools={school: section.week() for school, section in self.schools.items()},
            venues={venue: section.week() for venue, section in self.venues.items()},
            calendar=calendar,
        )


def _week(days: frozenset[Day], windows: tuple[Window, ...]) -> Week:
    names = get_args(Day)
    return Week(days=frozenset(names.index(day) for day in days), windows=windows)
