"""What was kept under a key, sealed already or still waiting for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from homeroom.archive import payload, read
from homeroom.archive.payload import OutboxRow
from homeroom.archive.read import Entry
from homeroom.db.tables.archive import origin
from homeroom.db.tables.outbox import entry as outbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The content of an entry; `entry` is None while it waits to be sealed."""

    content: dict[str, Any] | None
    """None once it was lawfully disposed of."""
    entry: Entry | None


def find(connection: Connection, kind: str, key: str) -> Kept | None:
    """What was first kept under this key, as it was or will be sealed; None for an unknown key."""
    if (waiting := _waiting(connection, kind, key)) is not None:
        return Kept(content=payload.make(waiting), entry=None)
    sealed = read.entry_of(connection, kind, key)
    if sealed is None:
        return None
    return Kept(content=None if sealed.text is None else sealed.payload(), entry=sealed)


def key_of(connection: Connection, entry: Entry) -> str:
    """The key that an entry was kept under; empty where the mapping was disposed of."""
    found = connection.scalar(
        select(origin.c.key).where(
            origin.c.district == entry.district,
            origin.c.epoch == entry.epoch,
            origin.c["index"] == entry.index,
        )
    )
    return str(found or "")


def _waiting(connection: Connection, kind: str, key: str) -> OutboxRow | None:
    names = ("id", "at", "kind", "key", "payload", "metadata")
    row = connection.execute(
        select(*(outbox.c[name] for name in names))
        .where(outbox.c.district == func.registry.this_district())
        .where(outbox.c.kind == kind, outbox.c.key == key)
        .order_by(outbox.c.id)
        .limit(1)
    ).one_or_none()
    return None if row is None else OutboxRow(**row._mapping)
