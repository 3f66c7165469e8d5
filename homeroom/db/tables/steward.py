"""What the steward has done once, and does not do again."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Identity,
    PrimaryKeyConstraint,
    Table,
    Text,
)

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

alarm = Table(
    "alarm",
    metadata,
    Column("district", Text, nullable=False, server_default=DISTRICT),
    Column("id", BigInteger, Identity(always=True), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False, server_default=NOW),
    Column("fault", Text, nullable=False),
    Column("up", Boolean, nullable=False),
    PrimaryKeyConstraint("district", "id"),
    schema="steward",
)
