"""Disclosure: what a request covers, the productions made of it, and how they are handed over."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from homeroom.db.tables import metadata
from homeroom.db.tables.registry import DISTRICT, NOW

scope_item = Table(
    "scope_item",
    metadata,
    Column("district", Text, nullable=False, server_default=DISTRICT),
    Column("request", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("index", BigInteger, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("kind", Text, nullable=False),
    Column("room_id", Text),
    Column("event_id", Text),
    Column("reasons", ARRAY(Text), nullable=False),
    Column("included", Boolean, nullable=False, server_default=text("true")),
    PrimaryKeyConstraint("district", "request", "epoch", "index"),
    Index("scope_item_entry", "district", "epoch", "index"),
    schema="disclosure",
)

scope_rule = Table(
    "scope_rule",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("district", Text, nullable=False, server_default=DISTRICT),
    Column("request", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("wanted", JSONB, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False, server_default=NOW),
    CheckConstraint(
        "action IN ('include', 'exclude', 'context', 'withdraw')", name="scope_rule_action"
    ),
    Index("scope_rule_request", "district", "request", "id"),
    schema="disclosure",
)

production = Table(
    "production",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("district", Text, nullable=False, server_default=DISTRICT),
    Column("request", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("state", Text, nullable=False, server_default=text("'waiting'::text")),
    Column("formats", ARRAY(Text), nullable=False),
    Column("language", Text, nullable=False),
    Column("requested_by", Text, nullable=False),
    Column("released_by", Text),
    Column("done", Integer, nullable=False, server_default=text("0")),
    Column("total", Integer, nullable=False, server_default=text("0")),
    Column("folder", Text, nullable=False),
    Column("manifest", Text),
    Column("made_at", DateTime(timezone=True), nullable=False, server_default=NOW),
    Column("started", DateTime(timezone=True)),
    Column("finished", DateTime(timezone=True)),
    Column("error", Text),
    Column("review", BigInteger, nullable=False, server_default=text("0")),
    Column("scope", Text, nullable=False, server_default=text("''::text")),
    UniqueConstraint("district", "request", "number", name="production_number"),
    CheckConstraint(
        "state IN ('waiting', 'running', 'draft', 'released', 'failed')", name="production_state"
    ),
    schema="disclosure",
)

download_link = Table(
    "download_link",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("district", Text, nullable=False, server_default=DISTRICT),
    Column("request", Text, nullable=False),
    Column("production", BigInteger, nullable=False),
    Column("token_hash", LargeBinary, nullable=False),
    Column("passcode_mac", LargeBinary, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False, server_default=NOW),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("wrong", Integer, nullable=False, server_default=text("0")),
    Column("spent_at", DateTime(timezone=True)),
    Column("revoked_at", DateTime(timezone=True)),
    Column("revoked_by", Text),
    ForeignKeyConstraint(["production"], [production.c.id]),
    UniqueConstraint("token_hash", name="download_link_token"),
    Index(
        "download_link_open",
        "district",
        "request",
        unique=True,
        postgresql_where=text("spent_at IS NULL AND revoked_at IS NULL"),
    ),
    schema="disclosure",
)

download_attempt = Table(
    "download_attempt",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("district", Text, nullable=False, server_default=DISTRICT),
    Column("link", BigInteger, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False, server_default=NOW),
    Column("address", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    ForeignKeyConstraint(["link"], [download_link.c.id]),
    Index("download_attempt_link", "link", "at"),
    schema="disclosure",
)

pseudonym = Table(
    "pseudonym",
    metadata,
    Column("district", Text, nullable=False, server_default=DISTRICT),
    Column("request", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("number", Integer, nullable=False),
    PrimaryKeyConstraint("district", "request", "subject"),
    UniqueConstraint("district", "request", "category", "number", name="pseudonym_number"),
    schema="disclosure",
)

review_decision = Table(
    "review_decision",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("district", Text, nullable=False, server_default=DISTRICT),
    Column("request", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("action", Text, nullable=False),
    Column("exemption", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("counsel", Text, nullable=False, server_default=text("''::text")),
    Column("counsel_on", Date),
    Column("reference", Text, nullable=False, server_default=text("''::text")),
    Column("at", DateTime(timezone=True), nullable=False, server_default=NOW),
    UniqueConstraint("district", "request", "place", "version", name="review_decision_version"),
    CheckConstraint(
        "action IN ('redact', 'release', 'not_person', 'withhold', 'whole', 'strip')",
        name="review_action",
    ),
    CheckConstraint(
        "CASE WHEN counsel = '' THEN counsel_on IS NULL "
        "ELSE counsel_on IS NOT NULL AND reference <> '' AND reason <> '' END",
        name="review_counsel",
    ),
    schema="disclosure",
)

review_approval = Table(
    "review_approval",
    metadata,
    Column("district", Text, nullable=False, server_default=DISTRICT),
    Column("request", Text, nullable=False),
    Column("decision", BigInteger, nullable=False),
    Column("person", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False, server_default=NOW),
    PrimaryKeyConstraint("district", "request", "decision", "scope", "person"),
    schema="disclosure",
)
