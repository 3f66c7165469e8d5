"""Reads `deadlines.yaml`, strictly: every fault with file, line, field and what to do."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from homeroom import shipped
from homeroom.config import suggest
from homeroom.disclosure.clock import (
    Clock,
    Extension,
    Holiday,
    Kept,
    Nth,
    Start,
    Step,
    StepName,
    Term,
)
from homeroom.errors import InputError
from homeroom.registry import strict_yaml
from homeroom.registry.model import Law
from homeroom.section import Section

FILE = "deadlines.yaml"
PROMPTLY = "promptly"
_TERM = re.compile(r"(\d{1,3}) (days|business days)")
_DATE = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_ORDER: dict[str, Nth] = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_WEEKDAY = re.compile(
    rf"(day after )?({'|'.join(_ORDER)}) ({'|'.join(_WEEKDAYS)}) of ({'|'.join(_MONTHS)})"
)


def _term(given: str) -> str:
    if given != PROMPTLY and not _TERM.fullmatch(given):
        raise ValueError("is no term; write `5 business days`, `45 days` or `promptly`")
    return given


def _holiday(given: str) -> str:
    if not _DATE.fullmatch(given) and not _WEEKDAY.fullmatch(given):
        raise ValueError("is no holiday; write `07-04` or `last monday of may`")
    return given


class StepSection(Section):
    """One thing to do."""

    step: StepName
    within: Annotated[str, AfterValidator(_term)]
    counted_from: Start = "received"
    citation: str


class ExtensionSection(Section):
    """More time for a step."""

    of: StepName
    by: Annotated[str, AfterValidator(_term)]
    citation: str


class ClockSection(Section):
    """The terms of one law."""

    title: str
    title_es: str
    law: Literal[Law]
    check_with_counsel: bool
    calendar: str | None = None
    """Days on which offices are closed; None where days of the week do not matter."""
    ends_on_closed_day: Literal["next", "same"] = "next"
    steps: Annotated[tuple[StepSection, ...], Field(min_length=1)]
    extension: ExtensionSection | None = None
    if_missed: str = ""
    if_missed_es: str = ""

    @model_validator(mode="after")
    def _once(self) -> ClockSection:
        names = [step.step for step in self.steps]
        if len(set(names)) != len(names):
            raise ValueError("names a step twice; keep one")
        if self.extension is not None and self.extension.of not in names:
            raise ValueError("extends a step that it does not have; name one of its steps")
        return self


class CalendarSection(Section):
    """Days on which public offices are closed."""

    days: tuple[Annotated[str, AfterValidator(_holiday)], ...]
    on_a_weekend: Kept = "same"


class DeadlineFile(Section):
    """The whole of `deadlines.yaml`."""

    calendars: dict[str, CalendarSection] = Field(default_factory=dict)
    clocks: Annotated[dict[str, ClockSection], Field(min_length=1)]


def parse(text: str, *, name: str = FILE) -> dict[str, tuple[Law, Clock]]:
    """Each clock with the law it is for; `InputError` has a line for each fault of the file."""
    read = strict_yaml.read(text, DeadlineFile, name=name)
    calendars = {key: _calendar(section) for key, section in read.calendars.items()}
    return {
        key: (section.law, _clock(key, section, _closed(key, section, calendars, name)))
        for key, section in read.clocks.items()
    }


def load(folder: Path) -> dict[str, tuple[Law, Clock]]:
    """The district's own `deadlines.yaml` in its data folder, or the one that ships."""
    own = folder / FILE
    file = own if own.is_file() else shipped.config(FILE)
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file}: cannot be read: {error}") from None
    return parse(text, name=str(file) if file is own else FILE)


def choose(clocks: dict[str, tuple[Law, Clock]], law: Law, jurisdiction: str | None) -> str:
    """The name of the clock for a request: of its law where there is one, else the state's.

    Empty where the law knows no term (a subpoena names its own day), or no state is set.
    """
    fitting = [name for name, (its_law, _) in clocks.items() if its_law == law]
    if jurisdiction is not None and law == "records":
        if jurisdiction not in fitting:
            known = ", ".join(fitting)
            near = suggest(jurisdiction, fitting)
            raise InputError(
                f"disclosure.jurisdiction: {jurisdiction!r} is none of {known} in {FILE}"
                f"{near if near.startswith('; did') else ''}"
            )
        return jurisdiction
    return fitting[0] if len(fitting) == 1 else ""


def _clock(name: str, section: ClockSection, holidays: tuple[Holiday, ...]) -> Clock:
    more = section.extension
    return Clock(
        name=name,
        title=section.title,
        title_es=section.title_es,
        check=section.check_with_counsel,
        steps=tuple(
            Step(
                name=step.step,
                within=_days(step.within),
                start=step.counted_from,
                citation=step.citation,
            )
            for step in section.steps
        ),
        extension=_extension(more) if more else None,
        holidays=holidays,
        rolls=section.ends_on_closed_day == "next",
        missed=section.if_missed,
        missed_es=section.if_missed_es or section.if_missed,
    )


def _calendar(section: CalendarSection) -> tuple[Holiday, ...]:
    return tuple(replace(_day_of(day), kept=section.on_a_weekend) for day in section.days)


def _closed(
    key: str, section: ClockSection, calendars: dict[str, tuple[Holiday, ...]], name: str
) -> tuple[Holiday, ...]:
    if section.calendar is None:
        return ()
    if section.calendar not in calendars:
        near = suggest(section.calendar, calendars)
        raise InputError(
            f"{name}, clocks.{key}.calendar: there is no calendar {section.calendar!r}"
            f"{near if near.startswith('; did') else ''}"
        )
    return calendars[section.calendar]


def _extension(section: ExtensionSection) -> Extension:
    term = _days(section.by)
    if term is None:
        raise InputError(f"{FILE}: an extension names a term, as `5 business days`")
    return Extension(of=section.of, by=term, citation=section.citation)


def _days(given: str) -> Term | None:
    if given == PROMPTLY:
        return None
    count, _, unit = given.partition(" ")
    return Term(count=int(count), unit="days" if unit == "days" else "business days")


def _day_of(given: str) -> Holiday:
    if _DATE.fullmatch(given):
        month, _, day = given.partition("-")
        return Holiday(month=int(month), day=int(day))
    found = _WEEKDAY.fullmatch(given)
    assert found is not None, given
    later, order, weekday, named = found.groups()
    return Holiday(
        month=_MONTHS.index(named) + 1,
        nth=_ORDER[order],
        weekday=_WEEKDAYS.index(weekday),
        days_after=1 if later else 0,
    )
