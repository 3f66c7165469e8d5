"""Which of PostgreSQL's timelines was written at a moment: each restore begins another one.

A timeline's history file names its ancestors and where each was left. It is handed over when the
timeline begins, and the repository keeps when that was.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from homeroom.backup.database import Base, segment_of
from homeroom.backup.repository import Repository

SEGMENT_BITS = 24
"""Segments of 16 MB, as `homeroom up` makes them."""
_LEFT = re.compile(rb"^(\d+)\s+([0-9A-F]+)/([0-9A-F]+)\s", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Its name as segments bear it; the segment up to which each ancestor leads to it."""

    name: str
    begun: datetime
    left: Mapping[str, str] = field(default_factory=dict)

    def follows(self, base: Base) -> bool:
        """Can the log of this timeline be played on a base?"""
        own = base.timeline == self.name
        return own or base.wal[8:] <= self.left.get(base.timeline, "")


def known(repository: Repository) -> list[Timeline]:
    """Every timeline that began after a restore, the first first."""
    found = [
        Timeline(
            name=segment_of(name)[:8],
            begun=datetime.fromtimestamp((repository.root / name).stat().st_mtime, UTC),
            left=left(b"".join(repository.get(name))),
        )
        for name in repository.names("wal")
        if segment_of(name).endswith(".history")
    ]
    return sorted(found, key=lambda each: each.name)


def left(history: bytes) -> dict[str, str]:
    """From a history file: the segment, without its timeline, in which each ancestor was left."""
    return {
        f"{int(number):08X}": f"{int(high, 16):08X}{int(low, 16) >> SEGMENT_BITS:08X}"
        for number, high, low in _LEFT.findall(history)
    }


def written_at(repository: Repository, until: datetime | None, first: str) -> Timeline:
    """The timeline of a moment; the newest of all for None, `first` before any restore."""
    begun = [each for each in known(repository) if until is None or each.begun <= until]
    return begun[-1] if begun else Timeline(name=first, begun=datetime.min.replace(tzinfo=UTC))
