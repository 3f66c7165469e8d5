"""`homeroom bench`: each figure beside its limit, measured in one run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from homeroom.cli.session import DEFAULT_DATA, DataOption, JsonOption, open_session, show
from homeroom.db.engine import connect
from homeroom.db.roles import DatabaseRole
from homeroom.disclosure.formats import FORMATS
from homeroom.sandbox import demo as demo_policy
from homeroom.sandbox import (
    instance,
    measure,
    measure_archive,
    measure_cross,
    measure_decide,
    measure_produce,
    measure_recall,
    measure_roster,
    measure_scan,
    measure_scope,
    measure_search,
    measure_snapshot,
)
from homeroom.sandbox.tour.stage import set_up

app = typer.Typer(no_args_is_help=True)

READY_SECONDS, KEPT_SECONDS, RESIDENT_MB = 60.0, 1.0, 1200.0
DECIDE_MICROSECONDS = 20.0
MATCHER_MICROSECONDS, DETECT_MICROSECONDS = 3.0, 20.0
ROSTER_SECONDS = 60.0
SNAPSHOT_MB, CHANGE_SECONDS, STALL_SECONDS = 160.0, 1.0, 0.02
CROSS_MILLISECONDS = 5.0
PRODUCE_SECONDS, PRODUCE_MB, PRODUCED = 60.0, 300.0, 100_000
PRINTED, PAGES_A_SECOND = 5_000, 50.0
SHARE_OF_COPY, TREE_A_SECOND, ARCHIVER_MB = 0.5, 200_000.0, 200.0
SEARCH_MILLISECONDS, GROWTH = 50.0, 1.5
SCOPE_SECONDS, RECALL = 2.0, 0.95
DIGITS = {"s": 3, "ms": 2, "µs": 1, "MB": 0, "": 0}


@app.callback()
def bench() -> None:
    """Measure, each figure beside its limit."""


@app.command("decide")
def decide_(
    rounds: Annotated[int, typer.Option(min=5, help="How often, of 20 messages each.")] = 200,
    as_json: JsonOption = False,
) -> None:
    """A verdict, warm, in rooms of 30 and 1,000. Exit status 1 over the limit. Needs no demo."""
    policy = demo_policy.policy_text()
    rows = []
    for members in (30, 1000):
        found = measure_decide.cost(policy, members, rounds)
        where = f"in a room of {members}, p50"
        rows += [
            _row(f"decide {where}", found.decide, DECIDE_MICROSECONDS, "µs"),
            _row(f"facts and decide {where}", found.facts_and_decide, None, "µs"),
            _row(f"seeing the room anew {where}", found.walk, None, "µs"),
        ]
    show(rows, as_json)
    if any(row["holds"] is False for row in rows):
        raise typer.Exit(1)


@app.command("roster")
def roster_(
    people: Annotated[int, typer.Option(min=100, help="How large the district is.")] = 100_000,
    port_base: Annotated[int, typer.Option(help="Where its PostgreSQL may listen.")] = 18_100,
    as_json: JsonOption = False,
) -> None:
    """Imports of a large roster. Exit status 1 over a limit. Needs no demo; takes minutes."""
    found = measure_roster.figures(people, port_base)
    imports = (("first import", found.first), ("again, nothing new", found.again))
    rows = [
        _row(f"{people} people, {name}", each.seconds, ROSTER_SECONDS, "s")
        for name, each in (*imports, ("one user in twenty changed (delta)", found.delta))
    ]
    rows += [
        _row("decisions of the first import", found.first.changes, None, ""),
        _row("decisions of the delta", found.delta.changes, None, ""),
        _row("memory of the import, most", found.peak / 1e6, None, "MB"),
    ]
    show(rows, as_json)
    if any(row["holds"] is False for row in rows):
        raise typer.Exit(1)


@app.command("cross")
def cross_(
    people: Annotated[int, typer.Option(min=500, help="How large the district is.")] = 100_000,
    rounds: Annotated[int, typer.Option(min=20, help="How often each is asked.")] = 200,
    port_base: Annotated[int, typer.Option(help="Where its PostgreSQL may listen.")] = 18_300,
    as_json: JsonOption = False,
) -> None:
    """May it cross, asked in a large district. Exit status 1 over the limit. Needs no demo."""
    rows = []
    for asked, seconds in measure_cross.figures(people, port_base, rounds).items():
        for percent in (50, 95):
            limit = CROSS_MILLISECONDS if percent == 95 else None
            value = measure.percentile(seconds, percent) * 1e3
            rows.append(_row(f"{asked}, p{percent}", value, limit, "ms"))
    show(rows, as_json)
    if any(row["holds"] is False for row in rows):
        raise typer.Exit(1)


@app.command()
def seal(
    entries: Annotated[int, typer.Option(min=10_000, help="How many to seal.")] = 100_000,
    port_base: Annotated[int, typer.Option(help="Where its PostgreSQL may listen.")] = 18_200,
    as_json: JsonOption = False,
) -> None:
    """Sealing, checking, exporting, beside plain COPY. Exit status 1 under a limit."""
    found = measure_archive.figures(entries, port_base)
    rows = [
        _least("seal, share of plain COPY", found.seal_share, SHARE_OF_COPY),
        _least("seal, entries a second", found.seal, None),
        _least("plain COPY of these, entries a second", found.copy, None),
        _least("seal, first 10,000 of a backlog, entries a second", [found.first], None),
        _least("export, share of plain COPY", found.export_share, SHARE_OF_COPY),
        _least("export, entries a second", found.export, None),
        _least("verify --tree, entries a second", [found.tree], TREE_A_SECOND),
        _least("verify, entries a second", [found.verify], None),
        _row("memory of sealing, both processes", found.sealing_peak / 1e6, ARCHIVER_MB, "MB"),
        _row("memory of checking and exporting", found.peak / 1e6, ARCHIVER_MB, "MB"),
    ]
    show(rows, as_json)
    if any(row["holds"] is False for row in rows):
        raise typer.Exit(1)


@app.command("produce")
def produce_(
    messages: Annotated[int, typer.Option(min=1000, help="How many.")] = PRODUCED,
    as_json: JsonOption = False,
) -> None:
    """A production in all formats. Exit status 1 over a limit. Needs no demo; takes minutes."""
    printed = measure_produce.figures(PRINTED, ["pdf"])
    found = measure_produce.figures(messages, [name for name in FORMATS if name != "pdf"])
    limit = PRODUCE_SECONDS * messages / PRODUCED
    rows = [
        _row(f"{messages} messages in all formats but PDF", found.seconds, limit, "s"),
        _row("of that, time of the processor", found.processor, None, "s"),
        _row("memory, at most", found.peak / 1e6, PRODUCE_MB, "MB"),
        _least("pages of PDF a second", [printed.pages / printed.seconds], PAGES_A_SECOND),
        _row("memory for PDF, at most", printed.peak / 1e6, PRODUCE_MB, "MB"),
        _row("size", found.size / 1e6, None, "MB"),
        _row("files", found.files, None, ""),
    ]
    show(rows, as_json)
    if any(row["holds"] is False for row in rows):
        raise typer.Exit(1)


@app.command("search")
def search_(
    entries: Annotated[
        list[int] | None, typer.Option(min=100_000, help="How large; several are compared.")
    ] = None,
    rounds: Annotated[int, typer.Option(min=20, help="How often each is asked.")] = 100,
    port_base: Annotated[int, typer.Option(help="Where its PostgreSQL may listen.")] = 18_400,
    as_json: JsonOption = False,
) -> None:
    """Searching a large archive: a count and a page. Exit status 1 over a limit.

    Without --entries, 1 million. `--entries 1000000 --entries 10000000` takes half an hour and
    14 GB for a while; they are asked in turn.
    """
    sizes = entries or [1_000_000]
    measured = measure_search.figures(sizes, port_base, rounds)
    rows = [row for size, costs in measured.items() for row in _searched(size, costs)]
    if len(sizes) > 1:
        rows += _grown(measured[sizes[0]], measured[sizes[-1]])
    show(rows, as_json)
    if any(row["holds"] is False for row in rows):
        raise typer.Exit(1)


@app.command("scope")
def scope_(
    entries: Annotated[
        int, typer.Option(min=0, help="How large an archive; 0: only what is found.")
    ] = 1_000_000,
    port_base: Annotated[int, typer.Option(help="Where its PostgreSQL may listen.")] = 18_600,
    as_json: JsonOption = False,
) -> None:
    """What a scope finds of a labelled set, and how long it takes in a large archive.

    Exit status 1 under or over a limit. 10 million entries take an hour to fill, and 25 GB.
    """
    found = measure_recall.quality(port_base)
    rows = [
        _least("labelled set: recall", [found.recall], RECALL),
        _least("labelled set: precision", [found.precision], None),
    ]
    rows += [
        {**_least(f"recall: {kind}", [found.found[kind] / there], None), "found": there}
        for kind, there in sorted(found.there.items())
    ]
    if entries:
        rows += _scoped(entries, measure_scope.figures(entries, port_base + 100))
    show(rows, as_json)
    if any(row["holds"] is False for row in rows):
        raise typer.Exit(1)


@app.command()
def snapshot(
    people: Annotated[int, typer.Option(min=100, help="How large the district is.")] = 100_000,
    port_base: Annotated[int, typer.Option(help="Where its PostgreSQL may listen.")] = 18_300,
    as_json: JsonOption = False,
) -> None:
    """The registry in a process's memory. Exit status 1 over a limit. Needs no demo."""
    found = measure_snapshot.figures(people, port_base)
    rows = [
        _row(f"{people} people: memory of a process", found.resident / 1e6, SNAPSHOT_MB, "MB"),
        _row("reading all of it at the start", found.read, None, "s"),
        _row("taking in one changed person, p50", found.person_changed, CHANGE_SECONDS, "s"),
        _row("taking in one consent, p50", found.consent_given, CHANGE_SECONDS, "s"),
        _row("another thread waited meanwhile, at most", found.stall, STALL_SECONDS, "s"),
    ]
    show(rows, as_json)
    if any(row["holds"] is False for row in rows):
        raise typer.Exit(1)


