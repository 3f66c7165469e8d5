"""What may go and what not, by schedule: planned in one pass over the log, with flat memory."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import Connection, insert, text

from homeroom.config import RetentionSection
from homeroom.db.tables.retention import plan_summary
from homeroom.errors import InputError
from homeroom.retention.schedule import Cell, Due, Mark, Schedule, Stays, judge
from homeroom.retention.students import Leavings

WINDOW = 20_000
"""Places of the log that are looked at together."""
Progress = Callable[[int, int], None]

HEADS = text("""
    SELECT epoch, size FROM archive.tree WHERE district = registry.this_district() ORDER BY epoch
""")
CELLS = text("""
    SELECT s.kind, s.type, coalesce(s.room_id, '') AS room,
        date_trunc('month', s.at AT TIME ZONE 'UTC')::date AS month,
        coalesce(m.marks, '') AS marks, coalesce(m.closed, '') AS closed, count(*) AS entries
    FROM archive.search AS s
    LEFT JOIN retention.marked AS m ON m.district = s.district
        AND m.epoch = s.epoch AND m.index = s.index
    WHERE s.district = registry.this_district() AND s.epoch = :epoch
        AND s.index BETWEEN :first AND :last
    GROUP BY 1, 2, 3, 4, 5, 6
""")
PROPOSE = text("""
    SELECT retention.propose(:by, :until, :backup_days, CAST(:basis AS jsonb),
        CAST(:cells AS jsonb))
