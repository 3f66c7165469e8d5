"""The registry: every decision the district takes, appended; the latest of a key is its state."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Identity,
    Index,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from homeroom.db.tables import metadata

DISTRICT = text("registry.this_district()")
NOW = text("clock_timestamp()")

NAMED = ("student", "guardian", "person", "class_id", "room_id", "user_id", "roster_id")
"""Fields of states by which they are asked for: about whom, and of where."""

district = Table(
    "district", metadata, Column("district", Text, primary_key=True), schema="registry"
)

installed = Table(
    "installed",
    metadata,
    Column("component", Text, primary_key=True),
    Column("version", Text, nullable=False),
    schema="registry",
)

decision = Table(
    "decision",
    metadata,
    Column("seq", BigInteger, Identity(always=True), primary_key=True),
    Column("district", Text, nullable=False, server_default=DISTRICT),
    Column("at", DateTime(timezone=True), nullable=False, server_default=NOW),
    Column("via", Text, nullable=False, server_default=text("SESSION_USER")),
    Column("actor", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("state", JSONB, nullable=False),
    Column("note", Text, nullable=False, server_default=text("''::text")),
    Index("decision_key", "district", "subject", "key", "seq"),
    schema="registry",
)

current = Table(
    "current",
    metadata,
    Column("district", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("actor", Text, nullable=False),
    Column("state", JSONB, nullable=False),
    PrimaryKeyConstraint("district", "subject", "key"),
    Index("current_seq", "seq"),
    Index("current_policy", "seq", postgresql_where=text("subject = 'policy'")),
    Index("current_sealed_image", "seq", postgresql_where=text("subject = 'sealed_image'")),
    Index(
        "current_guardian_account",
        "seq",
        postgresql_where=text(
            "subject = 'person' AND (state -> 'roles') = '[\"guardian\"]'"
            " AND (state ->> 'user_id') IS NOT NULL"
        ),
    ),
    Index(
        "current_roles",
        text("(state -> 'roles')"),
        postgresql_using="gin",
        postgresql_where=text("subject = 'person'"),
    ),
    Index(
        "current_phones",
        text("(state -> 'phones')"),
        postgresql_using="gin",
        postgresql_where=text("subject = 'person'"),
    ),
    *(
        Index(
            f"current_{name}",
            "subject",
            text(f"(state ->> '{name}')"),
            postgresql_where=text(f"(state ->> '{name}') IS NOT NULL"),
        )
        for name in NAMED
    ),
    schema="registry",
)
