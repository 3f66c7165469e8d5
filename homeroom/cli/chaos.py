"""`homeroom chaos`: kill -9 again and again under load; is all that was acknowledged kept?"""

from __future__ import annotations

import dataclasses
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from homeroom.cli.session import JsonOption, say, show, show_json
from homeroom.sandbox.chaos.judging import Judgement
from homeroom.sandbox.chaos.killing import Done
from homeroom.sandbox.chaos.plan import plan
from homeroom.sandbox.chaos.run import Outcome, run


def chaos(
    kills: Annotated[int, typer.Option(min=1, help="How many processes to kill.")] = 100,
    seed: Annotated[int, typer.Option(help="The same seed kills in the same order.")] = 1,
    clients: Annotated[int, typer.Option(min=1, help="How many people talk.")] = 12,
    data: Annotated[Path, typer.Option(help="A folder to make; removed if all is well.")] = Path(
        ".homeroom-chaos"
    ),
    port_base: Annotated[int, typer.Option(help="The first of its ports.")] = 18_400,
    as_json: JsonOption = False,
) -> None:
    """Kill processes of a district of its own while people talk. Exit status 1 if any is lost."""
    outcome = run(data, plan(seed, kills), clients=clients, port_base=port_base, told=_told)
    if as_json:
        show_json(_plain(outcome))
    else:
        _print(outcome)
    if not outcome.holds:
        raise typer.Exit(1)


def _told(number: int, done: Done) -> None:
    missed = "" if done.reached else ", NOT REACHED"
    sys.stderr.write(
        f"{number}: {done.kill.target.value} {done.kill.moment.value}{missed}: "
        f"well again after {done.seconds:.1f} s\n"
    )


def _print(outcome: Outcome) -> None:
    show(_table(outcome.kills), as_json=False)
    found = outcome.judgement
    show(_counts(found, outcome.seconds), as_json=False)
    for problem in (*found.missing, *found.duplicates, *found.findings):
        say(problem)
    say("All that was acknowledged is archived, once." if outcome.holds else "This does not hold.")


def _table(kills: Sequence[Done]) -> list[dict[str, Any]]:
    """A row a process and moment: how often, and how soon all was well again."""
    kinds = sorted({(done.kill.target.value, done.kill.moment.value) for done in kills})
    return [_row(target, moment, kills) for target, moment in kinds]


def _row(target: str, moment: str, kills: Sequence[Done]) -> dict[str, Any]:
    found = [
        each
        for each in kills
        if (each.kill.target.value, each.kill.moment.value) == (target, moment)
    ]
    seconds = [each.seconds for each in found]
    return {
        "process": target,
        "killed": moment,
        "kills": len(found),
        "reached": sum(each.reached for each in found),
        "well again, median s": round(statistics.median(seconds), 1),
        "most s": round(max(seconds), 1),
    }


def _counts(found: Judgement, seconds: float) -> list[dict[str, Any]]:
    rows = {
        "messages acknowledged": found.acknowledged,
        "of them archived exactly once": found.archived,
        "requests for that, repeated ones too": found.attempts,
        "messages refused": found.refused,
        "messages without an answer": found.unanswered,
        "decisions acknowledged by the portal": found.decisions,
        "of them archived exactly once (decisions)": found.decisions_archived,
        "missing": len(found.missing),
        "duplicates": len(found.duplicates),
        "entries that verify walked": found.entries,
        "checkpoints held outside, all still true": found.checkpoints,
        "findings of verify and reconcile": len(found.findings),
        "seconds": round(seconds),
    }
    return [{"figure": figure, "measured": value} for figure, value in rows.items()]


def _plain(outcome: Outcome) -> dict[str, Any]:
    return {
        "holds": outcome.holds,
        "kills": _table(outcome.kills),
        **dataclasses.asdict(outcome.judgement),
        "seconds": round(outcome.seconds, 1),
    }
