"""By when the law wants a request answered. Pure: days in, days out, no clock.

The day on which something happened does not count; a term of five business days that begins on a
Monday ends on the next Monday.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

StepName = Literal["acknowledge", "produce", "ask_attorney_general", "say_there_is_none"]
Start = Literal["received", "acknowledged"]
Unit = Literal["days", "business days"]
Nth = Literal[1, 2, 3, 4, -1]
Kept = Literal["nearest", "same"]
"""On which day a holiday of the month is kept that falls on a weekend: the nearest weekday, or none
but itself, which loses no open day."""

SATURDAY, SUNDAY = 5, 6
WEEK = timedelta(days=7)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """A day on which public offices are closed, each year."""

    month: int
    day: int = 0
    """Of the month; 0 where it is a weekday of the month."""
    nth: Nth = 1
    weekday: int = 0
    """Monday is 0."""
    days_after: int = 0
    kept: Kept = "same"

    def falls_on(self, year: int) -> date:
        """The day in a year on which offices are closed for it."""
        if self.day:
            day = date(year, self.month, self.day)
            return _nearest_weekday(day) if self.kept == "nearest" else day
        return _nth_weekday(year, self.month, self.nth, self.weekday) + timedelta(self.days_after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """So many days."""

    count: int
    unit: Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What must be done by when; `within` None: without delay, no day is named."""

    name: StepName
    within: Term | None
    start: Start
    citation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """More time for a step, where the requester is told in writing why."""

    of: StepName
    by: Term
    citation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The terms of one law."""

    name: str
    title: str
    title_es: str
    check: bool
    """Whether the district's counsel still has to look at the terms."""
    steps: tuple[Step, ...]
    extension: Extension | None = None
    holidays: tuple[Holiday, ...] = ()
    rolls: bool = True
    """A term of calendar days that ends on a closed day ends on the next open one."""
    missed: str = ""
    """What follows where a day is missed."""
    missed_es: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A step of a request: by when, and when it was done."""

    step: StepName
    on: date | None
    """None: without delay."""
    done: date | None
    citation: str

    def overdue(self, today: date) -> bool:
        return self.on is not None and (self.done or today) > self.on

    def days_left(self, today: date) -> int | None:
        """Calendar days; negative where it is over, None where it is done or no day is named."""
        return None if self.on is None or self.done else (self.on - today).days


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What has happened to a request, by day."""

    received: date
    done: Mapping[StepName, date] = field(default_factory=dict)
    extended: bool = False


def deadlines(clock: Clock, standing: Standing) -> tuple[Deadline, ...]:
    """Every step's day, in the clock's order.

    A step that counts from the acknowledgement counts from its last day until there is one.
    """
    found: dict[StepName, Deadline] = {}
    for step in clock.steps:
        begins = standing.received
        if step.start == "acknowledged":
            acknowledged = found.get("acknowledge")
            latest = acknowledged.on if acknowledged else None
            begins = standing.done.get("acknowledge") or latest or standing.received
        found[step.name] = Deadline(
            step=step.name,
            on=_ends(clock, standing, step, begins),
            done=standing.done.get(step.name),
            citation=step.citation,
        )
    return tuple(found.values())


def next_deadline(clock: Clock, standing: Standing) -> Deadline | None:
    """The first day that is still to be kept; None where nothing is left or no day is named."""
    left = [d for d in deadlines(clock, standing) if d.done is None and d.on is not None]
    return min(left, key=lambda deadline: deadline.on or date.max, default=None)


def after(clock: Clock, day: date, term: Term) -> date:
    """The last day of a term that begins after a day."""
    if term.unit == "business days":
        left = term.count
        while left:
            day += ONE_DAY
            left -= _open(clock, day)
        return day
    day += timedelta(days=term.count)
    while clock.rolls and not _open(clock, day):
        day += ONE_DAY
    return day


def _ends(clock: Clock, standing: Standing, step: Step, begins: date) -> date | None:
    if step.within is None:
        return None
    end = after(clock, begins, step.within)
    more = clock.extension
    if standing.extended and more is not None and more.of == step.name:
        return after(clock, end, more.by)
    return end


def _open(clock: Clock, day: date) -> bool:
    return day.weekday() < SATURDAY and day not in _closed(clock.holidays, day.year)


def _closed(holidays: Iterable[Holiday], year: int) -> set[date]:
    """With the next year's first: New Year's Day on a Saturday is kept on the Friday before."""
    return {holiday.falls_on(when) for holiday in holidays for when in (year, year + 1)}


def _nearest_weekday(day: date) -> date:
    shift = {SATURDAY: -ONE_DAY, SUNDAY: ONE_DAY}
    return day + shift.get(day.weekday(), timedelta())


def _nth_weekday(year: int, month: int, nth: int, weekday: int) -> date:
    if nth > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7) + (nth - 1) * WEEK
    last = (date(year, month, 28) + timedelta(days=4)).replace(day=1) - ONE_DAY
    return last - timedelta(days=(last.weekday() - weekday) % 7)
