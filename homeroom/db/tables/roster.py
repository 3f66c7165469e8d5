"""The roster's rows as they came last, packed, for a delta; and the roles that days change."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
)

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

dated_role = Table(
    "dated_role",
    metadata,
    Column("district", Text, nullable=False, server_default=DISTRICT),
    Column("number", Integer, nullable=False),
    Column("roster_id", Text, nullable=False),
    Column("role", Text),
    Column("rank", Integer, nullable=False),
    Column("org", Text),
    Column("begins", Date),
    Column("ends", Date),
    PrimaryKeyConstraint("district", "number"),
    schema="roster",
)
