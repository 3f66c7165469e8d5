"""The outbox: what was committed and is not sealed yet."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, DateTime, Identity, Table, Text, text

from homeroom.db.tables import metadata
from homeroom.db.tables.registry import DISTRICT, NOW

entry = Table(
    "entry",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("district", Text, nullable=False, server_default=DISTRICT),
    Column("at", DateTime(timezone=True), nullable=False, server_default=NOW),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("metadata", Text, nullable=False, server_default=text("'{}'::text")),
    schema="outbox",
)
