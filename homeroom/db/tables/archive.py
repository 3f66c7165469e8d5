"""The archive: the log (tree, leaf, node, checkpoint), and apart from it what it speaks of."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    column,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR

from homeroom.db.tables import metadata
from homeroom.db.tables.registry import DISTRICT, NOW

SCHEMA = "archive"


def _entry() -> tuple[Column[str], Column[int], Column[int]]:
    """The columns that name an entry: a district's log, an epoch of it, the place in it."""
    return (
        Column("district", Text, nullable=False),
        Column("epoch", Integer, nullable=False),
        Column("index", BigInteger, nullable=False),
    )


def _hash(name: str) -> tuple[Column[bytes], CheckConstraint]:
    return Column(name, LargeBinary, nullable=False), CheckConstraint(f"length({name}) = 32")


def _time(name: str, *, now: bool = False) -> Column[object]:
    return Column(
        name, DateTime(timezone=True), nullable=False, server_default=NOW if now else None
    )


tree = Table(
    "tree",
    metadata,
    Column("district", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("size", BigInteger, nullable=False),
    *_hash("root"),
    Column("frontier", LargeBinary, nullable=False),
    PrimaryKeyConstraint("district", "epoch"),
    CheckConstraint("epoch > 0"),
    CheckConstraint("size >= 0"),
    schema=SCHEMA,
)

leaf = Table(
    "leaf",
    metadata,
    *_entry(),
    Column("kind", Text, nullable=False),
    _time("at"),
    Column("version", SmallInteger, nullable=False),
    *_hash("commitment"),
    *_hash("leaf_hash"),
    PrimaryKeyConstraint("district", "epoch", "index"),
    CheckConstraint("index >= 0"),
    schema=SCHEMA,
)

node = Table(
    "node",
    metadata,
    Column("district", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("level", SmallInteger, nullable=False),
    Column("index", BigInteger, nullable=False),
    *_hash("hash"),
    PrimaryKeyConstraint("district", "epoch", "level", "index"),
    CheckConstraint("level >= 8"),
    CheckConstraint("index >= 0"),
    schema=SCHEMA,
)

checkpoint = Table(
    "checkpoint",
    metadata,
    Column("district", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("size", BigInteger, nullable=False),
    *_hash("root"),
    Column("note", Text, nullable=False),
    _time("at", now=True),
    PrimaryKeyConstraint("district", "epoch", "size"),
    schema=SCHEMA,
)

hand_over = Table(
    "hand_over",
    metadata,
    Column("district", Text, nullable=False, server_default=DISTRICT),
    Column("epoch", Integer, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("note", Text, nullable=False),
    _time("at", now=True),
    PrimaryKeyConstraint("district", "epoch", "size"),
    schema=SCHEMA,
)

anchored = Table(
    "anchored",
    metadata,
    Column("district", Text, nullable=False, server_default=DISTRICT),
    Column("target", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("size", BigInteger, nullable=False),
    _time("at", now=True),
    Column("receipt", LargeBinary, nullable=False, server_default=text("''::bytea")),
    PrimaryKeyConstraint("district", "target", "epoch", "size"),
    schema=SCHEMA,
)

payload = Table(
    "payload",
    metadata,
    *_entry(),
    *_hash("salt"),
    Column("payload", Text, nullable=False),
    PrimaryKeyConstraint("district", "epoch", "index"),
    schema=SCHEMA,
)

origin = Table(
    "origin",
    metadata,
    Column("district", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("index", BigInteger, nullable=False),
    PrimaryKeyConstraint("district", "kind", "key"),
    UniqueConstraint("district", "epoch", "index", name="origin_entry"),
    schema=SCHEMA,
)

duplicate = Table(
    "duplicate",
    metadata,
    Column("district", Text, nullable=False),
    Column("outbox_id", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    _time("at"),
    Column("epoch", Integer, nullable=False),
    Column("index", BigInteger, nullable=False),
    PrimaryKeyConstraint("district", "outbox_id"),
    schema=SCHEMA,
)

search = Table(
    "search",
    metadata,
    *_entry(),
    _time("at"),
    Column("kind", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("room_id", Text),
    Column("sender", Text),
    Column("event_id", Text),
    Column("network", Text),
    Column("verdict", Text),
    Column("text", Text, nullable=False),
    Column("tsv", TSVECTOR, nullable=False),
    PrimaryKeyConstraint("district", "at", "epoch", "index", name="search_order"),
    Index("search_entry", "district", "epoch", "index"),
    Index("search_of_sender", "district", "sender", "at"),
    Index("search_of_room", "district", "room_id", "at"),
    Index("search_of_kind", "district", "kind", "at", postgresql_where=text("kind <> 'event'")),
    Index(
        "search_of_network",
        "district",
        "network",
        "at",
        postgresql_where=text("network IS NOT NULL"),
    ),
    Index(
        "search_of_verdict",
        "district",
        "verdict",
        "at",
        postgresql_where=text("verdict IS NOT NULL"),
    ),
    Index("search_of_words", "tsv", postgresql_using="gin"),
    schema=SCHEMA,
    postgresql_partition_by="RANGE (district, at)",
)
"""What can be found of an entry; a partition a month (`homeroom.db.search_months`)."""

attachment = Table(
    "attachment",
    metadata,
    *_entry(),
    Column("mxc", Text, nullable=False),
    Column("part", Integer, nullable=False),
    _time("at"),
    Column("name", Text, nullable=False),
    Column("names", TSVECTOR, nullable=False),
    Column("text", Text, nullable=False),
    Column("tsv", TSVECTOR, nullable=False),
    PrimaryKeyConstraint("district", "epoch", "index", "mxc", "part"),
    CheckConstraint("part >= 0"),
    Index("attachment_words", "tsv", postgresql_using="gin"),
    Index("attachment_names", "names", postgresql_using="gin"),
    schema=SCHEMA,
)

attachment_progress = Table(
    "attachment_progress",
    metadata,
    Column("district", Text, server_default=DISTRICT, primary_key=True),
    Column("epoch", Integer, nullable=False),
    Column("next", BigInteger, nullable=False),
    schema=SCHEMA,
)
"""Up to where in the log the files that entries name are in `attachment`."""

media = Table(
    "media",
    metadata,
    Column("district", Text, nullable=False),
    Column("mxc", Text, nullable=False),
    *_hash("sha256"),
    Column("size", BigInteger, nullable=False),
    Column("mime", Text),
    Column("name", Text),
    Column("epoch", Integer, nullable=False),
    Column("index", BigInteger, nullable=False),
    PrimaryKeyConstraint("district", "mxc"),
    Index("media_file", "district", "sha256"),
    schema=SCHEMA,
)

media_object = Table(
    "media_object",
    metadata,
    Column("district", Text, nullable=False, server_default=DISTRICT),
    *_hash("sha256"),
    Column("name", Text, nullable=False),
    Column("key_id", Text, nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
    _time("at", now=True),
    PrimaryKeyConstraint("district", "sha256"),
    Index("media_object_key", "district", "key_id"),
    schema=SCHEMA,
)

media_reference = Table(
    "media_reference",
    metadata,
    *_entry(),
    Column("mxc", Text, nullable=False),
    PrimaryKeyConstraint("district", "epoch", "index", "mxc"),
    Index("media_reference_mxc", "district", "mxc"),
    schema=SCHEMA,
)

media_pending = Table(
    "media_pending",
    metadata,
    Column("district", Text, nullable=False),
    Column("mxc", Text, nullable=False),
    _time("since", now=True),
    Column("tries", Integer, nullable=False, server_default=text("0")),
    _time("retry_at", now=True),
    Column("problem", Text, nullable=False, server_default=text("''::text")),
    PrimaryKeyConstraint("district", "mxc"),
    schema=SCHEMA,
)

reconciliation = Table(
    "reconciliation",
    metadata,
    Column("district", Text, nullable=False, server_default=DISTRICT),
    _time("at", now=True),
    Column("events", BigInteger, nullable=False),
    Column("capture", Text, nullable=False),
    Column("differences", BigInteger, nullable=False),
    PrimaryKeyConstraint("district", "at"),
    schema=SCHEMA,
)

sealed_entry = table(
    "sealed_entry",
    column("district", Text),
    column("epoch", Integer),
    column("index", BigInteger),
    schema=SCHEMA,
)
"""A view: the entries that show a sealed image."""
