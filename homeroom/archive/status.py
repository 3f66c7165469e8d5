"""How the archive stands: what is sealed, what waits, what is published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from homeroom.archive import read

OUTBOX = text("""
    SELECT count(*) AS pending,
           coalesce(extract(epoch FROM clock_timestamp() - min(at)), 0) AS oldest
    FROM outbox.entry WHERE district = registry.this_district()
""")
OTHERS = text("""
    SELECT (SELECT coalesce(sum(size), 0) FROM archive.tree
            WHERE district = registry.this_district()) AS entries,
           (SELECT count(*) FROM archive.duplicate
            WHERE district = registry.this_district()) AS duplicates,
           (SELECT count(*) FROM archive.media
            WHERE district = registry.this_district()) AS media,
           (SELECT count(*) FROM archive.media_pending
            WHERE district = registry.this_district()) AS media_pending,
           (SELECT problem FROM archive.media_pending
            WHERE district = registry.this_district() AND tries > 0
            ORDER BY since LIMIT 1) AS media_problem
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The checkpoint published last."""

    epoch: int
    size: int
    root: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """What is committed and not sealed yet; its age is in seconds."""

    pending: int
    oldest_pending_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The archive at one moment. `unpublished` entries are under no checkpoint yet."""

    entries: int
    pending: int
    oldest_pending_seconds: float
    duplicates: int
    media: int
    media_pending: int
    media_problem: str | None
    """Why the one that waits longest could not be kept when it was tried last."""
    epoch: int
    root: str | None
    unpublished: int
    checkpoint: Published | None


def backlog(connection: Connection) -> Backlog:
    """The outbox alone, which is cheap to ask for."""
    row = connection.execute(OUTBOX).one()
    return Backlog(pending=row.pending, oldest_pending_seconds=round(float(row.oldest), 3))


def status(connection: Connection) -> Status:
    """How the archive stands now."""
    waiting = backlog(connection)
    others = connection.execute(OTHERS).one()
    head = read.head(connection)
    latest = read.latest_checkpoint(connection)
    size = head.size if head else 0
    covered = 0
    if head and latest and latest.checkpoint.epoch == head.epoch:
        covered = latest.checkpoint.size
    return Status(
        entries=int(others.entries),
        pending=waiting.pending,
        oldest_pending_seconds=waiting.oldest_pending_seconds,
        duplicates=others.duplicates,
        media=others.media,
        media_pending=others.media_pending,
        media_problem=others.media_problem,
        epoch=head.epoch if head else 1,
        root=head.root.hex() if head else None,
        unpublished=size - covered,
        checkpoint=None if latest is None else _published(latest),
    )


def _published(latest: read.StoredCheckpoint) -> Published:
    return Published(
        epoch=latest.checkpoint.epoch,
        size=latest.checkpoint.size,
        root=latest.checkpoint.root.hex(),
        at=latest.at,
    )
