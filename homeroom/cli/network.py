"""`homeroom network`: the networks that the district trusts."""

from __future__ import annotations

from typing import Annotated

import typer

from homeroom.cli.session import DEFAULT_DATA, DataOption, JsonOption, open_session, say, show
from homeroom.policy.roles import Role
from homeroom.registry import networks
from homeroom.registry.decisions import load
from homeroom.registry.model import Network

app = typer.Typer(no_args_is_help=True)


@app.command("list")
def list_(data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """Every trusted network with its ranges and roles."""
    session = open_session(data)
    with session.connect() as connection:
        show(load(connection, Network).values(), as_json)


@app.command()
def add(
    network: Annotated[str, typer.Argument(help="An id, such as `main-building`.")],
    cidr: Annotated[list[str], typer.Option(help="A range, such as 10.20.0.0/16; repeatable.")],
    name: Annotated[str, typer.Option(help="The name that people see.")] = "",
    role: Annotated[list[Role] | None, typer.Option(help="Only for this role; repeatable.")] = None,
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Trust a network, for everybody or for some roles."""
    session = open_session(data)
    made = Network(id=network, name=name or network, cidrs=tuple(cidr), roles=tuple(role or ()))
    with session.connect() as connection:
        networks.add(connection, made, by=session.actor)
    say(f"{made.name} is trusted.")
