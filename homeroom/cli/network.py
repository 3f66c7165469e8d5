"""`homeroom network`: the networks that the district trusts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import typer

from homeroom.cli.session import DEFAULT_DATA, DataOption, JsonOption, open_session, say, show
from homeroom.policy.roles import Role
from homeroom.registry import networks, people
from homeroom.registry.decisions import load
from homeroom.registry.model import Network, NetworkKind

app = typer.Typer(no_args_is_help=True)
Day = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="A day; it is included itself.")
]


@app.command("list")
def list_(data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """Every trusted network with its ranges, dates, roles and people."""
    session = open_session(data)
    with session.connect() as connection:
        show(load(connection, Network).values(), as_json)


@app.command()
def add(
    network: Annotated[str, typer.Argument(help="An id, such as `main-building`.")],
    cidr: Annotated[list[str], typer.Option(help="A range, such as 10.20.0.0/16; repeatable.")],
    name: Annotated[str, typer.Option(help="The name that people see.")] = "",
    kind: Annotated[
        NetworkKind, typer.Option(help="school, vpn, proxy (the district's own), or field_trip.")
    ] = "school",
    role: Annotated[list[Role] | None, typer.Option(help="Only for this role; repeatable.")] = None,
    person: Annotated[
        list[str] | None,
        typer.Option(help="Only for this person (user id, roster id or name); repeatable."),
    ] = None,
    starts: Day = None,
    ends: Day = None,
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Trust a network, for everybody or for some, for ever or for some days."""
    session = open_session(data)
    with session.connect() as connection:
        made = Network(
            id=network,
            name=name or network,
            cidrs=tuple(cidr),
            roles=tuple(role or ()),
            people=tuple(people.resolve(connection, each).id for each in person or ()),
            kind=kind,
            starts=_day(starts),
            ends=_day(ends),
        )
        networks.add(connection, made, by=session.actor)
    say(f"{made.name} is trusted.")


@app.command()
def remove(
    network: Annotated[str, typer.Argument(help="The id of the network.")],
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Trust a network no longer. Whoever comes from it is judged as from anywhere else."""
    session = open_session(data)
    with session.connect() as connection:
        removed = networks.remove(connection, network, by=session.actor)
    say(f"{removed.name} is trusted no longer.")


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
