"""`homeroom bridge`: what waits at the bridges, and why."""

from __future__ import annotations

from typing import Annotated

import typer
from sqlalchemy import text

from homeroom.cli.session import DEFAULT_DATA, DataOption, JsonOption, open_session, say, show
from homeroom.errors import InputError

app = typer.Typer(no_args_is_help=True)

HELD = text(
    'SELECT h.id, h.network, h.direction, i.conversation AS "from", h.state, h.code, h.reason, '
    "h.sent_at, h.tries FROM bridge.held AS h LEFT JOIN bridge.item AS i ON i.id = h.id "
    "ORDER BY h.added, h.id"
)


@app.command()
def quarantine(data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """Everything that was not delivered, with its reason. Nothing is ever dropped."""
    session = open_session(data)
    with session.connect() as connection:
        rows = [dict(row._mapping) for row in connection.execute(HELD)]
    show(rows, as_json)


@app.command()
def release(
    item: Annotated[int, typer.Argument(help="The id that `homeroom bridge quarantine` shows.")],
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Try to deliver an item again now; the rules judge it as if it had just arrived."""
    session = open_session(data)
    with session.connect() as connection:
        if not connection.scalar(text("SELECT bridge.release(:item)"), {"item": item}):
            raise InputError(f"item {item}: does not wait; see `homeroom bridge quarantine`")
    say(f"Item {item} is being tried again.")
