"""`homeroom bench`: each figure beside its limit, measured in one run."""

from __future__ import annotations

from typing import Annotated

import typer

from homeroom.cli.session import DEFAULT_DATA, DataOption, JsonOption, open_session, show
from homeroom.db.engine import connect
from homeroom.db.roles import DatabaseRole
from homeroom.sandbox import instance, measure
from homeroom.sandbox.tour.stage import set_up

app = typer.Typer(no_args_is_help=True)

READY_SECONDS, KEPT_SECONDS, RESIDENT_MB = 60.0, 1.0, 1200.0


@app.callback()
def bench() -> None:
    """Measure the running demo, each figure beside its limit."""


@app.command()
def demo(
    data: DataOption = DEFAULT_DATA,
    messages: Annotated[int, typer.Option(min=10, help="How many to send.")] = 200,
    as_json: JsonOption = False,
) -> None:
    """The demo as a whole: start, time to the archive, memory. Exit status 1 over a limit."""
    session, stage = open_session(data), set_up(data.absolute(), data)
    engine = connect(session.config, DatabaseRole.ADMIN, pool_size=1)
    room = stage.classroom["room_id"]
    delays = measure.archived_after(stage.teacher, room, engine, messages)
    engine.dispose()
    stage.close()
    status = instance.read_status(data)
    used = measure.memory(status["supervisor"])
    rows = [
        _row("ready after start", status["ready_after_seconds"], READY_SECONDS, "s"),
        _row("archived after acknowledgement, p50", measure.percentile(delays, 50), None, "s"),
        _row(
            "archived after acknowledgement, p95",
            measure.percentile(delays, 95),
            KEPT_SECONDS,
            "s",
        ),
        _row("archived after acknowledgement, most", max(delays), None, "s"),
        _row("memory, shared pages once", _sum(used, "proportional"), RESIDENT_MB, "MB"),
        _row("memory, resident summed", _sum(used, "resident"), None, "MB"),
    ]
    show(rows, as_json)
    if any(row["holds"] is False for row in rows):
        raise typer.Exit(1)


def _sum(used: list[measure.Memory], which: str) -> float:
    return sum(float(getattr(process, which)) for process in used) / 1e6


def _row(figure: str, value: float, limit: float | None, unit: str) -> dict[str, object]:
    return {
        "figure": figure,
        "measured": round(value, 3 if unit == "s" else 0),
        "limit": limit,
        "unit": unit,
        "holds": None if limit is None else value <= limit,
    }
