"""Alerts of danger, and every step that was taken for each: appended, never changed."""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from homeroom.db.tables import metadata
from homeroom.db.tables.registry import DISTRICT, NOW

EMPTY = text("''::text")

alert = Table(
    "alert",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("district", Text, nullable=False, server_default=DISTRICT),
    Column("at", DateTime(timezone=True), nullable=False, server_default=NOW),
    Column("source", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("sender", Text, nullable=False),
    Column("people", ARRAY(Text), nullable=False),
    Column("room_id", Text, nullable=False),
    Column("rules", ARRAY(Text), nullable=False),
    UniqueConstraint("district", "source", name="alert_once"),
    schema="danger",
)

step = Table(
    "step",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("district", Text, nullable=False, server_default=DISTRICT),
    Column("at", DateTime(timezone=True), nullable=False, server_default=NOW),
    Column("alert", BigInteger, ForeignKey("danger.alert.id"), nullable=False),
    Column("action", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("person", Text, nullable=False, server_default=EMPTY),
    Column("channel", Text, nullable=False, server_default=EMPTY),
    Column("note", Text, nullable=False, server_default=EMPTY),
    CheckConstraint(
        "action IN ('told', 'not_told', 'acknowledged', 'guardian_told', 'closed')",
        name="step_action",
    ),
    Index("step_alert", "alert", "action"),
    schema="danger",
)
