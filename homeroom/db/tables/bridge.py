"""What bridges keep: what came in, what becomes of it, and who and where it belongs to."""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
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

from homeroom.db.tables import metadata
from homeroom.db.tables.registry import DISTRICT, NOW

EMPTY = text("''::text")

inbox = Table(
    "inbox",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("district", Text, nullable=False, server_default=DISTRICT),
    Column("network", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("received", DateTime(timezone=True), nullable=False, server_default=NOW),
    Column("body", LargeBinary, nullable=False),
    Column("opened", DateTime(timezone=True)),
    Column("reason", Text, nullable=False, server_default=EMPTY),
    CheckConstraint("source IN ('webhook', 'matrix')", name="inbox_source"),
    Index("inbox_unopened", "network", "id", postgresql_where=text("opened IS NULL")),
    schema="bridge",
)

item = Table(
    "item",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("district", Text, nullable=False, server_default=DISTRICT),
    Column("network", Text, nullable=False),
    Column("direction", Text, nullable=False),
    Column("inbox", BigInteger, ForeignKey(inbox.c.id), nullable=False),
    Column("kind", Text, nullable=False),
    Column("remote_id", Text, nullable=False),
    Column("conversation", Text, nullable=False),
    Column("sent_at", DateTime(timezone=True), nullable=False),
    Column("payload", Text, nullable=False),
    Column("state", Text, nullable=False, server_default=text("'waiting'::text")),
    Column("code", Text, nullable=False, server_default=EMPTY),
    Column("reason", Text, nullable=False, server_default=EMPTY),
    Column("tries", Integer, nullable=False, server_default=text("0")),
    Column("due", DateTime(timezone=True), nullable=False, server_default=NOW),
    Column("judged", BigInteger, nullable=False, server_default=text("0")),
    Column("started", DateTime(timezone=True)),
    Column("result", Text),
    Column("room_id", Text),
    Column("delivery", Text, nullable=False, server_default=EMPTY),
    Column("notice", Text, nullable=False, server_default=EMPTY),
    Column("noticed", Boolean, nullable=False, server_default=text("false")),
    Column("added", DateTime(timezone=True), nullable=False, server_default=NOW),
    Column("changed", DateTime(timezone=True), nullable=False, server_default=NOW),
    Column("urgent", Boolean, nullable=False, server_default=text("false")),
    CheckConstraint("direction IN ('in', 'out')", name="item_direction"),
    CheckConstraint(
        "state IN ('waiting', 'quarantined', 'done', 'stopped', 'aside')", name="item_state"
    ),
    UniqueConstraint("district", "network", "direction", "remote_id", name="item_once"),
    Index(
        "item_open",
        "network",
        "direction",
        "conversation",
        postgresql_where=text("state IN ('waiting', 'quarantined')"),
    ),
    Index("item_result", "network", "result"),
    Index(
        "item_notice",
        "network",
        "id",
        postgresql_where=text("notice <> '' AND NOT noticed"),
    ),
    schema="bridge",
)

media = Table(
    "media",
    metadata,
    Column("item", BigInteger, ForeignKey(item.c.id), primary_key=True),
    Column("sha256", Text),
    Column("size", BigInteger),
    Column("mime", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("reason", Text, nullable=False, server_default=EMPTY),
    schema="bridge",
)

ghost = Table(
    "ghost",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("district", Text, nullable=False, server_default=DISTRICT),
    Column("network", Text, nullable=False),
    Column("localpart", Text, nullable=False),
    Column("name", Text, nullable=False, server_default=EMPTY),
    Column("made", DateTime(timezone=True), nullable=False, server_default=NOW),
    UniqueConstraint("district", "localpart", name="ghost_localpart"),
    schema="bridge",
)

alias = Table(
    "alias",
    metadata,
    Column("district", Text, nullable=False, server_default=DISTRICT),
    Column("network", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("ghost", BigInteger, ForeignKey(ghost.c.id), nullable=False),
    Column("since", DateTime(timezone=True), nullable=False, server_default=NOW),
    Column("until", DateTime(timezone=True)),
    PrimaryKeyConstraint("district", "network", "kind", "value", "since"),
    Index(
        "alias_now",
        "district",
        "network",
        "kind",
        "value",
        unique=True,
        postgresql_where=text("until IS NULL"),
    ),
    schema="bridge",
)

portal = Table(
    "portal",
    metadata,
    Column("id", Text, primary_key=True),
    Column("district", Text, nullable=False, server_default=DISTRICT),
    Column("network", Text, nullable=False),
    Column("ghost", BigInteger, ForeignKey(ghost.c.id), nullable=False),
    Column("student", Text, nullable=False),
    Column("class_id", Text, nullable=False),
    Column("room_id", Text),
    Column("invited", ARRAY(Text), nullable=False, server_default=text("'{}'::text[]")),
    Column("made", DateTime(timezone=True), nullable=False, server_default=NOW),
    UniqueConstraint("district", "network", "ghost", "student", name="portal_once"),
    Index("portal_room", "room_id", unique=True),
    schema="bridge",
)
