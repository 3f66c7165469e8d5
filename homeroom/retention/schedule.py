"""Retention schedules, and when a class of entries may go. Pure: no clock, no database.

Entries are judged by the month: a rule counts from the end of it, so that nothing goes early.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Trigger = Literal["created", "end_of_school_year", "student_leaves", "case_closed"]
Mark = Literal["danger", "requested"]
"""What an entry can be a part of: an alert of danger, a request for records."""
Why = Literal[
    "unclassified", "permanent", "not_yet", "student_here", "case_open", "sets_the_room_up"
]
OPEN = "open"

SETS_THE_ROOM_UP = frozenset(
    {
        "m.room.create",
        "m.room.member",
        "m.room.power_levels",
        "m.room.join_rules",
        "m.room.history_visibility",
        "m.room.guest_access",
        "m.room.canonical_alias",
        "m.room.server_acl",
        "m.room.encryption",
        "m.space.child",
        "m.space.parent",
        "m.bridge",
    }
)
"""Who was in a room when; what remains of it could not be read without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """How long something is kept."""

    years: int = 0
    months: int = 0
    days: int = 0

    def after(self, day: date) -> date:
        """The day on which the period that begins on a day is over."""
        months = day.year * 12 + day.month - 1 + self.years * 12 + self.months
        year, month = divmod(months, 12)
        return _first_possible(year, month + 1, day.day) + timedelta(days=self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Which entries a rule is for; what is empty is any."""

    kinds: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    venues: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    """All of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One item of a schedule. `keep` None is for ever."""

    id: str
    title: str
    content: str
    """The content class, as the plan counts it."""
    citation: str
    check: bool
    """Whether the district's counsel still has to look at the citation."""
    match: Match
    keep: Period | None
    trigger: Trigger


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A schedule that the district has adopted."""

    name: str
    title: str
    school_year_ends: tuple[int, int]
    """Month and day."""
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """All entries of one kind and type that were made in one room in one month."""

    kind: str
    type: str
    venue: str | None
    """The kind of the room's venue."""
    month: date
    """Its first day."""
    marks: frozenset[str] = frozenset()
    closed: str = ""
    """When the last case was closed that the entries are part of: a day, `open`, or no case."""
    left: date | None = None
    """When the last student of the room left the district; None while somebody is here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """May go from a day on; `rule` is the one that kept it longest."""

    rule: str
    content: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Stays:
    """Is kept, and why; `rule` is empty where none is for it."""

    why: Why
    rule: str = ""


def judge(cell: Cell, schedules: Iterable[Schedule], until: date) -> Due | Stays:
    """The longest of all rules that match wins; what no rule is for is kept."""
    if cell.type in SETS_THE_ROOM_UP:
        return Stays(why="sets_the_room_up")
    ends: list[Due] = []
    for schedule in schedules:
        for rule in schedule.rules:
            if not _matches(rule.match, cell):
                continue
            name = f"{schedule.name}/{rule.id}"
            end = _end(rule, cell, schedule)
            if isinstance(end, str):
                return Stays(why=end, rule=name)
            ends.append(Due(rule=name, content=rule.content, on=end))
    if not ends:
        return Stays(why="unclassified")
    longest = max(ends, key=lambda each: each.on)
    return longest if longest.on <= until else Stays(why="not_yet", rule=longest.rule)


def _matches(match: Match, cell: Cell) -> bool:
    return (
        (not match.kinds or cell.kind in match.kinds)
        and (not match.types or cell.type in match.types)
        and (not match.venues or cell.venue in match.venues)
        and match.marks <= cell.marks
    )


def _end(rule: Rule, cell: Cell, schedule: Schedule) -> date | Why:
    """The day on which a rule's period is over for a cell, or why there is none."""
    if rule.keep is None:
        return "permanent"
    made = _next_month(cell.month)
    match rule.trigger:
        case "created":
            return rule.keep.after(made)
        case "end_of_school_year":
            return rule.keep.after(_school_year_over(made, schedule.school_year_ends))
        case "student_leaves":
            return rule.keep.after(max(made, cell.left)) if cell.left else "student_here"
        case "case_closed":
            if cell.closed in ("", OPEN):
                return "case_open"
            return rule.keep.after(max(made, date.fromisoformat(cell.closed)))


def _next_month(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def _school_year_over(day: date, ends: tuple[int, int]) -> date:
    """The first day after the school year in which the day before this one was."""
    last = day - timedelta(days=1)
    end = _first_possible(last.year, *ends)
    if end < last:
        end = _first_possible(last.year + 1, *ends)
    return end + timedelta(days=1)


def _first_possible(year: int, month: int, day: int) -> date:
    """That day, or the first of the next month where the month is too short."""
    try:
        return date(year, month, day)
    except ValueError:
        return _next_month(date(year, month, 1))
