"""`homeroom venue`: the designated places to talk."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Annotated

import typer
from sqlalchemy import Connection

from homeroom.cli.session import DEFAULT_DATA, DataOption, JsonOption, open_session, say, show
from homeroom.errors import InputError
from homeroom.registry import classes, people, policies, venues
from homeroom.registry.decisions import load
from homeroom.registry.model import Venue, VenueKind

app = typer.Typer(no_args_is_help=True)
NameOption = Annotated[str, typer.Option(help="The name that people see.")]
SchoolOption = Annotated[
    str | None, typer.Option(help="The school's id: whose hours and supervisors count.")
]
ClassOption = Annotated[
    str | None, typer.Option("--class", help="The class's id or title, if it has one.")
]
OwnerOption = Annotated[
    str | None, typer.Option(help="Who answers for it: user id, roster id or name.")
]
EndsOption = Annotated[
    str | None,
    typer.Option(
        metavar="DATE|never",
        help="Its last day, or never; without it clubs and teams end with the school year.",
    ),
]
NEVER = "never"


@app.command("list")
def list_(data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """Every designated venue with its room."""
    session = open_session(data)
    with session.connect() as connection:
        found = load(connection, Venue).values()
    columns = ("id", "kind", "name", "org", "owner", "room_id", "networks", "ends", "active")
    show(found, as_json, columns=None if as_json else columns)


@app.command()
def add(
    venue: Annotated[str, typer.Argument(help="An id for the venue, such as `chess-club`.")],
    kind: Annotated[VenueKind, typer.Option(help="What the venue is for.")],
    name: NameOption,
    room: Annotated[str | None, typer.Option(help="The room's id, if there is one.")] = None,
    school: SchoolOption = None,
    school_class: ClassOption = None,
    network: Annotated[list[str] | None, typer.Option(help="Outside networks allowed.")] = None,
    owner: OwnerOption = None,
    member: Annotated[
        list[str] | None, typer.Option(help="Who is brought in: user id, roster id or name.")
    ] = None,
    student: Annotated[
        str | None, typer.Option(help="Whom a parent-teacher room is about, by id or name.")
    ] = None,
    ends: EndsOption = None,
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Designate a venue; the steward makes the room of one that names its owner."""
    session = open_session(data)
    with session.connect() as connection:
        made = replace(
            _venue(connection, venue, kind, name, room, school, school_class, owner, ends),
            networks=tuple(network or ()),
            student=_about(connection, kind, student),
            people=tuple(people.resolve(connection, each).id for each in member or ()),
        )
        venues.add(connection, made, by=session.actor)
    say(f"{name} is a designated venue.")


@app.command()
def adopt(
    room: Annotated[str, typer.Argument(help="The id of a room that is there already.")],
    kind: Annotated[VenueKind, typer.Option(help="What the room is for.")],
    name: NameOption,
    school: SchoolOption = None,
    school_class: ClassOption = None,
    owner: OwnerOption = None,
    ends: EndsOption = None,
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Designate a room from before Homeroom: from now on it is judged as what it is."""
    session = open_session(data)
    with session.connect() as connection:
        named = venues.adopted_id(room)
        made = _venue(connection, named, kind, name, room, school, school_class, owner, ends)
        venues.add(connection, made, by=session.actor)
    say(f"{name} is a designated venue ({made.id}).")


@app.command()
def close(
    venue: Annotated[str, typer.Argument(help="The id that `homeroom venue list` shows.")],
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Close a venue: nothing more is said there, and whoever was in it can read on."""
    session = open_session(data)
    with session.connect() as connection:
        closed = venues.close(connection, venue, by=session.actor)
    say(f"{closed.name} is closed.")


def _venue(
    connection: Connection,
    venue: str,
    kind: VenueKind,
    name: str,
    room: str | None,
    school: str | None,
    school_class: str | None,
    owner: str | None,
    ends: str | None,
) -> Venue:
    taught = classes.resolve(connection, school_class) if school_class else None
    return Venue(
        id=venue,
        kind=kind,
        name=name,
        room_id=room,
        org=school or (taught.org if taught else None),
        class_id=taught.id if taught else None,
        owner=people.resolve(connection, owner).id if owner else None,
        ends=_last_day(connection, kind, ends),
    )


def _about(connection: Connection, kind: VenueKind, student: str | None) -> str | None:
    if student is None:
        return None
    if kind != "parent_teacher":
        raise InputError("venue: --student is for rooms of --kind parent_teacher")
    return people.resolve(connection, student).id


def _last_day(connection: Connection, kind: VenueKind, given: str | None) -> date | None:
    today = policies.local_day(connection, datetime.now(UTC))
    if given is None:
        return venues.last_day(connection, kind, today)
    if given == NEVER:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise InputError(f"venue: --ends {given}: give a day such as {today}, or {NEVER}") from None
