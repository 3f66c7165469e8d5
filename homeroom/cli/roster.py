"""`homeroom roster`: the people and classes of the district."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from homeroom.cli.session import DEFAULT_DATA, DataOption, JsonOption, open_session, say, show
from homeroom.cli.session import show_json as print_json
from homeroom.importers.apply import apply, plan_folder
from homeroom.importers.oneroster.tables import FILES
from homeroom.importers.plan import Action, Change, Plan
from homeroom.importers.problems import MOST_SHOWN, Problem
from homeroom.importers.progress import Step
from homeroom.registry import policies
from homeroom.registry.model import Venue

app = typer.Typer(no_args_is_help=True)

MOST_EXAMPLES = 5
ACTIONS: tuple[Action, ...] = ("add", "change", "end")
STEPS = (*(f"reading {name}" for name in FILES), "comparing", "recording")
ROOMS: dict[Action, str] = {
    "add": "Rooms and spaces to be made",
    "change": "Rooms and spaces to be renamed or moved",
    "end": "Rooms and spaces to be closed",
}
SUBJECTS = {
    "org": "schools and districts",
    "school_year": "school years",
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
    """Import a OneRoster 1.1 or 1.2 CSV folder, whole files or changes: all of it or nothing."""
    session = open_session(data)
    with session.connect() as connection, watched(shown=not as_json) as step:
        today = policies.local_day(connection, datetime.now(UTC))
        made = plan_folder(
            connection, folder, server_name=session.config.server_name, today=today, step=step
        )
        if not dry_run:
            apply(connection, made, by=session.actor, confirmed=confirm, step=step)
    if as_json:
        notices = {"notices": [str(notice) for notice in made.notices]}
        print_json(as_plain(made.plan, dry_run=dry_run) | notices)
    else:
        _tell_notices(made.notices)
        _tell(made.plan, dry_run=dry_run)


@contextmanager
def watched(*, shown: bool) -> Iterator[Step]:
    """Shows each step while it lasts, where somebody watches: on a terminal, not in a script."""
    console = Console(stderr=True)
    columns = (SpinnerColumn(), BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not shown) as progress:
        task = progress.add_task("reading", total=len(STEPS))

        def step(name: str) -> None:
            done = STEPS.index(name) if name in STEPS else None
            progress.update(task, description=name, completed=done)

        yield step


def as_plain(made: Plan, *, dry_run: bool) -> dict[str, object]:
    """A plan for scripts."""
    return {
        "dry_run": dry_run,
        "counts": _rows(made.counts()),
        "leaving": dict(made.leaving),
        "locked": [person.user_id for person in made.locked()],
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
        show(_with_examples(made), False)
        _tell_rooms(made)
    else:
        show(_rows(made.counts()), False)
    locked = [person.name for person in made.locked()]
    if locked:
        say(f"Accounts to be locked: {_few(locked)}.")
    for org, share in made.leaving.items():
        say(f"{org}: {share:.1%} of its people leave.")
    say("Nothing was written (--dry-run)." if dry_run else "Imported.")


def _tell_notices(notices: Sequence[Problem]) -> None:
    for notice in notices[:MOST_SHOWN]:
        say(str(notice))
    if len(notices) > MOST_SHOWN:
        say(f"… and {len(notices) - MOST_SHOWN} more like these.")


def _with_examples(made: Plan) -> list[dict[str, object]]:
    """How many of each kind, and the first of them by name."""
    return [
        {
            "what": label,
            "action": action,
            "count": len(found),
            "examples": _few([_example(change) for change in found]),
        }
        for subject, label in SUBJECTS.items()
        for action in ACTIONS
        if (found := made.of(subject, action))
    ]


def _example(change: Change) -> str:
    return f"{change.label} ({', '.join(change.fields)})" if change.fields else change.label


def _tell_rooms(made: Plan) -> None:
    for action, words in ROOMS.items():
        if found := made.of(Venue.SUBJECT, action):
            say(f"{words}: {_few([change.label for change in found])}.")


def _few(names: list[str]) -> str:
    rest = len(names) - MOST_EXAMPLES
    shown = ", ".join(names[:MOST_EXAMPLES])
    return f"{shown} and {rest} more" if rest > 0 else shown
