"""What was found in each uploaded file."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, DateTime, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from homeroom.db.tables import metadata
from homeroom.db.tables.registry import DISTRICT, NOW

media = Table(
    "media",
    metadata,
    Column("media_id", Text, primary_key=True),
    Column("district", Text, nullable=False, server_default=DISTRICT),
    Column("at", DateTime(timezone=True), nullable=False, server_default=NOW),
    Column("sha256", Text, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("text", JSONB, nullable=False),
    Column("complete", Boolean, nullable=False),
    schema="inspection",
)
