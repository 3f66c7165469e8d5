"""Sealing: outbox rows become entries, each exactly one or a recorded duplicate (invariant 1)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, insert, select, text
from sqlalchemy.dialects.postgresql import insert as upsert

from homeroom.archive import log, media, payload
from homeroom.archive.log import LogState, NewEntry, OpenLog
from homeroom.archive.payload import ABSENT, Annotation, OutboxRow
from homeroom.db.tables import archive as tables
from homeroom.db.tables.outbox import entry as outbox

BATCH = 1000
LONGEST_KEY = 500
REPEAT = "_repeat"
"""Ends the kind of an entry whose key was taken by another payload."""

Unique = tuple[str, str]
"""Kind and key."""

DELETE = text("DELETE FROM outbox.entry WHERE id = ANY(:ids)")
STATUS = text("""
    SELECT e.event_id, e.stream_ordering, e.outlier, r.event_id IS NOT NULL AS rejected
    FROM public.events AS e LEFT JOIN public.rejections AS r ON r.event_id = e.event_id
    WHERE e.event_id = ANY(:event_ids)
""")
# By the key's index alone, and a payload only for what is found: nearly always nothing.
KNOWN = text("""
    SELECT o.kind, o.key, o.epoch, o.index AS place, (
        SELECT p.payload FROM archive.payload AS p
        WHERE p.district = o.district AND p.epoch = o.epoch AND p.index = o.index) AS payload
    FROM archive.origin AS o
    WHERE o.district = :district AND o.kind = ANY(:kinds) AND o.key = ANY(:keys)
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """What one transaction did."""

    state: LogState
    taken: int
    """Outbox rows that are gone: entries made, and duplicates."""
    made: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """A row that says what an earlier one said; `first` is that one's place in the log."""

    row: OutboxRow
    epoch: int
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The entry that holds a key, and its payload as text; None once disposed of."""

    epoch: int
    index: int
    text: str | None


@dataclass(slots=True, kw_only=True)
class Plan:
    """What a batch becomes."""

    opened: OpenLog
    entries: list[NewEntry] = field(default_factory=list)
    duplicates: list[Duplicate] = field(default_factory=list)
    said: dict[Unique, Said] = field(default_factory=dict)
    """What was said first under each key, here or in an earlier batch."""
    media: list[tuple[int, str]] = field(default_factory=list)
    """Pairs of an entry's index and the address of media that it names."""


def seal(
    connection: Connection,
    district: str,
    known: LogState | None,
    *,
    limit: int = BATCH,
    plain: bool = False,
) -> Sealed:
    """Seal up to `limit` rows in the transaction that is open; the caller commits.

    Rows are taken as they are there, in the order of their ids, never past a cursor: an id is
    given out before its row is committed. With `plain`, rows are sealed as bare text.
    """
    connection.execute(text("SET LOCAL synchronous_commit = on"))
    opened = log.lock(connection, district, known)
    rows = _take(connection, district, limit)
    if not rows:
        return Sealed(state=opened.state, taken=0, made=0)
    plan = _plan(connection, opened, rows, plain=plain)
    if plan.entries:
        log.append(connection, opened, plan.entries)
    _record_media(connection, opened, plan.media)
    _record_duplicates(connection, opened, plan.duplicates)
    connection.execute(DELETE, {"ids": [row.id for row in rows]})
    return Sealed(state=opened.state, taken=len(rows), made=len(plan.entries))


def _take(connection: Connection, district: str, limit: int) -> list[OutboxRow]:
    columns = [outbox.c[name] for name in ("id", "at", "kind", "key", "payload", "metadata")]
    rows = connection.execute(
        select(*columns).where(outbox.c.district == district).order_by(outbox.c.id).limit(limit)
    )
    return [OutboxRow(**row._mapping) for row in rows]


