"""`homeroom supervision`: each school's pool of adults who watch over one-to-one talk."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer
from sqlalchemy import Connection

from homeroom.cli.session import DEFAULT_DATA, DataOption, JsonOption, open_session, show
from homeroom.registry import people, policies, supervision
from homeroom.registry.decisions import load
from homeroom.registry.model import Person, SupervisionPool

app = typer.Typer(no_args_is_help=True)
School = Annotated[str, typer.Argument(help="The school's id in the roster.")]
Day = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Included.")]


@app.command()
def form(
    school: School,
    members: Annotated[list[str], typer.Argument(help="Two at least: names or ids.")],
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Set who watches over one-to-one talk there, in place of who did; deputies stay."""
    session = open_session(data)
    with session.connect() as connection:
        found = [people.resolve(connection, name) for name in members]
        pool = supervision.form(connection, school, found, by=session.actor)
        rows = _rows(connection, [pool])
    show(rows, as_json)


@app.command()
def deputy(
    school: School,
    person: Annotated[str, typer.Option(help="User id, roster id or unambiguous name.")],
    starts: Day,
    ends: Day,
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Have somebody stand in on some days."""
    session = open_session(data)
    with session.connect() as connection:
        found = people.resolve(connection, person)
        pool = supervision.deputise(
            connection, school, found, starts.date(), ends.date(), by=session.actor
        )
        rows = _rows(connection, [pool])
    show(rows, as_json)


@app.command("list")
def list_(data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """Who is in each pool, and who of them counts today."""
    session = open_session(data)
    with session.connect() as connection:
        rows = _rows(connection, list(load(connection, SupervisionPool).values()))
    show(rows, as_json)


def _rows(connection: Connection, pools: list[SupervisionPool]) -> list[dict[str, object]]:
    everybody = load(connection, Person)
    today = policies.local_day(connection, datetime.now(UTC))
    return [
        {
            "school": pool.org,
            "person": everybody[member.person].name,
            "deputy": member.deputy,
            "starts": str(member.starts or ""),
            "ends": str(member.ends or ""),
            "counts_today": member.in_force(today) and everybody[member.person].active,
        }
        for pool in pools
        for member in pool.members
    ]
