"""`homeroom notice`: what must be said now, who was not reached, and the look at it afterwards."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from homeroom.cli.session import (
    DEFAULT_DATA,
    DataOption,
    JsonOption,
    open_session,
    say,
    show,
    show_json,
)
from homeroom.errors import InputError
from homeroom.registry import classes, people, urgent
from homeroom.registry.decisions import find, load
from homeroom.registry.model import Person, SchoolClass, UrgentNotice
from homeroom.steward import urgent as sending
from homeroom.steward.homeserver import Homeserver

app = typer.Typer(no_args_is_help=True)
Notice = Annotated[str, typer.Argument(help="The id that `homeroom notice list` shows.")]


@app.command("urgent")
def send(
    school_class: Annotated[str, typer.Option("--class", help="The class's id or title.")],
    text_file: Annotated[Path, typer.Option(help="A UTF-8 file with the words of the notice.")],
    sender: Annotated[
        str, typer.Option("--from", help="The principal, or a teacher of the class.")
    ],
    reason: Annotated[str, typer.Option(help="Why it cannot wait; it stands in the record.")],
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Send an urgent notice to a class and its families, at any hour. It is reviewed afterwards."""
    session, text = open_session(data), _text(text_file)
    with session.connect() as connection, Homeserver(session.config) as homeserver:
        made = sending.send(
            homeserver,
            connection,
            people.resolve(connection, sender),
            classes.resolve(connection, school_class),
            text,
            reason,
            datetime.now(UTC),
            by=session.actor,
        )
        found = sending.reach(homeserver, connection, made)
    if as_json:
        show_json({"id": made.id, "postings": made.postings, "recipients": found})
        return
    say(f"Notice {made.id} is in {sum(p.event_id is not None for p in made.postings)} room(s).")
    show([one for one in found if one.reached == "not_reached"], False)


@app.command()
def reached(notice: Notice, data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """How far a notice got, who was not reached first."""
    session = open_session(data)
    with session.connect() as connection, Homeserver(session.config) as homeserver:
        made = find(connection, UrgentNotice, notice)
        if made is None:
            raise InputError(f"urgent notice {notice}: unknown; see `homeroom notice list`")
        found = sending.reach(homeserver, connection, made)
    show(found, as_json)


@app.command()
def review(
    notice: Notice,
    text: Annotated[str, typer.Option(help="What you think of it.")],
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Note that somebody looked at a notice, and what they think of it."""
    session = open_session(data)
    with session.connect() as connection:
        urgent.review(connection, notice, text, by=session.actor)
    say(f"Notice {notice} is reviewed.")


@app.command("list")
def list_(data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """All urgent notices, those first that nobody has looked at."""
    session = open_session(data)
    with session.connect() as connection:
        found = load(connection, UrgentNotice).values()
        everybody, known = load(connection, Person), load(connection, SchoolClass)
    rows = [
        {
            "id": one.id,
            "at": one.at.isoformat(),
            "class": known[one.class_id].title if one.class_id in known else one.place,
            "sender": everybody[one.sender].name,
            "reason": one.reason,
            "rooms": sum(posting.event_id is not None for posting in one.postings),
            "reviewed_by": one.reviewed_by,
        }
        for one in sorted(found, key=lambda one: (bool(one.reviewed_by), one.at))
    ]
    show(rows, as_json)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise InputError(f"{file}: cannot be read as UTF-8 text; give a text file") from None
