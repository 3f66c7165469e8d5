"""What is wrong with the record now, as IT must know it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, text

Fault = Literal[
    "capture",
    "differences",
    "not_compared",
    "outbox_long",
    "outbox_late",
    "media_missing",
    "not_published",
    "not_held_outside",
    "backup_late",
]


LOOK = text("""
    SELECT clock_timestamp() AS now,
           outbox.capture_state() AS capture,
           (SELECT count(*) FROM outbox.entry WHERE district = here.district) AS pending,
           (SELECT min(at) FROM outbox.entry WHERE district = here.district) AS oldest_pending,
           last.at AS compared_at,
           coalesce(last.differences, 0) AS differences,
           (SELECT min(since) FROM archive.media_pending AS m
            WHERE m.district = here.district AND m.tries > 0) AS oldest_missing_media,
           coalesce(tree.size, 0) - coalesce(note.size, 0) AS unpublished,
           note.at AS published_at,
           coalesce((SELECT min(at) FROM registry.decision), clock_timestamp()) AS since
    FROM registry.district AS here
    LEFT JOIN LATERAL (SELECT at, differences FROM archive.reconciliation AS r
        WHERE r.district = here.district ORDER BY at DESC LIMIT 1) AS last ON true
    LEFT JOIN LATERAL (SELECT epoch, size FROM archive.tree AS t
        WHERE t.district = here.district ORDER BY epoch DESC LIMIT 1) AS tree ON true
    LEFT JOIN LATERAL (SELECT size, at FROM archive.checkpoint AS c
        WHERE c.district = here.district AND c.epoch = tree.epoch
        ORDER BY size DESC LIMIT 1) AS note ON true
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """From when on something is a fault."""

    outbox_rows: int = 20_000
    outbox_age: timedelta = timedelta(seconds=60)
    compared_within: timedelta = timedelta(hours=36)
    media_age: timedelta = timedelta(hours=1)
    published_within: timedelta = timedelta(hours=2)
    backed_up_within: timedelta = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """How far the backup is; None is never, or that nobody knows."""

    taken: datetime | None
    """Up to when log and files are in it."""
    whole: datetime | None
    """When the newest whole one began."""
    whole_within: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """The record at one moment. Times are aware; None is never."""

    now: datetime
    capture: str
    pending: int
    oldest_pending: datetime | None
    compared_at: datetime | None
    differences: int
    """What the last comparison with the homeserver found."""
    oldest_missing_media: datetime | None
    unpublished: int
    published_at: datetime | None
    places_behind: int = 0
    """Places outside that should hold a newer checkpoint than they do."""
    backup: Backup | None = None
    """None where the district has its own."""
    since: datetime
    """When the district began: nothing is overdue before that plus its limit."""


def faults(health: Health, limits: Limits) -> tuple[Fault, ...]:
    """All that is wrong, the worst first."""

    def overdue(moment: datetime | None, limit: timedelta) -> bool:
        return moment is not None and health.now - moment > limit

    found: tuple[tuple[Fault, bool], ...] = (
        ("capture", health.capture != "working"),
        ("differences", health.differences > 0),
        ("outbox_long", health.pending > limits.outbox_rows),
        ("outbox_late", overdue(health.oldest_pending, limits.outbox_age)),
        ("media_missing", overdue(health.oldest_missing_media, limits.media_age)),
        (
            "not_published",
            health.unpublished > 0
            and overdue(health.published_at or health.since, limits.published_within),
        ),
        ("not_held_outside", health.places_behind > 0),
        ("backup_late", health.backup is not None and _is_late(health.backup, health, limits)),
        ("not_compared", overdue(health.compared_at or health.since, limits.compared_within)),
    )
    return tuple(fault for fault, is_so in found if is_so)


def _is_late(backup: Backup, health: Health, limits: Limits) -> bool:
    log = health.now - (backup.taken or health.since) > limits.backed_up_within
    return log or health.now - (backup.whole or health.since) > backup.whole_within


def look(connection: Connection) -> Health:
    """How the record stands now, by the database's clock."""
    return Health(**connection.execute(LOOK).one()._mapping)
