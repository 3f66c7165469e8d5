"""`homeroom retention`: what may go, what must stay, and destruction with its certificate."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from homeroom.cli import progress
from homeroom.cli.session import (
    DEFAULT_DATA,
    DataOption,
    JsonOption,
    Session,
    open_session,
    say,
    show,
    show_json,
)
from homeroom.disclosure.naming import names_of_rooms
from homeroom.registry import policies
from homeroom.retention import disposing, ordered, planning, plans, rewriting, schedule_file
from homeroom.retention.ordered import Order
from homeroom.retention.planning import Plan

app = typer.Typer(no_args_is_help=True)
PlanId = Annotated[int, typer.Argument(metavar="PLAN", min=0, help="The plan's number.")]
Report = Callable[[int, int], None]


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="A retention schedule.")],
    as_json: JsonOption = False,
) -> None:
    """Say what a schedule keeps, and what counsel must still look at; or which line is wrong."""
    schedule = schedule_file.load(file)
    rows = [
        {
            "rule": rule.id,
            "content": rule.content,
            "citation": rule.citation,
            "to_be_checked_by_counsel": rule.check,
        }
        for rule in schedule.rules
    ]
    show(rows, as_json)


@app.command()
def plan(
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Today, if it is left out.")
    ] = None,
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """What may go by the schedules, and what not and why. Nothing is destroyed by this.

    A plan that looks ahead, to a day after today, shows what will be due, and cannot be run.
    """
    session = open_session(data)
    settings = session.config.retention
    schedules = schedule_file.adopted(settings.schedules, session.data / "retention")
    with session.connect() as connection, progress.bar(as_json, "Planning") as report:
        today = policies.local_day(connection, datetime.now(UTC))
        day = until.date() if until else today
        made = planning.make(
            connection, schedules, settings, day, by=session.actor, progress=report
        )
        names = names_of_rooms(connection, {each.room for each in made.goes if each.room})
    if as_json:
        show_json(planning.plain(made))
    else:
        _show(made, names)


@app.command()
def run(plan_id: PlanId, data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """Destroy what a plan says, once two people have approved it in the portal.

    It can be stopped and run again. In a sandbox this command counts as both.
    """
    session = open_session(data)
    with session.steps() as connection:
        kind = plans.one(connection, plan_id).kind
        if session.config.sandbox:
            disposing.approve_in_sandbox(connection, plan_id, by=session.actor)
            connection.commit()
        with progress.bar(as_json, "Destroying") as report:
            done = disposing.run(connection, session.config, plan_id, progress=report)
    if kind == "order":
        _rewrite(session, as_json)
    _told(done, as_json)


@app.command()
def destroy(
    entries: Annotated[
        str, typer.Option(help="Entries of the log, as 12,15-20; 1/12: of an earlier epoch.")
    ],
    order: Annotated[str, typer.Option(help="The court, and the number of its order.")],
    counsel: Annotated[str, typer.Option(help="The counsel who has read the order.")],
    despite: Annotated[
        list[str] | None, typer.Option(help="A hold or request that counsel decided on.")
    ] = None,
    decision: Annotated[str, typer.Option(help="Counsel's decision on these.")] = "",
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """Plan the destruction that a court ordered. `retention run` carries it out, after two people.

    A hold or an open request stands against it, unless counsel decided otherwise.
    """
    session = open_session(data)
    wanted = Order(order=order, counsel=counsel, despite=tuple(despite or ()), decision=decision)
    with session.connect() as connection:
        made = ordered.propose(
            connection,
            session.config.retention,
            ordered.places(entries),
            wanted,
            by=session.actor,
        )
    if as_json:
        show_json({"id": made, "state": "waiting"})
    else:
        say(f"Plan {made}. Two people approve it in the portal; then `homeroom retention run`.")


@app.command("list")
def list_(data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """Every plan, with who approved it and how far it is."""
    session = open_session(data)
    with session.connect() as connection:
        found = plans.listed(connection)
    rows = [
        {
            "id": each.id,
            "made": each.at,
            "kind": each.kind,
            "until": str(each.until),
            "going": each.going,
            "state": each.state,
            "approved_by": list(each.approved_by),
            "gone": each.gone,
            "kept": each.kept,
        }
        for each in found
    ]
    show(rows, as_json)


@app.command()
def certificates(
    plan_id: Annotated[int | None, typer.Option("--plan", help="Those of one plan.")] = None,
    data: DataOption = DEFAULT_DATA,
    as_json: JsonOption = False,
) -> None:
    """The certificates of what was destroyed, each an entry of the log."""
    session = open_session(data)
    with session.connect() as connection:
        found = plans.certificates_of(connection, plan_id)
    rows = [{"certificate": each.name, "entry": each.entry, **each.said} for each in found]
    columns = ("certificate", "entry", "at", "count", "first", "last", "backups_gone")
    show(rows, as_json, columns=columns)


def _rewrite(session: Session, as_json: bool) -> None:
    with progress.bar(as_json, "Writing tables anew") as report:
        rewriting.rewrite(session.config, report)


def _told(done: disposing.Disposed, as_json: bool) -> None:
    if as_json:
        show_json(
            {
                "plan": done.plan,
                "gone": done.gone,
                "kept_by": dict(done.kept_by),
                "files": done.files,
                "certificates": done.certificates,
            }
        )
        return
    say(
        f"{done.gone} entries destroyed, {done.files} files. Certificates: {len(done.certificates)}"
    )
    for by, count in sorted(done.kept_by.items()):
        say(f"kept for {by}: {count}")


def _show(made: Plan, names: dict[str, str]) -> None:
    say(f"Plan {made.id}: {made.going} of {made.entries} entries may go, until {made.until}.")
    goes: list[dict[str, Any]] = [
        {
            "class": each.content,
            "room": names.get(each.room, each.room),
            "month": each.month,
            "entries": each.entries,
            "rule": each.rule,
        }
        for each in made.goes
    ]
    if goes:
        show(goes, as_json=False)
    kept = [
        {"kept because": each.why.replace("_", " "), "rule": each.rule, "entries": each.entries}
        for each in made.remains
    ]
    if kept:
        show(kept, as_json=False)
