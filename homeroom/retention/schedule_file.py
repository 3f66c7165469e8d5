"""Reads a retention schedule, strictly: every fault with file, line, field and what to do."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from homeroom import shipped
from homeroom.errors import InputError
from homeroom.policy.facts import VenueKind
from homeroom.registry import strict_yaml
from homeroom.retention.schedule import Mark, Match, Period, Rule, Schedule, Trigger
from homeroom.section import Section

PERMANENT = "permanent"
KEEP = re.compile(r"(\d{1,3}) (year|month|day)s?")
DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")

Content = Literal[
    "transitory",
    "instructional",
    "student",
    "discipline",
    "safety",
    "audit",
    "administrative",
]
EntryKind = Literal[
    "event",
    "event_repeat",
    "decision",
    "decision_repeat",
    "notice",
    "access",
    "account",
    "alarm",
    "reminder",
    "bridge",
]
"""What a schedule can be for. The registry's decisions, productions and what proves the log are
never disposed of; a file goes with the last entry that names it."""


def _keep(given: str) -> str:
    if given != PERMANENT and not KEEP.fullmatch(given):
        raise ValueError("is no time to keep; write `3 years`, `90 days` or `permanent`")
    return given


def _day(given: str) -> str:
    if not DAY.fullmatch(given):
        raise ValueError("is no day of the year; write month and day, as `06-30`")
    return given


class MatchSection(Section):
    """Which entries an item is for; a list that is left out is any."""

    kinds: tuple[EntryKind, ...] = ()
    types: tuple[str, ...] = ()
    venues: tuple[VenueKind, ...] = ()
    marks: tuple[Mark, ...] = ()


class Item(Section):
    """One item of a schedule."""

    title: str
    content: Content
    citation: str
    check_with_counsel: bool
    match: MatchSection
    keep: Annotated[str, AfterValidator(_keep)]
    counted_from: Trigger = "created"


class ScheduleFile(Section):
    """The whole of a schedule."""

    title: str
    school_year_ends: Annotated[str, AfterValidator(_day)] = "06-30"
    items: Annotated[dict[str, Item], Field(min_length=1)]


def parse(text: str, *, name: str) -> Schedule:
    """A schedule from its text; `InputError` has a line for each fault of the file `name`."""
    read = strict_yaml.read(text, ScheduleFile, name=name)
    month, _, day = read.school_year_ends.partition("-")
    return Schedule(
        name=Path(name).stem,
        title=read.title,
        school_year_ends=(int(month), int(day)),
        rules=tuple(_rule(key, item) for key, item in read.items.items()),
    )


def load(file: Path) -> Schedule:
    """A schedule from its file."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file}: cannot be read: {error}") from None
    return parse(text, name=str(file))


def adopted(names: tuple[str, ...], folder: Path) -> tuple[Schedule, ...]:
    """The schedules of `retention.schedules`: the district's own file, or one that ships.

    `InputError` where none is named: what has no schedule is kept.
    """
    if not names:
        raise InputError(
            "homeroom.yaml: retention.schedules names no schedule, so everything is kept; name "
            "those that the district has adopted, as [texas, federal]"
        )
    return tuple(load(_file(name, folder)) for name in names)


def _file(name: str, folder: Path) -> Path:
    own = folder / name
    if own.is_file():
        return own
    ships = shipped.config("retention") / f"{name}.yaml"
    if ships.is_file():
        return ships
    known = ", ".join(sorted(each.stem for each in shipped.config("retention").glob("*.yaml")))
    raise InputError(f"retention.schedules: {name!r} is no file of {folder} and none of {known}")


def _rule(key: str, item: Item) -> Rule:
    match = item.match
    return Rule(
        id=key,
        title=item.title,
        content=item.content,
        citation=item.citation,
        check=item.check_with_counsel,
        match=Match(
            kinds=frozenset(match.kinds),
            types=frozenset(match.types),
            venues=frozenset(match.venues),
            marks=frozenset(match.marks),
        ),
        keep=_period(item.keep),
        trigger=item.counted_from,
    )


def _period(given: str) -> Period | None:
    if given == PERMANENT:
        return None
    count, unit = given.split(" ")
    match unit.removesuffix("s"):
        case "year":
            return Period(years=int(count))
        case "month":
            return Period(months=int(count))
        case _:
            return Period(days=int(count))