@app.command()
def scan(
    rounds: Annotated[int, typer.Option(min=5, help="How often, of 16 messages each.")] = 500,
    as_json: JsonOption = False,
) -> None:
    """Looking through a message of 64 characters. Exit status 1 over a limit. Needs no demo."""
    limits = {
        measure_scan.MATCHER: MATCHER_MICROSECONDS,
        measure_scan.DETECT: DETECT_MICROSECONDS,
    }
    rows = [
        {
            **_row(f"{cost.figure}, p50", cost.median, limits.get(cost.figure), "µs"),
            "middle half": f"{cost.low:.1f} to {cost.high:.1f}",
        }
        for cost in measure_scan.costs(rounds)
    ]
    show(rows, as_json)
    if any(row["holds"] is False for row in rows):
        raise typer.Exit(1)


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


def _scoped(entries: int, costs: measure_scope.Costs) -> Iterator[dict[str, object]]:
    records = sorted(costs.records)[len(costs.records) // 2]
    for when, seconds in (("first", costs.first), ("again", costs.again)):
        for percent in (50, 95):
            limit = SCOPE_SECONDS if percent == 95 else None
            value = measure.percentile(seconds, percent)
            name = f"{entries:,} entries: scope and counts of one student, {when}, p{percent}"
            yield {**_row(name, value, limit, "s"), "found": records}


def _searched(size: int, costs: list[measure_search.Cost]) -> Iterator[dict[str, object]]:
    for cost in costs:
        limited = cost.asked in measure_search.LIMITED
        for when, seconds in (("first", cost.first), ("again", cost.again)):
            for percent in (50, 95):
                limit = SEARCH_MILLISECONDS if limited and percent == 95 else None
                value = measure.percentile(seconds, percent) * 1e3
                name = f"{size:,} entries: {cost.asked}, {when}, p{percent}"
                yield {**_row(name, value, limit, "ms"), "found": cost.found}


def _grown(
    small: list[measure_search.Cost], large: list[measure_search.Cost]
) -> Iterator[dict[str, object]]:
    """How much longer the larger one takes, of what was read before."""
    for before, after in zip(small, large, strict=True):
        if before.asked in measure_search.LIMITED:
            for percent in (50, 95):
                small_, large_ = (measure.percentile(c.again, percent) for c in (before, after))
                name = f"{before.asked}, again, p{percent}, times the smaller"
                row = _row(name, large_ / small_, GROWTH if percent == 95 else None, "s")
                yield {**row, "unit": "", "found": after.found}


def _least(figure: str, blocks: list[float], limit: float | None) -> dict[str, object]:
    """A figure that must not be under its limit: the median of its blocks, and their spread."""
    value = measure_archive.median(blocks)
    digits = 2 if value < 10 else 0
    return {
        "figure": figure,
        "measured": round(value, digits),
        "limit": limit,
        "unit": "",
        "holds": None if limit is None else value >= limit,
        "spread": f"{min(blocks):.{digits}f} to {max(blocks):.{digits}f}",
    }


def _sum(used: list[measure.Memory], which: str) -> float:
    return sum(float(getattr(process, which)) for process in used) / 1e6


def _row(figure: str, value: float, limit: float | None, unit: str) -> dict[str, object]:
    return {
        "figure": figure,
        "measured": round(value, DIGITS[unit]),
        "limit": limit,
        "unit": unit,
        "holds": None if limit is None else value <= limit,
    }
