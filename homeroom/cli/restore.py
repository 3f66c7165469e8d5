"""`homeroom restore`: bring a Homeroom back from its backups, and say what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from homeroom.backup import recovery_key, repository, restoring
from homeroom.backup.checking import Checked, check
from homeroom.backup.place import KEY
from homeroom.backup.restoring import Plan
from homeroom.cli.session import DEFAULT_DATA, DataOption, say

Moment = Annotated[
    datetime | None,
    typer.Option(
        "--to",
        formats=["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%d %H:%M:%S"],
        help="As it was then (UTC). Else as late as there is.",
    ),
]


def restore(
    source: Annotated[Path, typer.Option("--from", help="The folder of the backups.")],
    key: Annotated[Path, typer.Option(help="The copy of the recovery key, from the safe.")],
    to: Moment = None,
    against: Annotated[
        Path | None, typer.Option(help="The newest checkpoint that somebody outside holds.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would come.")] = False,
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Bring everything back into an empty data folder, compare, verify, and name what is missing.

    Exit status 1 if anything is missing or wrong. Afterwards start it with `homeroom up`.
    """
    until = to.replace(tzinfo=UTC) if to else None
    opens = recovery_key.load(key)
    held = repository.open_repository(source, opens)
    found = restoring.plan(held, until, datetime.now(UTC))
    _describe(found)
    if dry_run:
        restoring.check_empty(data)
        return
    with _bars() as progress:
        config = restoring.restore(held, found, data.absolute(), progress)
    recovery_key.write(config.data / KEY, opens)  # Its backups go on under the same key.
    checked = check(config, against.read_text(encoding="utf-8") if against else None)
    _tell(checked)
    say(f"Start it with `homeroom up --data {data}`.")
    if not checked.whole:
        raise typer.Exit(1)


def _describe(found: Plan) -> None:
    until = f"{found.until:%Y-%m-%d %H:%M:%S} UTC" if found.until else "the last that there is"
    say(
        f"The backup of {found.base.began:%Y-%m-%d %H:%M:%S} UTC, played up to {until}: "
        f"{len(found.listing)} files, {len(found.wal)} segments, {found.bytes} bytes."
    )


def _tell(checked: Checked) -> None:
    if checked.missing:
        say(f"MISSING: {checked.missing}. What no checkpoint covered yet may be missing, too.")
        say("It is on record, as the first entry of the log's next epoch.")
    say(f"{checked.entries} entries verified; {checked.events} events of the homeserver compared.")
    for finding in checked.findings:
        say(finding)
    if checked.whole:
        say("Nothing is missing that a checkpoint covers, and all is as it was sealed.")


@contextmanager
def _bars() -> Iterator[restoring.Progress]:
    """A bar for each part, on standard error; nothing for scripts."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as bars:
        known = {name: bars.add_task(name, total=None) for name in ("files", "log")}
        yield lambda name, done, total: bars.update(known[name], completed=done, total=total)
