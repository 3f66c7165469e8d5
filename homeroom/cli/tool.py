"""`homeroom tool`: the register of approved software."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated

import typer

from homeroom.cli.session import DEFAULT_DATA, DataOption, JsonOption, open_session, say, show
from homeroom.errors import InputError
from homeroom.registry import policies, tools
from homeroom.registry.decisions import load
from homeroom.registry.model import Agreement, Tool

app = typer.Typer(no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="The tool's id, as `homeroom tool list` shows it.")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])]


@app.command("list")
def list_(data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """Every tool with its state and agreement."""
    session = open_session(data)
    with session.connect() as connection:
        found = load(connection, Tool)
        today = policies.local_day(connection, datetime.now(UTC))
    show([_row(tool, today) for tool in found.values()], as_json)


@app.command()
def add(
    tool: Name,
    name: Annotated[str, typer.Option(help="The name that people know it by.")],
    vendor: Annotated[str, typer.Option(help="Who provides it.")],
    purpose: Annotated[str, typer.Option(help="What the district uses it for.")] = "",
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Put a tool on the register; it is used only once it is approved."""
    session = open_session(data)
    with session.connect() as connection:
        made = Tool(id=tool, name=name, vendor=vendor, state="requested", purpose=purpose)
        tools.add(connection, made, by=session.actor)
    say(f"{tool} is on the register. Approve it: homeroom tool approve {tool} --agreement …")


@app.command()
def approve(
    tool: Name,
    agreement: Annotated[str, typer.Option(help="The agreement's reference.")] = "",
    starts: Day = None,
    ends: Day = None,
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Approve a tool under an agreement; without options, under the one it has."""
    session = open_session(data)
    with session.connect() as connection:
        terms = _agreement(agreement, starts, ends)
        tools.approve(connection, tool, by=session.actor, agreement=terms)
    say(f"{tool} is approved.")


@app.command()
def suspend(
    tool: Name,
    note: Annotated[str, typer.Option(help="Why; it is kept with the decision.")] = "",
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Suspend a tool: within 2 seconds nothing crosses to it any more."""
    session = open_session(data)
    with session.connect() as connection:
        tools.suspend(connection, tool, by=session.actor, note=note)
    say(f"{tool} is suspended. Undo: homeroom tool approve {tool}")


def _agreement(reference: str, starts: datetime | None, ends: datetime | None) -> Agreement | None:
    if not (reference or starts or ends):
        return None
    if not (reference and starts and ends):
        raise InputError("tool approve: an agreement needs --agreement, --starts and --ends")
    return Agreement(reference=reference, starts=starts.date(), ends=ends.date())


def _row(tool: Tool, today: date) -> dict[str, object]:
    terms = tool.agreement
    return {
        "id": tool.id,
        "name": tool.name,
        "vendor": tool.vendor,
        "state": tool.state,
        "agreement": terms.reference if terms else "",
        "ends": terms.ends.isoformat() if terms else "",
        "usable": tool.usable(today),
    }
