"""`homeroom hold`: legal holds."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from homeroom.archive import read
from homeroom.cli.session import DEFAULT_DATA, DataOption, JsonOption, open_session, show
from homeroom.registry.decisions import load
from homeroom.registry.model import Person
from homeroom.retention import holds, standing
from homeroom.retention.holds import Placed, Wanted

app = typer.Typer(no_args_is_help=True)
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"])]


@app.command()
def add(
    reason: Annotated[str, typer.Option(help="Who asked for the hold, and why.")],
    person: Annotated[str, typer.Option(help="User id, roster id or unambiguous name.")] = "",
    room: Annotated[str, typer.Option(help="A venue's id or name, or a room's id.")] = "",
    words: Annotated[str, typer.Option(help="What is found by these words.")] = "",
    since: Day = None,
    until: Day = None,
    name: Annotated[str, typer.Option(help="What the matter is called.")] = "",
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Hold records: none of them is disposed of until the hold is released.

    By a person, a room, words or days (UTC; the last is not included); several narrow it.
    """
    session = open_session(data)
    wanted = Wanted(person=person, room=room, words=words, since=_utc(since), until=_utc(until))
    with session.connect() as connection:
        made = holds.add(connection, wanted, reason, name=name, by=session.actor)
        _show(holds.placed(connection), load(connection, Person), as_json, only=made.id)


@app.command()
def release(
    hold_id: Annotated[str, typer.Argument(metavar="ID")],
    reason: Annotated[str, typer.Option(help="Why it ends, and who said so.")] = "",
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Release a hold; it stays in the record, and nothing is deleted by this."""
    session = open_session(data)
    with session.connect() as connection:
        released = holds.release(connection, hold_id, by=session.actor, reason=reason)
        _show(holds.placed(connection), load(connection, Person), as_json, only=released.id)


@app.command("list")
def list_(data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """Every hold, those in force first."""
    session = open_session(data)
    with session.connect() as connection:
        _show(holds.placed(connection), load(connection, Person), as_json)


@app.command()
def why(
    entry: Annotated[int, typer.Argument(min=0, help="An entry of the log.")],
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Which holds and open requests keep an entry."""
    session = open_session(data)
    with session.connect() as connection:
        head = read.head(connection)
        found = standing.against(connection, head.epoch if head else 1, entry)
    show([{"entry": entry, "kept_for": each} for each in found], as_json)


def _utc(given: datetime | None) -> datetime | None:
    return given.replace(tzinfo=UTC) if given else None


def _show(
    found: list[Placed], everybody: dict[str, Person], as_json: bool, only: str | None = None
) -> None:
    show([_row(each, everybody) for each in found if only in (None, each.hold.id)], as_json)


def _row(placed: Placed, everybody: dict[str, Person]) -> dict[str, Any]:
    hold, person = placed.hold, everybody.get(placed.hold.person)
    return {
        "id": hold.id,
        "person": hold.person,
        "name": person.name if person else "",
        "reason": hold.reason,
        "state": "in force" if hold.active else "released",
        "matter": hold.name,
        "room": hold.room,
        "words": hold.words,
        "since": hold.since,
        "until": hold.until,
        "placed": placed.at,
        "by": placed.by,
        "released": placed.released_at,
    }
