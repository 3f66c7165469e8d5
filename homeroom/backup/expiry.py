"""The end of backups: after `retention.backup_days` nothing that was destroyed is in any of them.

What was destroyed on a day is in no base backup that began later, nor in the write-ahead log after
that. So a base goes when it is as old as that, with the log and the files that only it needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from homeroom.backup import database, files
from homeroom.backup.database import Base
from homeroom.backup.repository import Repository
from homeroom.errors import HomeroomError

SEGMENT = slice(8, 24)
"""Of a segment's name, what is after the timeline."""
EARLY = timedelta(hours=2)
"""It is looked at once an hour, and certificates name a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expired:
    """The objects that go, or went."""

    bases: tuple[str, ...]
    wal: tuple[str, ...]
    lists: tuple[str, ...]
    files: tuple[str, ...]

    @property
    def objects(self) -> tuple[str, ...]:
        """All, in the order in which they are removed: killed in between, the next run goes on."""
        return self.bases + self.wal + self.lists + self.files


def expire(repository: Repository, days: int, now: datetime, *, dry_run: bool = False) -> Expired:
    """Remove what is too old. `HomeroomError` where no younger base would be left."""
    with repository.alone():
        due = _due(repository, now - timedelta(days=days) + EARLY)
        if not dry_run:
            for name in due.objects:
                repository.delete(name)
    return due


def is_due(repository: Repository, days: int, now: datetime) -> bool:
    """Is there anything to remove? Cheap to ask."""
    found = database.bases(repository)
    return bool(found) and found[0].began <= now - timedelta(days=days) + EARLY


def _due(repository: Repository, before: datetime) -> Expired:
    found = database.bases(repository)
    staying = [base for base in found if base.began > before]
    if found and not staying:
        raise HomeroomError(
            f"the newest backup is of {found[-1].began:%Y-%m-%d} and has to go, and there is no "
            "later one: make one with `homeroom backup run`, then run this again"
        )
    kept = {base.object for base in staying}
    oldest = staying[0] if staying else None
    needed_from = min((base.wal[SEGMENT] for base in staying), default="")
    lists = _lists(repository, oldest)
    return Expired(
        bases=tuple(
            name
            for name in repository.names("bases")
            if files.moment(name) <= before and name not in kept
        ),
        wal=tuple(name for name in repository.names("wal") if _needless(name, needed_from)),
        lists=tuple(lists),
        files=tuple(sorted(_unnamed(repository, set(lists)))),
    )


def _needless(name: str, needed_from: str) -> bool:
    """Is it older than what any base begins in, of whatever timeline? Histories are few words."""
    segment = database.segment_of(name)
    return not segment.endswith(".history") and segment[SEGMENT] < needed_from


def _lists(repository: Repository, oldest: Base | None) -> list[str]:
    """Those before the last whole list that the oldest base begins with."""
    if oldest is None:
        return []
    before = [name for name in repository.names("lists") if files.moment(name) <= oldest.began]
    return before[
        : max((n for n, name in enumerate(before) if _whole(repository, name)), default=0)
    ]


def _whole(repository: Repository, name: str) -> bool:
    return bool(repository.get_json(name)["whole"])


def _unnamed(repository: Repository, going: set[str]) -> set[str]:
    staying = files.named(repository, going)
    return {name for name in repository.names("files") if name not in staying}
