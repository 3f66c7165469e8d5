"""`homeroom order`: court orders. They act for everybody; what they say, the portal shows counsel.

Whoever runs this command on the district's machine is not known to be counsel, so that it records
and lifts orders, and lists only that they are there.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from homeroom.cli.session import DEFAULT_DATA, DataOption, JsonOption, open_session, say, show
from homeroom.errors import InputError
from homeroom.registry import orders, people, policies
from homeroom.registry.decisions import load
from homeroom.registry.model import Bar, CourtOrder, Person

app = typer.Typer(no_args_is_help=True)
Day = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="A day; it is included itself.")
]


@app.command("list")
def list_(data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """That there are orders; what they say stands in the portal, for counsel."""
    session = open_session(data)
    with session.connect() as connection:
        found, everybody = load(connection, CourtOrder), load(connection, Person)
        today = policies.local_day(connection, datetime.now(UTC))
    show(
        [
            {
                "id": order.id,
                "student": everybody[order.student].name,
                "order": "restricted",
                "in_force": order.in_force(today),
            }
            for order in found.values()
            if order.student in everybody
        ],
        as_json,
    )


@app.command()
def add(
    guardian: Annotated[str, typer.Option(help="Who is barred: user id, roster id or name.")],
    student: Annotated[str, typer.Option(help="From whom: user id, roster id or name.")],
    reference: Annotated[str, typer.Option(help="Court, case and date.")],
    bars: Annotated[
        list[str] | None, typer.Option(help="contact, consent, access; repeatable; else all.")
    ] = None,
    starts: Day = None,
    ends: Day = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check it, and record nothing.")
    ] = False,
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Record an order: within 2 seconds the guardian is out of rooms, bridges and notices."""
    session = open_session(data)
    with session.connect() as connection, connection.begin_nested() as attempt:
        today = policies.local_day(connection, datetime.now(UTC))
        made = CourtOrder(
            id=orders.new_id(),
            guardian=people.resolve(connection, guardian).id,
            student=people.resolve(connection, student).id,
            bars=_bars(bars),
            starts=starts.date() if starts else today,
            ends=ends.date() if ends else None,
            reference=reference.strip(),
        )
        orders.add(connection, made, by=session.actor)
        if dry_run:
            attempt.rollback()
    if as_json:
        show([{"id": made.id}], as_json)
    elif dry_run:
        say("The order could be recorded so. Nothing was recorded.")
    else:
        say(f"Order {made.id} is recorded, from {made.starts}.")


def _bars(given: list[str] | None) -> tuple[Bar, ...]:
    """What is given, each once; everything where nothing is."""
    for bar in given or ():
        if bar not in orders.EVERYTHING:
            raise InputError(f"order: --bars {bar}: one of {', '.join(orders.EVERYTHING)}")
    return tuple(bar for bar in orders.EVERYTHING if not given or bar in given)


@app.command()
def end(
    order: Annotated[str, typer.Argument(help="The id that `homeroom order list` shows.")],
    last_day: Day = None,
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Set an order's last day; without one it is lifted at once."""
    session = open_session(data)
    with session.connect() as connection:
        orders.end(connection, order, last_day.date() if last_day else None, by=session.actor)
    say(f"Order {order} " + (f"ends with {last_day.date()}." if last_day else "is lifted."))
