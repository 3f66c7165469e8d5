"""Sealing: outbox rows become entries, each exactly one or a recorded duplicate (invariant 1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, insert, select, text
from sqlalchemy.dialects.postgresql import insert as upsert

from homeroom.archive import log, payload
from homeroom.archive.batch import BATCH, Ask, Batch, Named, Unique, named, statuses, take, unique
from homeroom.archive.entry import NewEntry, new_entry
from homeroom.archive.log import LogState, OpenLog
from homeroom.archive.payload import ABSENT, OutboxRow
from homeroom.db.tables import archive as tables

REPEAT = "_repeat"
"""Ends the kind of an entry whose key was taken by another payload."""

DELETE = text("DELETE FROM outbox.entry WHERE id = ANY(:ids)")
# By the key's index alone, and a payload only for what is found: nearly always nothing.
KNOWN = text("""
    SELECT o.kind, o.key, o.epoch, o.index AS place, (
        SELECT p.payload FROM archive.payload AS p
        WHERE p.district = o.district AND p.epoch = o.epoch AND p.index = o.index) AS payload
    FROM archive.origin AS o
    WHERE o.district = :district AND o.kind = ANY(:kinds) AND o.key = ANY(:keys)
""")


class OvertakenError(Exception):
    """Somebody else has sealed what was to be sealed."""


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
    media: list[Named] = field(default_factory=list)


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
    opened = _lock(connection, district, known)
    rows = take(ask_on(connection), district, limit)
    if not rows:
        return Sealed(state=opened.state, taken=0, made=0)
    plan = _plan(connection, opened, rows, plain=plain)
    if plan.entries:
        log.append(connection, opened, plan.entries)
    _record_media(connection, opened, plan.media)
    _record_duplicates(connection, opened, plan.duplicates)
    _delete(connection, [row.id for row in rows])
    return Sealed(state=opened.state, taken=len(rows), made=len(plan.entries))


def seal_batch(
    connection: Connection, district: str, known: LogState | None, batch: Batch
) -> Sealed:
    """Seal what was prepared, in the transaction that is open; the caller commits.

    `IntegrityError` where a key was used before, `OvertakenError` where a row is gone: then nothing
    of it counts, and `seal` finds what is to be done.
    """
    opened = _lock(connection, district, known)
    places = log.append_lines(connection, opened, batch.lines)
    _record_media(connection, opened, [(places[n], mxc) for n, mxc in batch.media])
    _delete(connection, batch.ids)
    return Sealed(state=opened.state, taken=len(batch.ids), made=len(batch.ids))


def _lock(connection: Connection, district: str, known: LogState | None) -> OpenLog:
    connection.execute(text("SET LOCAL synchronous_commit = on"))
    return log.lock(connection, district, known)


def ask_on(connection: Connection) -> Ask:
    """Asks in the transaction that is open."""
    return lambda statement, values: connection.exec_driver_sql(statement, values).all()


def _delete(connection: Connection, ids: list[int]) -> None:
    """The rows are entries, or recorded duplicates, from the same commit on."""
    gone = connection.execute(DELETE, {"ids": ids}).rowcount
    if gone != len(ids):
        raise OvertakenError(f"{len(ids) - gone} of the rows to seal are gone")


def _plan(
    connection: Connection, opened: OpenLog, rows: Sequence[OutboxRow], *, plain: bool
) -> Plan:
    found = statuses(ask_on(connection), rows)
    plan = Plan(opened=opened, said=_said_before(connection, opened.district, rows))
    for row in rows:
        content = (
            payload.make_plain(row) if plain else payload.make(row, found.get(row.key, ABSENT))
        )
        _place(plan, row, content)
    return plan


def _place(plan: Plan, row: OutboxRow, content: dict[str, Any]) -> None:
    """An entry of its own, an entry that repeats a key, or a duplicate."""
    key_of = unique(row)
    first = plan.said.get(key_of)
    if first is not None and first.text is not None and payload.same(content, first.text):
        plan.duplicates.append(Duplicate(row=row, epoch=first.epoch, index=first.index))
        return
    index = plan.opened.frontier.size + len(plan.entries)
    kind, key = key_of
    if first is None:
        entry = new_entry(kind, row.at, content, key)
        plan.said[key_of] = Said(epoch=plan.opened.epoch, index=index, text=entry.text)
    else:
        entry = new_entry(f"{kind}{REPEAT}", row.at, content, None)
    plan.entries.append(entry)
    plan.media.extend(named(row, content, index))


def _said_before(
    connection: Connection, district: str, rows: Sequence[OutboxRow]
) -> dict[Unique, Said]:
    """What the archive says under the keys of a batch; more, if a key is of several kinds."""
    asked = {unique(row) for row in rows}
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


def _record_media(connection: Connection, opened: OpenLog, found: Sequence[Named]) -> None:
    """Note which entries name which media, and what is still to be fetched."""
    if not found:
        return
    district = opened.district
    references = [
        {"district": district, "epoch": opened.epoch, "index": index, "mxc": mxc}
        for index, mxc in found
    ]
    connection.execute(insert(tables.media_reference), references)
    known = connection.scalars(
        select(tables.media.c.mxc).where(
            tables.media.c.district == district,
            tables.media.c.mxc.in_({mxc for _, mxc in found}),
        )
    )
    missing = sorted({mxc for _, mxc in found} - set(known))
    if missing:
        pending = [{"district": district, "mxc": mxc} for mxc in missing]
        connection.execute(upsert(tables.media_pending).on_conflict_do_nothing(), pending)