""")
STANDING = text("""
    WITH due AS MATERIALIZED (
        SELECT a.index, a.rule FROM retention.asked(:plan, :epoch, :first, :last) AS a
    ), against AS (
        SELECT p.index, min(p.source || ' ' || p.id) AS by FROM retention.protected(
            ARRAY(SELECT CAST(:epoch AS integer) FROM due), ARRAY(SELECT d.index FROM due AS d))
            AS p GROUP BY p.index
    )
    SELECT d.rule, coalesce(s.room_id, '') AS room,
        to_char(s.at AT TIME ZONE 'UTC', 'YYYY-MM') AS month, g.by, count(*) AS entries
    FROM due AS d
    JOIN archive.search AS s ON s.district = registry.this_district()
        AND s.epoch = :epoch AND s.index = d.index
    LEFT JOIN against AS g ON g.index = d.index
    GROUP BY 1, 2, 3, 4
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Goes:
    """So many entries of one class, room and month may go."""

    content: str
    rule: str
    room: str
    month: str
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Remains:
    """So many entries stay: `why` is a reason of a rule, `hold ID`, `request ID` or `in_use`."""

    why: str
    rule: str
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A plan as it was made."""

    id: int
    until: date
    entries: int
    goes: tuple[Goes, ...]
    remains: tuple[Remains, ...]

    @property
    def going(self) -> int:
        return sum(each.entries for each in self.goes)


@dataclass(slots=True)
class _Judged:
    """The cells of the log: those that are due, as the database takes them, and what stays."""

    due: list[dict[str, Any]]
    content: dict[str, str]
    stays: Counter[tuple[str, str]]
    asked: int
    entries: int


def make(
    connection: Connection,
    schedules: Sequence[Schedule],
    settings: RetentionSection,
    until: date,
    *,
    by: str,
    progress: Progress = lambda done, total: None,
) -> Plan:
    """Plan what may go until a day (not after it), and keep the plan for two people to approve."""
    if not connection.execute(HEADS).first():
        raise InputError("the archive is empty: there is nothing to plan yet")
    judged = _judge_all(connection, schedules, until, progress)
    values = {
        "by": by,
        "until": until,
        "backup_days": settings.backup_days,
        "basis": json.dumps(_basis(schedules)),
        "cells": json.dumps(judged.due),
    }
    made = int(connection.execute(PROPOSE, values).scalar_one())
    goes, kept = _standing(connection, made, judged, progress)
    in_use = judged.asked - sum(goes.values()) - sum(kept.values())
    plan = Plan(
        id=made,
        until=until,
        entries=judged.entries,
        goes=tuple(
            Goes(content=judged.content[rule], rule=rule, room=room, month=month, entries=count)
            for (rule, room, month), count in sorted(goes.items())
        ),
        remains=tuple(_remains(judged.stays, kept, in_use)),
    )
    connection.execute(insert(plan_summary).values(plan=made, summary=plain(plan)))
    return plan


def plain(plan: Plan) -> dict[str, Any]:
    """A plan as JSON."""
    return {
        "id": plan.id,
        "until": plan.until.isoformat(),
        "entries": plan.entries,
        "going": plan.going,
        "goes": [_fields(each) for each in plan.goes],
        "remains": [_fields(each) for each in plan.remains],
    }


def _fields(value: Goes | Remains) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}


def _remains(
    stays: Mapping[tuple[str, str], int], kept: Mapping[tuple[str, str], int], in_use: int
) -> Iterator[Remains]:
    for (why, rule), count in sorted({**stays, **kept}.items()):
        yield Remains(why=why, rule=rule, entries=count)
    if in_use:
        yield Remains(why="in_use", rule="", entries=in_use)


def _basis(schedules: Sequence[Schedule]) -> dict[str, Any]:
    """What the plan stands on, as a certificate repeats it."""
    return {
        f"{schedule.name}/{rule.id}": {"title": rule.title, "citation": rule.citation}
        for schedule in schedules
        for rule in schedule.rules
    }


def _judge_all(
    connection: Connection, schedules: Sequence[Schedule], until: date, progress: Progress
) -> _Judged:
    found: Counter[tuple[Any, ...]] = Counter()
    for window in _windows(connection, progress, half=0):
        for row in connection.execute(CELLS, window):
            found[row[:6]] += row.entries
    leavings = Leavings.of(connection)
    judged = _Judged(due=[], content={}, stays=Counter(), asked=0, entries=sum(found.values()))
    for key, count in found.items():
        kind, type_, room, month, marks, closed = key
        cell = Cell(
            kind=kind,
            type=type_,
            venue=leavings.venue_kind(room),
            month=month,
            marks=frozenset(cast("list[Mark]", [mark for mark in marks.split(",") if mark])),
            closed=closed,
            left=leavings.left(room),
        )
        _note(judged, key, judge(cell, schedules, until), count)
    return judged


def _note(judged: _Judged, key: tuple[Any, ...], said: Due | Stays, count: int) -> None:
    if isinstance(said, Stays):
        judged.stays[said.why, said.rule] += count
        return
    names = ("kind", "type", "room", "month", "marks", "closed")
    cell = dict(zip(names, key, strict=True))
    judged.due.append({**cell, "month": cell["month"].isoformat(), "rule": said.rule})
    judged.content[said.rule] = said.content
    judged.asked += count


def _standing(
    connection: Connection, plan: int, judged: _Judged, progress: Progress
) -> tuple[Counter[tuple[str, str, str]], Counter[tuple[str, str]]]:
    """What goes, by rule, room and month; and what holds and requests keep, by them and rule."""
    goes: Counter[tuple[str, str, str]] = Counter()
    kept: Counter[tuple[str, str]] = Counter()
    if not judged.due:
        return goes, kept
    for window in _windows(connection, progress, half=1):
        for row in connection.execute(STANDING, {"plan": plan, **window}):
            if row.by is None:
                goes[row.rule, row.room, row.month] += row.entries
            else:
                kept[row.by, row.rule] += row.entries
    return goes, kept


def _windows(connection: Connection, progress: Progress, *, half: int) -> Iterator[dict[str, int]]:
    """Stretches of every epoch; progress counts both passes."""
    heads = [(row.epoch, row.size) for row in connection.execute(HEADS)]
    total = sum(size for _, size in heads)
    done = half * total
    for epoch, size in heads:
        for first in range(0, size, WINDOW):
            last = min(first + WINDOW, size) - 1
            yield {"epoch": epoch, "first": first, "last": last}
            done += last - first + 1
            progress(done, 2 * total)
