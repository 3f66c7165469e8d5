"""What the steward has done once, and does not do again."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, PrimaryKeyConstraint, Table, Text

from homeroom.db.tables import metadata
from homeroom.db.tables.registry import DISTRICT, NOW

reminder = Table(
    "reminder",
    metadata,
    Column("district", Text, nullable=False, server_default=DISTRICT),
    Column("key", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False, server_default=NOW),
    PrimaryKeyConstraint("district", "key"),
    schema="steward",
)
