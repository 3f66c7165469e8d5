"""`homeroom venue`: the designated places to talk."""

from __future__ import annotations

from typing import Annotated

import typer

from homeroom.cli.session import DEFAULT_DATA, DataOption, JsonOption, open_session, say, show
from homeroom.registry import classes, venues
from homeroom.registry.decisions import load
from homeroom.registry.model import Venue, VenueKind

app = typer.Typer(no_args_is_help=True)


@app.command("list")
def list_(data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """Every designated venue with its room."""
    session = open_session(data)
    with session.connect() as connection:
        found = load(connection, Venue).values()
    columns = ("id", "kind", "name", "room_id", "networks", "active")
    show(found, as_json, columns=None if as_json else columns)


@app.command()
def add(
    venue: Annotated[str, typer.Argument(help="An id for the venue, such as `chess-club`.")],
    kind: Annotated[VenueKind, typer.Option(help="What the venue is for.")],
    name: Annotated[str, typer.Option(help="The name that people see.")],
    room: Annotated[str | None, typer.Option(help="The room's id, if there is one.")] = None,
    school: Annotated[
        str | None, typer.Option(help="The school's id: whose hours and supervisors count.")
    ] = None,
    school_class: Annotated[
        str | None, typer.Option("--class", help="The class's id or title, if it has one.")
    ] = None,
    network: Annotated[list[str] | None, typer.Option(help="Outside networks allowed.")] = None,
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Designate a venue."""
    session = open_session(data)
    with session.connect() as connection:
        taught = classes.resolve(connection, school_class) if school_class else None
        made = Venue(
            id=venue,
            kind=kind,
            name=name,
            room_id=room,
            org=school or (taught.org if taught else None),
            class_id=taught.id if taught else None,
            networks=tuple(network or ()),
        )
        venues.add(connection, made, by=session.actor)
    say(f"{name} is a designated venue.")
