"""`homeroom up`, `down` and `status`: everything on one machine, for trying it and for tests."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from homeroom.cli.session import DEFAULT_DATA, DataOption, JsonOption, say, show, show_json
from homeroom.config import load
from homeroom.sandbox import endpoints, instance
from homeroom.sandbox.condition import Condition, condition
from homeroom.sandbox.detach import start_detached
from homeroom.sandbox.display import Display, summary
from homeroom.sandbox.ports import DEFAULT_BASE, from_base
from homeroom.sandbox.service import Status
from homeroom.sandbox.start import Options, check, run
from homeroom.steward.alarm_words import WORDS

PortBase = Annotated[int, typer.Option(help="The first of eight ports in a row, on 127.0.0.1.")]
Detach = Annotated[bool, typer.Option("--detach", help="Return once everything is up.")]
NoDemo = Annotated[bool, typer.Option("--no-demo", help="Leave the registry empty.")]
Database = Annotated[
    str | None,
    typer.Option(
        envvar="HOMEROOM_DATABASE",
        help="A PostgreSQL server to use instead of a private one: its superuser's DSN.",
    ),
]


def up(
    data: DataOption = DEFAULT_DATA,
    port_base: PortBase = DEFAULT_BASE,
    detach: Detach = False,
    no_demo: NoDemo = False,
    database: Database = None,
) -> None:
    """Start everything here: database, homeserver, archive, portal, bridges."""
    options = Options(
        data=data.absolute(), ports=from_base(port_base), demo=not no_demo, dsn=database
    )
    check(options)
    with Display(Console(stderr=True)) as display:
        if detach:
            start_detached(options, display.show)
            display.done()
            _summarise(options.data)
            say(f"\n`make down`, or `homeroom down --data {data}`, stops everything.")
        else:
            _stay(options, display)


def down(data: DataOption = DEFAULT_DATA) -> None:
    """Stop everything that runs in the data folder, and wait for it."""
    if instance.stop(data):
        say(f"Homeroom in {data} has stopped.")
    else:
        say(f"Nothing runs in {data}.")


def status(data: DataOption = DEFAULT_DATA, as_json: JsonOption = False) -> None:
    """Which processes run, where, and what is wrong. Exit status 1 unless all are up and well."""
    found = instance.read_status(data)
    record = condition(load(data)) if found["running"] else None
    if as_json:
        show_json({**found, "record": dataclasses.asdict(record) if record else None})
    elif record is not None:
        show(found["processes"], as_json=False)
        _say_condition(record)
    else:
        say(f"Nothing runs in {data}.")
    if not found["ready"] or (record is not None and record.wrong):
        raise typer.Exit(1)


def _say_condition(record: Condition) -> None:
    """What waits, and what is wrong, with the words that IT gets of it."""
    if record.pending is not None:
        say(f"{record.pending} rows and {record.media_pending} files wait to be archived.")
    if record.media_problem:
        say(f"A file cannot be kept: {record.media_problem}")
    words = {str(fault): said["en"] for fault, said in WORDS.items()}
    for fault in record.wrong:
        say(f"WRONG: {words.get(fault, fault)}")


def _stay(options: Options, display: Display) -> None:
    """In the foreground: Ctrl-C ends all, in reverse order."""

    def changed(statuses: Sequence[Status]) -> None:
        display.show([(status.title, status.state) for status in statuses])

    def ready() -> None:
        display.done()
        _summarise(options.data)
        say("\nCtrl-C stops everything.")

    run(options, holding=instance.only_one(options.data), changed=changed, ready=ready)


def _summarise(data: Path) -> None:
    seconds = instance.read_status(data)["ready_after_seconds"]
    for line in summary(endpoints.read(data), seconds=seconds):
        say(line)
