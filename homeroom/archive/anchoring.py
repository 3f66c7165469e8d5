"""Which published checkpoint goes where next, and what went where (invariant 3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, insert, text

from homeroom.archive.read import StoredCheckpoint
from homeroom.config import AnchorsSection
from homeroom.db.tables import archive as tables

HELD = text("""
    SELECT DISTINCT ON (target) target, epoch, size, at, receipt FROM archive.anchored
    WHERE district = registry.this_district() ORDER BY target, epoch DESC, size DESC
""")

Kind = Literal["folder", "mail", "hook", "s3", "stamp"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One place outside; `where` is a folder, an address, a URL or a bucket."""

    kind: Kind
    where: str

    @property
    def name(self) -> str:
        return f"{self.kind}:{self.where}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchored:
    """The newest checkpoint that a place has, and its answer: a stamp, or nothing."""

    epoch: int
    size: int
    at: datetime
    receipt: bytes


def targets(anchors: AnchorsSection) -> tuple[Target, ...]:
    """The places of a configuration."""
    stamp = [anchors.stamp.url] if anchors.stamp else []
    bucket = [f"{anchors.s3.bucket}/{anchors.s3.prefix}"] if anchors.s3 else []
    places: tuple[tuple[Kind, Iterable[object]], ...] = (
        ("folder", anchors.folders),
        ("mail", anchors.mail),
        ("hook", anchors.hooks),
        ("s3", bucket),
        ("stamp", stamp),
    )
    return tuple(Target(kind=kind, where=str(where)) for kind, wheres in places for where in wheres)


def due(
    places: Iterable[Target],
    latest: StoredCheckpoint,
    held: Mapping[str, Anchored],
    now: datetime,
    every: timedelta,
) -> list[Target]:
    """The places that have waited long enough, and do not have the latest checkpoint."""

    def lacks(place: Target) -> bool:
        has = held.get(place.name)
        if has is None:
            return True
        newer = (has.epoch, has.size) < (latest.checkpoint.epoch, latest.checkpoint.size)
        return newer and now - has.at >= every

    return [place for place in places if lacks(place)]


def behind(
    places: Iterable[Target],
    latest: StoredCheckpoint | None,
    has: Mapping[str, Anchored],
    now: datetime,
    every: timedelta,
) -> int:
    """How many places lack the latest checkpoint though three turns are over."""
    if latest is None:
        return 0
    waited = due(places, latest, has, now, 3 * every)
    return sum(place.name in has or now - latest.at >= 3 * every for place in waited)


def held(connection: Connection) -> dict[str, Anchored]:
    """By the name of a place: what it has."""
    rows = connection.execute(HELD)
    return {
        row.target: Anchored(epoch=row.epoch, size=row.size, at=row.at, receipt=bytes(row.receipt))
        for row in rows
    }


def note_held(
    connection: Connection, place: Target, latest: StoredCheckpoint, receipt: bytes
) -> None:
    """Write down that a place has a checkpoint now."""
    row = {
        "target": place.name,
        "epoch": latest.checkpoint.epoch,
        "size": latest.checkpoint.size,
        "receipt": receipt,
    }
    connection.execute(insert(tables.anchored).values(row))
