"""`homeroom hold`: legal holds on a person's records."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from homeroom.cli.session import DEFAULT_DATA, DataOption, JsonOption, open_session, show
from homeroom.registry import holds, people
from homeroom.registry.decisions import load
from homeroom.registry.model import Hold, Person

app = typer.Typer(no_args_is_help=True)


@app.command()
def add(
    person: Annotated[str, typer.Option(help="User id, roster id or unambiguous name.")],
    reason: Annotated[str, typer.Option(help="The matter, and who asked for the hold.")],
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Hold a person's records: nothing of them is disposed of until the hold is released."""
    session = open_session(data)
    with session.connect() as connection:
        held = people.resolve(connection, person)
        made = holds.add(connection, held, reason, by=session.actor)
    show([_row(made, held)], as_json)


@app.command()
def release(
    hold_id: Annotated[str, typer.Argument(metavar="ID")],
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Release a hold; it stays in the record."""
    session = open_session(data)
    with session.connect() as connection:
        released = holds.release(connection, hold_id, by=session.actor)
        everybody = load(connection, Person)
    show([_row(released, everybody.get(released.person))], as_json)


@app.command("list")
def list_(data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """Every hold, those in force first."""
    session = open_session(data)
    with session.connect() as connection:
        found, everybody = load(connection, Hold), load(connection, Person)
    ordered = sorted(found.values(), key=lambda hold: (not hold.active, hold.id))
    show([_row(hold, everybody.get(hold.person)) for hold in ordered], as_json)


def _row(hold: Hold, person: Person | None) -> dict[str, Any]:
    return {
        "id": hold.id,
        "person": hold.person,
        "name": person.name if person else "",
        "reason": hold.reason,
        "state": "in force" if hold.active else "released",
    }
