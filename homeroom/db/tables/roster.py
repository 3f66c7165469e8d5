"""The roster's rows as they came last, packed; what a delta changes."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, LargeBinary, PrimaryKeyConstraint, Table, Text

from homeroom.db.tables import metadata
from homeroom.db.tables.registry import DISTRICT, NOW

file = Table(
    "file",
    metadata,
    Column("district", Text, nullable=False, server_default=DISTRICT),
    Column("name", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False, server_default=NOW),
    Column("content", LargeBinary, nullable=False),
    PrimaryKeyConstraint("district", "name"),
    schema="roster",
)
