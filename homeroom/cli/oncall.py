"""`homeroom oncall`: which adults are told that somebody may be in danger, and in which order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Annotated, Any

import typer

from homeroom.cli.session import DEFAULT_DATA, DataOption, JsonOption, open_session, show
from homeroom.danger import alerts
from homeroom.errors import InputError
from homeroom.registry import decisions, duties, on_call, people
from homeroom.registry.model import Duty, OnCall, Person
from homeroom.registry.snapshot import Snapshot, caught_up

app = typer.Typer(no_args_is_help=True)

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
OrgOption = Annotated[str, typer.Option(help="Id of a school or of the district.")]
PersonOption = Annotated[str, typer.Option(help="User id, roster id or unambiguous name.")]
ClockOption = Annotated[str, typer.Option(help='The hours, as "07:00-15:30"; all day if left out.')]
DaysOption = Annotated[list[str], typer.Option(help="A day of the week; every day if left out.")]
DateOption = Annotated[str, typer.Option(help="YYYY-MM-DD, included.")]


@app.command()
def add(
    org: OrgOption,
    person: PersonOption,
    deputy: PersonOption = "",
    hours: ClockOption = "",
    day: DaysOption = [],  # noqa: B006 - typer reads it, nobody changes it
    starts: DateOption = "",
    ends: DateOption = "",
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Put an adult at the end of a chain."""
    session = open_session(data)
    opens, closes = _hours(hours)
    with session.connect() as connection:
        duty = Duty(
            person=people.resolve(connection, person).id,
            deputy=people.resolve(connection, deputy).id if deputy else None,
            days=tuple(_day(name) for name in day),
            opens=opens,
            closes=closes,
            starts=_date(starts),
            ends=_date(ends),
        )
        made = duties.put_on(connection, org, duty, by=session.actor)
        rows = _rows(made, decisions.load(connection, Person))
    show(rows, as_json)


@app.command()
def remove(
    org: OrgOption,
    person: PersonOption,
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Take an adult out of a chain."""
    session = open_session(data)
    with session.connect() as connection:
        before, gone = duties.chain_of(connection, org), people.resolve(connection, person)
        left = tuple(duty for duty in before.duties if duty.person != gone.id)
        if len(left) == len(before.duties):
            raise InputError(f"on call: {gone.name} is not in the chain of {org}")
        made = replace(before, duties=left)
        on_call.set_chain(connection, made, by=session.actor, note="taken off call")
        rows = _rows(made, decisions.load(connection, Person))
    show(rows, as_json)


@app.command()
def drill(org: OrgOption, data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """Try a chain: its adults are told as if somebody were in danger."""
    session = open_session(data)
    with session.connect() as connection:
        duties.chain_of(connection, org)
        number = alerts.drill(connection, org, by=session.actor)
    show([{"alert": number, "org": org}], as_json)


@app.command("list")
def list_(data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """Every chain, in its order, and whose turn it is now."""
    with open_session(data).connect() as connection:
        known = caught_up(connection, Snapshot())
    now, directory = datetime.now(UTC), known.directory()
    rows = [
        row
        for org, chain in sorted(directory.chains.items())
        for row in _rows(chain, directory.people, on_call.turn(org, directory, now))
    ]
    show(rows, as_json)


def _rows(chain: OnCall, known: Any, on_duty: Any = None) -> list[dict[str, Any]]:
    return [
        {
            "org": chain.org,
            "place": place,
            "person": _name(duty.person, known),
            "deputy": _name(duty.deputy, known),
            "days": [DAYS[day] for day in duty.days] or ["every day"],
            "hours": _written(duty),
            "starts": duty.starts,
            "ends": duty.ends,
            **({} if on_duty is None else {"now": duty.person in on_duty}),
        }
        for place, duty in enumerate(chain.duties, 1)
    ]


def _written(duty: Duty) -> str:
    if duty.opens is None or duty.closes is None:
        return "all day"
    return f"{duty.opens:%H:%M}-{duty.closes:%H:%M}"


def _name(key: str | None, known: Any) -> str:
    return known[key].name if key in known else key or ""


def _hours(given: str) -> tuple[time | None, time | None]:
    if not given:
        return None, None
    try:
        opens, closes = (time.fromisoformat(part) for part in given.split("-"))
    except ValueError:
        raise InputError(f'--hours {given!r}: write them as "07:00-15:30"') from None
    return opens, closes


def _day(given: str) -> int:
    if given.lower() not in DAYS:
        raise InputError(f"--day {given!r}: use {', '.join(DAYS)}")
    return DAYS.index(given.lower())


def _date(given: str) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise InputError(f"{given!r}: write a date as YYYY-MM-DD") from None
