"""Appending to the log: the one place that writes tree, leaves and nodes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import insert

from homeroom.archive.copy_text import line
from homeroom.archive.copying import copy_rows, copy_text
from homeroom.archive.entry import (
    LEAF_COLUMNS,
    ORIGIN_COLUMNS,
    PAYLOAD_COLUMNS,
    SEARCH_COLUMNS,
    Lines,
    NewEntry,
    write,
)
from homeroom.archive.merkle import EMPTY_ROOT, Frontier
from homeroom.archive.stored import STORED_LEVEL, LogError
from homeroom.db.tables import archive as tables

ENTRY = ("district", "epoch", "index")


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
    return append_lines(connection, log, write(log.district, added))


def append_lines(connection: Connection, log: OpenLog, lines: Lines) -> range:
    """Append entries that are written already."""
    first = log.frontier.size
    nodes = log.frontier.extend(lines.hashes)
    _raise_tree(connection, log)
    stored = ((log.district, log.epoch, *node) for node in nodes if node[0] >= STORED_LEVEL)
    for table, columns, rows in (
        (tables.leaf, LEAF_COLUMNS, lines.leaves),
        (tables.payload, PAYLOAD_COLUMNS, lines.payloads),
        (tables.origin, ORIGIN_COLUMNS, lines.origins),
        (tables.search, SEARCH_COLUMNS, lines.searches),
    ):
        copy_text(connection, table, (*ENTRY, *columns), _placed(log, first, rows))
    copy_rows(connection, tables.node, ("district", "epoch", "level", "index", "hash"), stored)
    return range(first, log.frontier.size)


def _placed(log: OpenLog, first: int, rows: Iterable[str | None]) -> str:
    """The rows that there are, each after its place."""
    place = line((log.district, log.epoch)).rstrip("\n")
    return "".join([f"{place}\t{n}\t{row}" for n, row in enumerate(rows, first) if row])


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
