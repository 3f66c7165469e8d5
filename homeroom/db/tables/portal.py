"""The portal's own tables: who is signed in, and which sign-ins were tried."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Identity,
    Index,
    LargeBinary,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from homeroom.db.tables import metadata
from homeroom.db.tables.registry import DISTRICT, NOW

session = Table(
    "session",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("district", Text, nullable=False, server_default=DISTRICT),
    Column("person", Text, nullable=False),
    Column("roles", ARRAY(Text), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("seen_at", DateTime(timezone=True), nullable=False),
    schema="portal",
)

attempt = Table(
    "attempt",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("district", Text, nullable=False, server_default=DISTRICT),
    Column("at", DateTime(timezone=True), nullable=False, server_default=NOW),
    Column("address", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("failed", Boolean, nullable=False, server_default=text("true")),
    Index("attempt_account", "account", "at"),
    Index("attempt_address", "address", "at"),
    schema="portal",
)
