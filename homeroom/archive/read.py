"""Reading the archive: entries, proofs and checkpoints. Whatever shows a record starts here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, select

from homeroom.archive import commitment, merkle
from homeroom.archive.checkpoint import Checkpoint
from homeroom.archive.commitment import Field
from homeroom.archive.leaf import Header, milliseconds
from homeroom.archive.stored import LogError, StoredTree
from homeroom.db.tables import archive as tables

BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the log. Salt and payload are None once they were disposed of."""

    district: str
    epoch: int
    index: int
    kind: str
    at: datetime
    commitment: bytes
    leaf_hash: bytes
    salt: bytes | None
    text: str | None
    """The payload as canonical JSON, as it was sealed."""

    @property
    def header(self) -> Header:
        """What the leaf hash is taken of."""
        return Header(
            district=self.district,
            kind=self.kind,
            at=milliseconds(self.at),
            commitment=self.commitment,
        )

    def payload(self) -> dict[str, Any]:
        """The payload; `LogError` where it was disposed of."""
        if self.text is None:
            raise LogError(f"entry {self.index}: its content was disposed of")
        loaded: dict[str, Any] = json.loads(self.text)
        return loaded

    def fields(self) -> list[Field]:
        """The payload's fields, in the order of the commitment."""
        if self.salt is None:
            raise LogError(f"entry {self.index}: its content was disposed of")
        return commitment.fields(self.payload(), self.salt)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCheckpoint:
    """A published checkpoint with its signed note."""

    checkpoint: Checkpoint
    note: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeHead:
    """The tree as it stands now: also what no checkpoint covers yet."""

    district: str
    epoch: int
    size: int
    root: bytes

    @property
    def checkpoint(self) -> Checkpoint:
        """This state, to be signed or compared."""
        return Checkpoint(district=self.district, epoch=self.epoch, size=self.size, root=self.root)


def head(connection: Connection) -> TreeHead | None:
    """The tree of the current epoch; None before anything was sealed."""
    columns = tables.tree.c
    row = connection.execute(
        select(columns.district, columns.epoch, columns.size, columns.root)
        .where(columns.district == func.registry.this_district())
        .order_by(columns.epoch.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    return TreeHead(district=row.district, epoch=row.epoch, size=row.size, root=bytes(row.root))


def entry(connection: Connection, index: int, *, epoch: int | None = None) -> Entry | None:
    """One entry by its place in the log, of the current epoch unless another is given."""
    chosen = tables.leaf.c.epoch == (_current_epoch() if epoch is None else epoch)
    row = connection.execute(_select(and_(chosen, tables.leaf.c.index == index))).one_or_none()
    return None if row is None else _entry(row)


def entry_of(connection: Connection, kind: str, key: str) -> Entry | None:
    """The entry that an outbox row became: `entry_of(connection, "event", event_id)`."""
    mapped = tables.origin.c
    place = select(mapped.epoch, mapped.index).where(
        mapped.district == func.registry.this_district(), mapped.kind == kind, mapped.key == key
    )
    found = connection.execute(place).one_or_none()
    return None if found is None else entry(connection, found[1], epoch=found[0])


def entries(connection: Connection, condition: ColumnElement[bool]) -> Iterator[Entry]:
    """The entries for which a condition holds, in the log's order, with flat memory.

    The condition speaks of the columns of `homeroom.db.tables.archive`: `leaf` and `search`.
    """
    query = _select(condition).order_by(tables.leaf.c.epoch, tables.leaf.c.index)
    with connection.execute(query, execution_options={"yield_per": BATCH}) as rows:
        for row in rows:
            yield _entry(row)


def latest_checkpoint(connection: Connection) -> StoredCheckpoint | None:
    """The checkpoint published last, or None."""
    columns = tables.checkpoint.c
    return next(
        _checkpoints(
            connection,
            select(tables.checkpoint)
            .where(columns.district == func.registry.this_district())
            .order_by(columns.epoch.desc(), columns.size.desc())
            .limit(1),
        ),
        None,
    )


def note_at(connection: Connection, epoch: int, size: int) -> str | None:
    """The signed note of a published checkpoint."""
    columns = tables.checkpoint.c
    note: str | None = connection.scalar(
        select(columns.note).where(
            columns.district == func.registry.this_district(),
            columns.epoch == epoch,
            columns.size == size,
        )
    )
    return note


def checkpoints(connection: Connection) -> Iterator[StoredCheckpoint]:
    """Every published checkpoint, oldest first."""
    columns = tables.checkpoint.c
    return _checkpoints(
        connection,
        select(tables.checkpoint)
        .where(columns.district == func.registry.this_district())
        .order_by(columns.epoch, columns.size),
    )


def inclusion_proof(connection: Connection, index: int, checkpoint: Checkpoint) -> list[bytes]:
    """The path from an entry's leaf to the checkpoint's root; see `inclusion_proofs` for many."""
    return next(inclusion_proofs(connection, iter([index]), checkpoint))


def inclusion_proofs(
    connection: Connection, indexes: Iterator[int], checkpoint: Checkpoint
) -> Iterator[list[bytes]]:
    """A path for each entry; cheapest in the log's order. `ValueError` past the checkpoint."""
    tree = StoredTree(connection, checkpoint.district, checkpoint.epoch)
    for index in indexes:
        yield merkle.inclusion_proof(tree, index, checkpoint.size)


def consistency_proof(connection: Connection, old: Checkpoint, new: Checkpoint) -> list[bytes]:
    """The path that proves that the log at `new` begins with the log at `old`."""
    if old.origin != new.origin:
        raise LogError(f"{old.origin} and {new.origin} are different logs")
    tree = StoredTree(connection, new.district, new.epoch)
    return merkle.consistency_proof(tree, old.size, new.size)


def root_at(connection: Connection, checkpoint: Checkpoint) -> bytes:
    """The root that the stored log has at a checkpoint's size; `LogError` where it is shorter."""
    tree = StoredTree(connection, checkpoint.district, checkpoint.epoch)
    return merkle.range_root(tree, 0, checkpoint.size)


def _current_epoch() -> Any:
    columns = tables.tree.c
    return (
        select(func.max(columns.epoch))
        .where(columns.district == func.registry.this_district())
        .scalar_subquery()
    )


def _select(condition: ColumnElement[bool]) -> Select[Any]:
    leaf, payload, search = tables.leaf, tables.payload, tables.search
    joined = leaf.outerjoin(payload, _same(leaf, payload)).outerjoin(search, _same(leaf, search))
    return (
        select(
            *(leaf.c[n] for n in ("district", "epoch", "index", "kind", "at", "commitment")),
            leaf.c.leaf_hash,
            payload.c.salt,
            payload.c.payload,
        )
        .select_from(joined)
        .where(leaf.c.district == func.registry.this_district(), condition)
    )


def _same(left: Any, right: Any) -> ColumnElement[bool]:
    return and_(*(left.c[name] == right.c[name] for name in ("district", "epoch", "index")))


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        district=row.district,
        epoch=row.epoch,
        index=row._mapping["index"],
        kind=row.kind,
        at=row.at,
        commitment=bytes(row.commitment),
        leaf_hash=bytes(row.leaf_hash),
        salt=None if row.salt is None else bytes(row.salt),
        text=row.payload,
    )


def _checkpoints(connection: Connection, query: Select[Any]) -> Iterator[StoredCheckpoint]:
    for row in connection.execute(query):
        checkpoint = Checkpoint(
            district=row.district, epoch=row.epoch, size=row.size, root=bytes(row.root)
        )
        yield StoredCheckpoint(checkpoint=checkpoint, note=row.note, at=row.at)
