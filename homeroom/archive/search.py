"""Finds entries by words, person, room, kind and time."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, cast, func, or_, select
from sqlalchemy.dialects.postgresql import TSQUERY

from homeroom.archive.words import words
from homeroom.db.tables.archive import search as table
from homeroom.registry.model import Person

MOST_WORDS = 20
DEFAULT_LIMIT = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is looked for; what is None is any. Times are aware; `until` is not included."""

    text: str = ""
    person: Person | None = None
    room: str | None = None
    kind: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    limit: int = DEFAULT_LIMIT


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An entry that was found."""

    epoch: int
    entry: int
    event_id: str | None
    kind: str
    type: str
    room_id: str | None
    sender: str | None
    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The hits, newest first, and how long the database took."""

    rows: tuple[Hit, ...]
    elapsed_ms: float


def search(connection: Connection, query: Query) -> Found:
    """The newest entries that fit."""
    began = time.perf_counter()
    columns = table.c
    rows = connection.execute(
        select(table)
        .where(columns.district == func.registry.this_district(), *_conditions(query))
        .order_by(columns.at.desc(), columns.epoch.desc(), columns["index"].desc())
        .limit(query.limit)
    ).all()
    elapsed = (time.perf_counter() - began) * 1000
    return Found(rows=tuple(map(_hit, rows)), elapsed_ms=round(elapsed, 3))


def tsquery(text: str) -> str:
    """Every word, in any order; the last one may be the beginning of a longer one."""
    found = [f"'{word}'" for word in words(text)[:MOST_WORDS]]
    return " & ".join([*found[:-1], *(f"{word}:*" for word in found[-1:])])


def _conditions(query: Query) -> list[ColumnElement[bool]]:
    columns = table.c
    made: list[ColumnElement[bool]] = []
    if wanted := tsquery(query.text):
        made.append(columns.tsv.op("@@")(cast(wanted, TSQUERY())))
    if query.person is not None:
        made.append(_about(query.person))
    for column, value in ((columns.room_id, query.room), (columns.kind, query.kind)):
        if value is not None:
            made.append(column == value)
    if query.since is not None:
        made.append(columns.at >= query.since)
    if query.until is not None:
        made.append(columns.at < query.until)
    return made


def _about(person: Person) -> ColumnElement[bool]:
    """What a person sent; those without an account are found by their name."""
    if person.user_id is not None:
        return table.c.sender == person.user_id
    named = table.c.tsv.op("@@")(cast(tsquery(person.name), TSQUERY()))
    return or_(table.c.sender == person.id, named)


def _hit(row: Row[tuple[object, ...]]) -> Hit:
    found = row._mapping
    return Hit(
        epoch=found["epoch"],
        entry=found["index"],
        event_id=found["event_id"],
        kind=found["kind"],
        type=found["type"],
        room_id=found["room_id"],
        sender=found["sender"],
        at=found["at"],
        text=found["text"],
    )
