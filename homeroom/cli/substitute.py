"""`homeroom substitute`: somebody has a class for dated hours, and counts as its teacher then."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from sqlalchemy import Connection

from homeroom.cli.session import DEFAULT_DATA, DataOption, JsonOption, open_session, say, show
from homeroom.errors import InputError
from homeroom.registry import classes, people, policies, substitutions
from homeroom.registry.decisions import load
from homeroom.registry.model import Person, SchoolClass, Substitution

app = typer.Typer(no_args_is_help=True)
FORM = "%Y-%m-%dT%H:%M"
Local = Annotated[
    datetime | None, typer.Option(formats=[FORM], help="By the district's clock: 2026-11-24T08:00")
]


@app.command()
def add(
    person: Annotated[str, typer.Option(help="User id, roster id or unambiguous name.")],
    school_class: Annotated[str, typer.Option("--class", help="The class's id or title.")],
    starts: Local = None,
    ends: Local = None,
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Give somebody a class: from now, if `--starts` is left out, until the end of that day."""
    session = open_session(data)
    with session.connect() as connection:
        begins, until = _hours(starts, ends, policies.zone(connection))
        made = substitutions.add(
            connection,
            people.resolve(connection, person),
            classes.resolve(connection, school_class),
            begins,
            until,
            by=session.actor,
        )
        rows = _rows(connection, [made])
    show(rows, as_json)


@app.command()
def end(
    substitution: Annotated[str, typer.Argument(help="The id that `substitute list` shows.")],
    data: DataOption = DEFAULT_DATA,
) -> None:
    """End it now."""
    session = open_session(data)
    with session.connect() as connection:
        substitutions.end(connection, substitution, by=session.actor)
    say(f"{substitution} is over.")


@app.command("list")
def list_(data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """All that are not over yet."""
    session = open_session(data)
    now = datetime.now(UTC)
    with session.connect() as connection:
        found = load(connection, Substitution).values()
        rows = _rows(connection, [one for one in found if one.active and one.ends > now])
    show(rows, as_json)


def _hours(
    starts: datetime | None, ends: datetime | None, zone: ZoneInfo
) -> tuple[datetime, datetime]:
    begins = starts.replace(tzinfo=zone) if starts else datetime.now(zone)
    midnight = datetime.combine(begins.date() + timedelta(days=1), time(0), zone)
    until = ends.replace(tzinfo=zone) if ends else midnight
    if until <= datetime.now(zone):
        raise InputError("substitute: these hours are over; give others with --starts and --ends")
    return begins.astimezone(UTC), until.astimezone(UTC)


def _rows(connection: Connection, found: list[Substitution]) -> list[dict[str, object]]:
    zone = policies.zone(connection)
    everybody, known = load(connection, Person), load(connection, SchoolClass)
    return [
        {
            "id": one.id,
            "person": everybody[one.person].name,
            "class": known[one.class_id].title,
            "starts": f"{one.starts.astimezone(zone):{FORM}}",
            "ends": f"{one.ends.astimezone(zone):{FORM}}",
        }
        for one in sorted(found, key=lambda one: (one.starts, one.id))
    ]
