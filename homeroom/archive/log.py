"""Appending to the log: the one place that writes tree, leaves and nodes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import insert

from homeroom.archive.canonical import canonical_text
from homeroom.archive.commitment import commitment, new_salt
from homeroom.archive.copying import copy_rows
from homeroom.archive.leaf import VERSION, Header, milliseconds, moment
from homeroom.archive.merkle import EMPTY_ROOT, Frontier
from homeroom.archive.stored import STORED_LEVEL, LogError
from homeroom.archive.words import describe, tsvector
from homeroom.db.tables import archive as tables

ENTRY = ("district", "epoch", "index")
SEARCH_COLUMNS = (
    *(*ENTRY, "at", "kind", "type", "room_id", "sender", "event_id", "network", "verdict"),
    *("text", "tsv"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """An entry to append. `origin` is the key that it can be found by, if by any."""

    kind: str
    at: datetime
    payload: dict[str, Any]
    text: str
    """The payload as it is kept: canonical JSON."""
    salt: bytes
    origin: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogState:
    """The log as it was when somebody last looked."""

    epoch: int
    size: int
    root: bytes


@dataclass(slots=True, kw_only=True)
class OpenLog:
    """The log of a district, locked until the transaction ends."""

    district: str
    epoch: int
    frontier: Frontier

    @property
    def state(self) -> LogState:
        return LogState(epoch=self.epoch, size=self.frontier.size, root=self.frontier.root())


def new_entry(kind: str, at: datetime, payload: dict[str, Any], origin: str | None) -> NewEntry:
    """An entry with a fresh salt; its time is cut to milliseconds, as the header has it."""
    exact = moment(milliseconds(at))
    return NewEntry(
        kind=kind,
        at=exact,
        payload=payload,
        text=canonical_text(payload),
        salt=new_salt(),
        origin=origin,
    )


def lock(connection: Connection, district: str, known: LogState | None) -> OpenLog:
    """Lock the log until the transaction ends; `LogError` if it is not as it was left."""
    columns = tables.tree.c
    query = (
        select(columns.epoch, columns.size, columns.root, columns.frontier)
        .where(columns.district == district)
        .order_by(columns.epoch.desc())
        .limit(1)
        .with_for_update()
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        _begin(connection, district, 1)
        row = connection.execute(query).one()
    frontier = Frontier.from_bytes(row.size, bytes(row.frontier))
    opened = OpenLog(district=district, epoch=row.epoch, frontier=frontier)
    if frontier.root() != bytes(row.root):
        raise LogError(f"the tree at {row.size} does not fit its own frontier")
    if known is not None and opened.state != known:
        raise LogError(f"the tree is at {row.size} and was left at {known.size}, or has changed")
    return opened


def begin_epoch(connection: Connection, district: str, epoch: int) -> OpenLog:
    """An empty log after the one that is locked, which has ended; see `recovering`."""
    _begin(connection, district, epoch)
    opened = lock(connection, district, None)
    if opened.epoch != epoch:
        raise LogError(f"epoch {epoch} cannot begin: the log is in epoch {opened.epoch}")
    return opened


def append(connection: Connection, log: OpenLog, added: Sequence[NewEntry]) -> range:
    """Append entries in order; their indexes. The caller's transaction holds the lock."""
    first = log.frontier.size
    headers = [
        Header(
            district=log.district,
            kind=entry.kind,
            at=milliseconds(entry.at),
            commitment=commitment(entry.payload, entry.salt),
        )
        for entry in added
    ]
    hashes = [header.leaf_hash() for header in headers]
    nodes = log.frontier.extend(hashes)
    _raise_tree(connection, log)
    places = [(log.district, log.epoch, first + number) for number in range(len(added))]
    leaves = (
        (*place, header.kind, entry.at, VERSION, header.commitment, leaf_hash)
        for place, header, entry, leaf_hash in zip(places, headers, added, hashes, strict=True)
    )
    columns = (*ENTRY, "kind", "at", "version", "commitment", "leaf_hash")
    copy_rows(connection, tables.leaf, columns, leaves)
    stored = ((log.district, log.epoch, *node) for node in nodes if node[0] >= STORED_LEVEL)
    copy_rows(connection, tables.node, ("district", "epoch", "level", "index", "hash"), stored)
    _append_content(connection, places, added)
    return range(first, log.frontier.size)


def _begin(connection: Connection, district: str, epoch: int) -> None:
    empty = {"district": district, "epoch": epoch, "size": 0, "root": EMPTY_ROOT, "frontier": b""}
    connection.execute(insert(tables.tree).values(**empty).on_conflict_do_nothing())


def _raise_tree(connection: Connection, log: OpenLog) -> None:
    columns = tables.tree.c
    connection.execute(
        update(tables.tree)
        .where(columns.district == log.district, columns.epoch == log.epoch)
        .values(size=log.frontier.size, root=log.frontier.root(), frontier=log.frontier.to_bytes())
    )


def _append_content(
    connection: Connection, places: Sequence[tuple[str, int, int]], added: Sequence[NewEntry]
) -> None:
    """What stands apart from the leaf: payload, mapping and search text."""
    pairs = list(zip(places, added, strict=True))
    payloads = ((*place, entry.salt, entry.text) for place, entry in pairs)
    copy_rows(connection, tables.payload, (*ENTRY, "salt", "payload"), payloads)
    origins = (
        (district, entry.kind, entry.origin, epoch, index)
        for (district, epoch, index), entry in pairs
        if entry.origin is not None
    )
    columns = ("district", "kind", "key", "epoch", "index")
    copy_rows(connection, tables.origin, columns, origins)
    rows = (search_row(place, entry.kind, entry.at, entry.payload) for place, entry in pairs)
    copy_rows(connection, tables.search, SEARCH_COLUMNS, rows)


def search_row(
    place: tuple[str, int, int], kind: str, at: datetime, payload: dict[str, Any]
) -> tuple[Any, ...]:
    """What is found of an entry, as `SEARCH_COLUMNS`."""
    said = describe(kind, payload)
    whose = (said.type, said.room_id, said.sender, said.event_id, said.network, said.verdict)
    return (*place, said.at or at, kind, *whose, said.text, tsvector(said.text))
