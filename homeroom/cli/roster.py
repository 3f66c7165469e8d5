"""`homeroom roster`: the people and classes of the district."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from homeroom.cli.session import DEFAULT_DATA, DataOption, JsonOption, open_session, say, show
from homeroom.cli.session import show_json as print_json
from homeroom.importers.apply import apply, plan_folder
from homeroom.importers.plan import Action, Plan
from homeroom.registry import policies

app = typer.Typer(no_args_is_help=True)

MOST_ROWS = 50
SUBJECTS = {
    "org": "schools and districts",
    "class": "classes",
    "person": "people",
    "guardianship": "guardianships",
    "enrollment": "seats in classes",
    "venue": "rooms and spaces",
}


@app.callback()
def roster() -> None:
    """The people and classes of the district."""


@app.command("import")
def import_(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of OneRoster files.")],
    dry_run: Annotated[bool, typer.Option(help="Show what would change, change nothing.")] = False,
    confirm: Annotated[bool, typer.Option(help="Import even if many people leave.")] = False,
    as_json: JsonOption = False,
    data: DataOption = DEFAULT_DATA,
) -> None:
    """Import a OneRoster 1.1 or 1.2 CSV folder: only differences are recorded, all or none."""
    session = open_session(data)
    with session.connect() as connection:
        today = policies.local_day(connection, datetime.now(UTC))
        made = plan_folder(connection, folder, server_name=session.config.server_name, today=today)
        if not dry_run:
            apply(connection, made, by=session.actor, confirmed=confirm)
    if as_json:
        print_json(as_plain(made, dry_run=dry_run))
    else:
        _tell(made, dry_run=dry_run)


def as_plain(made: Plan, *, dry_run: bool) -> dict[str, object]:
    """A plan for scripts."""
    return {
        "dry_run": dry_run,
        "counts": _rows(made.counts()),
        "leaving": dict(made.leaving),
        "changes": [
            {
                "subject": change.state.SUBJECT,
                "action": change.action,
                "name": change.label,
                "fields": list(change.fields),
            }
            for change in made.changes
        ],
    }


def _rows(counts: Counter[tuple[str, Action]]) -> list[dict[str, object]]:
    return [
        {
            "what": label,
            "add": counts[subject, "add"],
            "change": counts[subject, "change"],
            "end": counts[subject, "end"],
        }
        for subject, label in SUBJECTS.items()
    ]


def _tell(made: Plan, *, dry_run: bool) -> None:
    if not made.changes:
        say("Nothing differs from the registry; nothing was written.")
        return
    if dry_run:
        _list(made)
    show(_rows(made.counts()), False)
    for org, share in made.leaving.items():
        say(f"{org}: {share:.1%} of its people leave.")
    say("Nothing was written (--dry-run)." if dry_run else "Imported.")


def _list(made: Plan) -> None:
    rows = [
        {
            "what": change.state.SUBJECT,
            "action": change.action,
            "name": change.label,
            "fields": change.fields,
        }
        for change in made.changes[:MOST_ROWS]
    ]
    show(rows, False)
    if len(made.changes) > MOST_ROWS:
        say(f"… and {len(made.changes) - MOST_ROWS} more; all of them with --json.")
