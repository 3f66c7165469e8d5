"""Plans of what may go, who approved them, how far each is, and files that are still to be deleted.

Written by functions of the database alone; see the migrations.
"""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from homeroom.db.tables import metadata
from homeroom.db.tables.registry import DISTRICT, NOW

SCHEMA = "retention"

plan = Table(
    "plan",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("district", Text, nullable=False, server_default=DISTRICT),
    Column("at", DateTime(timezone=True), nullable=False, server_default=NOW),
    Column("kind", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("until", Date, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("backup_days", Integer, nullable=False),
    Column("basis", JSONB, nullable=False),
    Column("overrides", ARRAY(Text), nullable=False, server_default=text("'{}'::text[]")),
    CheckConstraint("kind IN ('schedule', 'order')", name="plan_kind"),
    CheckConstraint("backup_days >= 0", name="plan_backups"),
    schema=SCHEMA,
)

plan_summary = Table(
    "plan_summary",
    metadata,
    Column("plan", BigInteger, ForeignKey(plan.c.id), primary_key=True),
    Column("summary", JSONB, nullable=False),
    schema=SCHEMA,
)

plan_cell = Table(
    "plan_cell",
    metadata,
    Column("plan", BigInteger, ForeignKey(plan.c.id), nullable=False),
    Column("kind", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("room", Text, nullable=False),
    Column("month", Date, nullable=False),
    Column("marks", Text, nullable=False),
    Column("closed", Text, nullable=False),
    Column("rule", Text, nullable=False),
    PrimaryKeyConstraint("plan", "kind", "type", "room", "month", "marks", "closed"),
    schema=SCHEMA,
)

plan_entry = Table(
    "plan_entry",
    metadata,
    Column("plan", BigInteger, ForeignKey(plan.c.id), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("index", BigInteger, nullable=False),
    PrimaryKeyConstraint("plan", "epoch", "index"),
    schema=SCHEMA,
)

approval = Table(
    "approval",
    metadata,
    Column("plan", BigInteger, ForeignKey(plan.c.id), nullable=False),
    Column("person", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False, server_default=NOW),
    Column("via", Text, nullable=False, server_default=text("SESSION_USER")),
    PrimaryKeyConstraint("plan", "person"),
    schema=SCHEMA,
)

progress = Table(
    "progress",
    metadata,
    Column("plan", BigInteger, ForeignKey(plan.c.id), primary_key=True),
    Column("epoch", Integer, nullable=False),
    Column("next", BigInteger, nullable=False),
    Column("part", Integer, nullable=False, server_default=text("0")),
    Column("gone", BigInteger, nullable=False, server_default=text("0")),
    Column("kept", BigInteger, nullable=False, server_default=text("0")),
    Column("finished", DateTime(timezone=True)),
    schema=SCHEMA,
)

file_due = Table(
    "file_due",
    metadata,
    Column("district", Text, nullable=False, server_default=DISTRICT),
    Column("mxc", Text, nullable=False),
    Column("sha256", LargeBinary, nullable=False),
    Column("since", DateTime(timezone=True), nullable=False, server_default=NOW),
    PrimaryKeyConstraint("district", "mxc"),
    schema=SCHEMA,
)
