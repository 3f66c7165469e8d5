"""Finds entries by words, people, rooms, kinds and time; the command and the portal ask here."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, cast, func, literal, or_, select, tuple_
from sqlalchemy.dialects.postgresql import TSQUERY

from homeroom.archive.words import words
from homeroom.db.tables.archive import sealed_entry
from homeroom.db.tables.archive import search as table
from homeroom.registry.model import Person

MOST_WORDS = 20
DEFAULT_LIMIT = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a hit stands in the order of hits; a search goes on after it."""

    at: datetime
    epoch: int
    entry: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is looked for; what is None is any. Times are aware; `until` is not included.

    One of the `people` or `senders` (user ids) must have sent it; of no people is by nobody.
    """

    text: str = ""
    people: tuple[Person, ...] | None = None
    senders: tuple[str, ...] | None = None
    rooms: tuple[str, ...] | None = None
    kinds: tuple[str, ...] | None = None
    since: datetime | None = None
    until: datetime | None = None
    after: Place | None = None
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

    @property
    def place(self) -> Place:
        return Place(at=self.at, epoch=self.epoch, entry=self.entry)


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
        .where(columns.district == func.registry.this_district(), _unsealed(), *_conditions(query))
        .order_by(columns.at.desc(), columns.epoch.desc(), columns["index"].desc())
        .limit(query.limit)
    ).all()
    elapsed = (time.perf_counter() - began) * 1000
    return Found(rows=tuple(map(_hit, rows)), elapsed_ms=round(elapsed, 3))


def one(connection: Connection, epoch: int, entry: int) -> Hit | None:
    """The line of one entry; None where its content was disposed of, or shows a sealed image."""
    row = connection.execute(
        select(table).where(
            table.c.district == func.registry.this_district(),
            table.c.epoch == epoch,
            table.c["index"] == entry,
            _unsealed(),
        )
    ).one_or_none()
    return None if row is None else _hit(row)


def tsquery(text: str) -> str:
    """Every word, in any order; the last one may be the beginning of a longer one."""
    found = [f"'{word}'" for word in words(text)[:MOST_WORDS]]
    return " & ".join([*found[:-1], *(f"{word}:*" for word in found[-1:])])


def _unsealed() -> ColumnElement[bool]:
    """Not what shows a sealed image; there are few of these, looked up once."""
    sealed = select(sealed_entry.c.district, sealed_entry.c.epoch, sealed_entry.c["index"])
    return tuple_(table.c.district, table.c.epoch, table.c["index"]).not_in(sealed)


def _conditions(query: Query) -> list[ColumnElement[bool]]:
    columns = table.c
    made: list[ColumnElement[bool]] = []
    if wanted := tsquery(query.text):
        made.append(columns.tsv.op("@@")(cast(wanted, TSQUERY())))
    if query.people is not None or query.senders is not None:
        made.append(_sent_by(query.people or (), query.senders or ()))
    for column, values in ((columns.room_id, query.rooms), (columns.kind, query.kinds)):
        if values is not None:
            made.append(column.in_(values))
    if query.since is not None:
        made.append(columns.at >= query.since)
    if query.until is not None:
        made.append(columns.at < query.until)
    if query.after is not None:
        made.append(_after(query.after))
    return made


def _sent_by(people: tuple[Person, ...], senders: tuple[str, ...]) -> ColumnElement[bool]:
    """Those without an account are found by their name, as their messenger told it."""
    accounts = [person.user_id or person.id for person in people]
    named = [
        table.c.tsv.op("@@")(cast(tsquery(person.name), TSQUERY()))
        for person in people
        if person.user_id is None
    ]
    return or_(table.c.sender.in_([*accounts, *senders]), *named)


def _after(place: Place) -> ColumnElement[bool]:
    columns = table.c
    order = tuple_(columns.at, columns.epoch, columns["index"])
    return order < tuple_(literal(place.at), literal(place.epoch), literal(place.entry))


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