def _plan(
    connection: Connection, opened: OpenLog, rows: Sequence[OutboxRow], *, plain: bool
) -> Plan:
    statuses = _statuses(connection, rows)
    plan = Plan(opened=opened, said=_said_before(connection, opened.district, rows))
    for row in rows:
        content = (
            payload.make_plain(row) if plain else payload.make(row, statuses.get(row.key, ABSENT))
        )
        _place(plan, row, content)
    return plan


def _place(plan: Plan, row: OutboxRow, content: dict[str, Any]) -> None:
    """An entry of its own, an entry that repeats a key, or a duplicate."""
    unique = _unique(row)
    first = plan.said.get(unique)
    if first is not None and first.text is not None and payload.same(content, first.text):
        plan.duplicates.append(Duplicate(row=row, epoch=first.epoch, index=first.index))
        return
    index = plan.opened.frontier.size + len(plan.entries)
    kind, key = unique
    if first is None:
        entry = log.new_entry(kind, row.at, content, key)
        plan.said[unique] = Said(epoch=plan.opened.epoch, index=index, text=entry.text)
    else:
        entry = log.new_entry(f"{kind}{REPEAT}", row.at, content, None)
    plan.entries.append(entry)
    if "mxc:" in row.payload:
        plan.media.extend((index, mxc) for mxc in media.references(content))


def _unique(row: OutboxRow) -> Unique:
    """The key as the mapping keeps it: a very long one by its hash."""
    key = row.key
    if len(key) > LONGEST_KEY:
        key = f"sha256:{hashlib.sha256(key.encode()).hexdigest()}"
    return payload.kind_of(row), key


def _statuses(connection: Connection, rows: Sequence[OutboxRow]) -> dict[str, Annotation]:
    """What Synapse's tables say now of the events in a batch."""
    wanted = [row.key for row in rows if row.kind == "event"]
    if not wanted:
        return {}
    return {
        row.event_id: Annotation(
            status="rejected" if row.rejected else "outlier" if row.outlier else "accepted",
            stream_ordering=row.stream_ordering,
        )
        for row in connection.execute(STATUS, {"event_ids": wanted})
    }


def _said_before(
    connection: Connection, district: str, rows: Sequence[OutboxRow]
) -> dict[Unique, Said]:
    """What the archive says under the keys of a batch; more, if a key is of several kinds."""
    asked = {_unique(row) for row in rows}
    kinds, keys = {kind for kind, _ in asked}, {key for _, key in asked}
    found = connection.execute(
        KNOWN, {"district": district, "kinds": sorted(kinds), "keys": sorted(keys)}
    )
    return {
        (row.kind, row.key): Said(epoch=row.epoch, index=row.place, text=row.payload)
        for row in found
    }


def _record_duplicates(
    connection: Connection, opened: OpenLog, duplicates: Sequence[Duplicate]
) -> None:
    rows = [
        {
            "district": opened.district,
            "outbox_id": duplicate.row.id,
            "kind": duplicate.row.kind,
            "key": duplicate.row.key,
            "at": duplicate.row.at,
            "epoch": duplicate.epoch,
            "index": duplicate.index,
        }
        for duplicate in duplicates
    ]
    if rows:
        connection.execute(insert(tables.duplicate), rows)


def _record_media(
    connection: Connection, opened: OpenLog, named: Sequence[tuple[int, str]]
) -> None:
    """Note which entries name which media, and what is still to be fetched."""
    if not named:
        return
    district = opened.district
    references = [
        {"district": district, "epoch": opened.epoch, "index": index, "mxc": mxc}
        for index, mxc in named
    ]
    connection.execute(insert(tables.media_reference), references)
    known = connection.scalars(
        select(tables.media.c.mxc).where(
            tables.media.c.district == district,
            tables.media.c.mxc.in_({mxc for _, mxc in named}),
        )
    )
    missing = sorted({mxc for _, mxc in named} - set(known))
    if missing:
        pending = [{"district": district, "mxc": mxc} for mxc in missing]
        connection.execute(upsert(tables.media_pending).on_conflict_do_nothing(), pending)
