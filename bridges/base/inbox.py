"""The durable inbox: a webhook or a transaction is stored as it came before it is acknowledged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, func, insert, select, update

from homeroom.db.tables.bridge import inbox

Source = Literal["webhook", "matrix"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A body as it came."""

    id: int
    source: Source
    body: bytes


def store(connection: Connection, network: str, source: Source, body: bytes) -> int:
    """Store a body; only when this has returned may it be acknowledged (invariant 9)."""
    made = insert(inbox).values(network=network, source=source, body=body).returning(inbox.c.id)
    return int(connection.execute(made).scalar_one())


def unopened(connection: Connection, network: str, limit: int = 100) -> list[Stored]:
    """What has not been opened yet, in the order in which it came."""
    rows = connection.execute(
        select(inbox.c.id, inbox.c.source, inbox.c.body)
        .where(inbox.c.network == network, inbox.c.opened.is_(None))
        .order_by(inbox.c.id)
        .limit(limit)
    )
    return [Stored(id=row.id, source=row.source, body=bytes(row.body)) for row in rows]


def opened(connection: Connection, stored: int, reason: str = "") -> None:
    """Note that a body was opened, or why it cannot be."""
    connection.execute(
        update(inbox)
        .where(inbox.c.id == stored)
        .values(opened=func.clock_timestamp(), reason=reason)
    )
