"""The days of a request: its clock, what was done by when, and what is to be done next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from homeroom.config import HomeroomConfig
from homeroom.disclosure import clock_file
from homeroom.disclosure.clock import Clock, Deadline, Standing, deadlines, next_deadline
from homeroom.disclosure.requests import LAWS
from homeroom.errors import InputError
from homeroom.registry.model import Law, Request

Clocks = dict[str, tuple[Law, Clock]]
"""Clocks by name, each with the law it is for."""
Day = Callable[[datetime], date]
"""The district's day at a moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a letter says of the days."""

    titles: Mapping[str, str]
    """Of the law by language; none where no clock is known."""
    received: date
    next: Deadline | None
    citation: str


def clocks(config: HomeroomConfig) -> Clocks:
    """The district's clocks; `InputError` where the file, or the choice of one, is wrong."""
    known = clock_file.load(config.data)
    clock_file.choose(known, "records", config.disclosure.jurisdiction)
    return known


def clock_for(config: HomeroomConfig, known: Clocks, law: str) -> str:
    """The name of the clock by which a new request under a law is answered; empty for none."""
    its = next((each for each in LAWS if each == law), None)
    return clock_file.choose(known, its, config.disclosure.jurisdiction) if its else ""


def deadlines_of(request: Request, known: Clocks, day: Day) -> tuple[Deadline, ...]:
    """Every step of a request with its day; none where no clock is for it."""
    clock = clock_of(request, known)
    return deadlines(clock, _standing(request, clock, day)) if clock else ()


def next_of(request: Request, known: Clocks, day: Day) -> Deadline | None:
    """What is to be done first, where a day is named for it."""
    clock = clock_of(request, known)
    return next_deadline(clock, _standing(request, clock, day)) if clock else None


def can_extend(request: Request, known: Clocks) -> bool:
    """Does the request's law give a longer term that was not taken?"""
    clock = clock_of(request, known)
    return clock is not None and clock.extension is not None and not request.extended


def may_extend(request: Request, known: Clocks, day: Day, now: datetime) -> None:
    """`InputError` where the law gives no longer term, or the day to be put off is over."""
    clock = clock_of(request, known)
    if clock is None or clock.extension is None:
        law = clock.title if clock else request.law
        raise InputError(f"request {request.id}: {law} gives no longer term")
    late = [d for d in deadlines_of(request, known, day) if d.step == clock.extension.of]
    if any(deadline.overdue(day(now)) for deadline in late):
        raise InputError(
            f"request {request.id}: the day is over; more time can be taken before it only"
        )


def may_mark(request: Request, known: Clocks, step: str) -> None:
    """`InputError` where the request's clock has no such step, or its answer is what is meant."""
    clock = clock_of(request, known)
    steps = {"acknowledge", *(each.name for each in (clock.steps if clock else ()))} - {"produce"}
    if step not in steps:
        raise InputError(
            f"step {step!r}: one of {', '.join(sorted(steps))}; a release or a denial answers it"
        )


def told(request: Request, known: Clocks, day: Day) -> Told:
    """What a letter says of the request's days."""
    clock, soonest = clock_of(request, known), next_of(request, known, day)
    steps = clock.steps if clock else ()
    return Told(
        titles={"en": clock.title, "es": clock.title_es} if clock else {},
        received=day(request.received),
        next=soonest,
        citation=soonest.citation if soonest else next((step.citation for step in steps), ""),
    )


def clock_of(request: Request, known: Clocks) -> Clock | None:
    """The clock that was chosen when it was opened; of its law where there is none of that name."""
    named = request.clock in known
    name = request.clock if named else clock_file.choose(known, request.law, None)
    return known[name][1] if name in known else None


def _standing(request: Request, clock: Clock, day: Day) -> Standing:
    done = {step.name: day(at) for step in clock.steps if (at := request.done.get(step.name))}
    if request.answered is not None:
        for step in clock.steps:
            done.setdefault(step.name, day(request.answered))
    return Standing(received=day(request.received), done=done, extended=bool(request.extended))
