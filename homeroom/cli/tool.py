"""`homeroom tool`: the register of approved software."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

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
from homeroom.registry import agreement_files, policies, tools
from homeroom.registry.decisions import encode, load
from homeroom.registry.model import Agreement, CoppaBasis, Marks, Tool, ToolKind

app = typer.Typer(no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="The tool's id, as `homeroom tool list` shows it.")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])]
Namespace = Annotated[
    str, typer.Option(help="Of a bridge: how its accounts begin; _ID_ if not given.")
]
Accounts = Annotated[
    list[str] | None, typer.Option("--account", help="Of a bot: a localpart, as quizbot or quiz-*.")
]
Hosts = Annotated[
    list[str] | None,
    typer.Option("--host", help="Of a widget or links: a host, as board.example."),
]
Clients = Annotated[
    list[str] | None, typer.Option("--client", help="Of a client: how its name begins, as Element.")
]


@app.command("list")
def list_(data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """Every tool with its state and agreement."""
    session = open_session(data)
    with session.connect() as connection:
        found = load(connection, Tool)
        today = policies.local_day(connection, datetime.now(UTC))
    show([_row(tool, today) for tool in found.values()], as_json)


@app.command("show")
def show_(tool: Name, data: DataOption = DEFAULT_DATA) -> None:
    """All that the register knows of a tool, as JSON."""
    session = open_session(data)
    with session.connect() as connection:
        show_json(encode(tools.get(connection, tool)))


@app.command()
def add(
    tool: Name,
    name: Annotated[str, typer.Option(help="The name that people know it by.")],
    vendor: Annotated[str, typer.Option(help="Who provides it.")],
    purpose: Annotated[str, typer.Option(help="What the district uses it for.")] = "",
    kind: Annotated[ToolKind, typer.Option(help="What it is on the homeserver.")] = "bridge",
    namespace: Namespace = "",
    account: Accounts = None,
    host: Hosts = None,
    client: Clients = None,
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Put a tool on the register; it is used only once it is approved."""
    session = open_session(data)
    with session.connect() as connection:
        made = Tool(
            id=tool,
            name=name,
            vendor=vendor,
            state="requested",
            purpose=purpose,
            kind=kind,
            marks=_marks(namespace, account, host, client),
        )
        tools.add(connection, made, by=session.actor)
    say(f"{tool} is on the register. Approve it: homeroom tool approve {tool} --agreement …")


@app.command()
def describe(
    tool: Name,
    purpose: Annotated[
        str | None, typer.Option(help="Another purpose needs new consents from everybody.")
    ] = None,
    namespace: Namespace = "",
    account: Accounts = None,
    host: Hosts = None,
    client: Clients = None,
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Change what a tool is for, or by what it is known: the marks given replace all others."""
    session = open_session(data)
    marks = _marks(namespace, account, host, client)
    with session.connect() as connection:
        given = None if marks == Marks() else marks
        tools.describe(connection, tool, purpose=purpose, given=given, by=session.actor)
    say(f"{tool} is described anew.")


@app.command()
def approve(
    tool: Name,
    agreement: Annotated[str, typer.Option(help="The agreement's reference.")] = "",
    starts: Day = None,
    ends: Day = None,
    document: Annotated[
        Path | None, typer.Option(help="The signed agreement; the data folder keeps a copy.")
    ] = None,
    data_element: Annotated[
        list[str] | None, typer.Option(help="What of a student the vendor gets; repeatable.")
    ] = None,
    grade: Annotated[
        list[str] | None, typer.Option(help="Only this grade, as in the roster; repeatable.")
    ] = None,
    school: Annotated[
        list[str] | None, typer.Option(help="Only this school, by its roster id; repeatable.")
    ] = None,
    coppa: Annotated[
        CoppaBasis | None,
        typer.Option(help="Who consents for children under 13; none: no children."),
    ] = None,
    education_only: Annotated[
        bool | None, typer.Option(help="The vendor uses what it gets for the school alone.")
    ] = None,
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Approve a tool under an agreement, or renew it; without options, under the one it has.

    What is not given stays as the present agreement has it; '' stands for all grades or schools.
    """
    session = open_session(data)
    given = {
        "data_elements": _listed(data_element),
        "grades": _listed(grade),
        "schools": _listed(school),
        "coppa": coppa,
        "education_only": education_only,
    }
    changes: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    with session.connect() as connection:
        present = tools.get(connection, tool).agreement
        terms = _agreement(present, agreement, starts, ends)
        if terms is None and (changes or document):
            raise InputError("tool approve: an agreement needs --agreement, --starts and --ends")
        if terms is not None:
            if document:
                changes["document"] = agreement_files.keep_file(session.data, document)
            terms = replace(terms, **changes)
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


def _marks(
    namespace: str, account: list[str] | None, host: list[str] | None, client: list[str] | None
) -> Marks:
    return Marks(
        namespace=namespace,
        accounts=tuple(account or ()),
        hosts=tuple(host or ()),
        clients=tuple(client or ()),
    )


def _agreement(
    present: Agreement | None, reference: str, starts: datetime | None, ends: datetime | None
) -> Agreement | None:
    """The agreement that is named, on the terms of the present one; None where none is named."""
    if not (reference or starts or ends):
        return None
    if not (reference and starts and ends):
        raise InputError("tool approve: an agreement needs --agreement, --starts and --ends")
    named = Agreement(reference=reference, starts=starts.date(), ends=ends.date())
    if present is None:
        return named
    return replace(
        present,
        reference=named.reference,
        starts=named.starts,
        ends=named.ends,
        document=None,
    )


def _listed(given: list[str] | None) -> tuple[str, ...] | None:
    return None if given is None else tuple(each for each in given if each.strip())


def _row(tool: Tool, today: date) -> dict[str, object]:
    terms = tool.agreement
    return {
        "id": tool.id,
        "name": tool.name,
        "kind": tool.kind,
        "vendor": tool.vendor,
        "state": tool.state,
        "agreement": terms.reference if terms else "",
        "ends": terms.ends.isoformat() if terms else "",
        "usable": tool.usable(today),
    }
