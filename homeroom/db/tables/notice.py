"""Who was told of which rule in the last minutes, by whichever process of Synapse."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, Index, Table, Text

from homeroom.db.tables import metadata
from homeroom.db.tables.registry import DISTRICT, NOW

told = Table(
    "told",
    metadata,
    Column("district", Text, nullable=False, server_default=DISTRICT),
    Column("user_id", Text, primary_key=True),
    Column("rule", Text, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False, server_default=NOW),
    Index("told_at", "at"),
    schema="notice",
)
