"""`homeroom decision`: a verdict, explained from its record alone."""

from __future__ import annotations

import dataclasses
from typing import Annotated

import typer

from homeroom.archive import explaining, read
from homeroom.archive.explaining import Explanation, Why
from homeroom.cli.session import (
    DEFAULT_DATA,
    DataOption,
    JsonOption,
    open_session,
    say,
    show_json,
)
from homeroom.errors import InputError

app = typer.Typer(no_args_is_help=True)


@app.callback()
def decision() -> None:
    """Verdicts other than "allowed": each is an entry of the record."""


@app.command()
def explain(
    which: Annotated[str, typer.Argument(metavar="ENTRY|KEY", help="Entry number, or event id.")],
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Why: rule, clause as it stood, agreements and consents then, and what the sender was told.

    Of an event that was let through: the policy, agreements and consents in force when it came.
    """
    with open_session(data).connect() as connection:
        if which.isdigit():
            entry = read.entry(connection, int(which))
            found = explaining.of_entry(connection, entry) if entry else None
        else:
            found = explaining.of_key(connection, which)
    if found is None:
        raise InputError(
            f"decision {which}: is no decision or event of the record, or its content was disposed "
            "of; find one with `homeroom archive search`"
        )
    if as_json:
        show_json(dataclasses.asdict(found))
    else:
        _show(found)


def _show(found: Explanation) -> None:
    where = f"entry {found.entry}" if found.entry is not None else "not sealed yet"
    say(f"{found.verdict}: {found.sender} in {found.room_id or 'no room'} ({where})")
    say(f"policy version {found.policy_version}, registry at {found.registry_seq}")
    for title, reasons in (("because of", found.reasons), ("flagged", found.flags)):
        for why in reasons:
            _say_why(title, why)
    for standing in found.standings:
        state = "usable" if standing.usable else "not usable"
        covered = ", ".join(f"{c.id} ({c.state})" for c in standing.consents) or "none"
        say(f"\n{standing.tool}: {state}, agreement {standing.agreement or 'none'}")
        say(f"  consents recorded for the room's students: {covered}")
    if found.verdict == "allow":
        return
    say(f"\nThe sender was answered: {found.told or 'nothing, it was delivered'}")
    say(f"and told by a notice: {found.notice or 'nothing'}")


def _say_why(title: str, why: Why) -> None:
    say(f"\n{title} `{why.rule}` ({why.clause or 'built in'}): {why.words['en']}")
    if why.passage:
        say("  " + why.passage.replace("\n", "\n  "))
