"""Keeps the registry's snapshot fresh in this process, off the reactor."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine, text

from homeroom.registry.snapshot import Snapshot, caught_up

REFRESH_SECONDS = 0.5
CAPTURE_CHECK_SECONDS = 5.0
MOST_WAITING = 100_000
"""Outbox rows. IT is told long before (`homeroom.archive.health`); here nothing more is taken."""
CHECK = text("SELECT outbox.capture_state() AS capture, outbox.waiting(:most) AS waiting")


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What this process judges by: a snapshot, and when it was last known to be current."""

    snapshot: Snapshot
    confirmed: float
    """`time.monotonic()` of the last time the database confirmed it."""
    capture: str
    """What the database says of the capture trigger: `working`, or what is wrong."""
    capture_checked: float
    behind: bool = False
    """So much waits to be archived that no more is taken."""


class SnapshotHolder:
    """One a process. `refresh` runs in a thread; `held` is read on the reactor."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.monotonic) -> None:
        self._engine = engine
        self._clock = clock
        never = float("-inf")
        self.held = Held(
            snapshot=Snapshot(), confirmed=never, capture="unchecked", capture_checked=never
        )

    @property
    def age(self) -> float:
        """Seconds since the database last confirmed the snapshot, by the monotonic clock."""
        return self._clock() - self.held.confirmed

    def refresh(self) -> int | None:
        """Fetch what changed. Returns the new `seq` if this process adopted another version."""
        asked, before = self._clock(), self.held
        with self._engine.connect() as connection:
            snapshot = caught_up(connection, before.snapshot)
            capture, checked = before.capture, before.capture_checked
            behind = before.behind
            if capture != "working" or asked - checked >= CAPTURE_CHECK_SECONDS:
                row = connection.execute(CHECK, {"most": MOST_WAITING}).one()
                capture, behind = str(row.capture), row.waiting >= MOST_WAITING
                checked = asked
        self.held = Held(
            snapshot=snapshot,
            confirmed=asked,
            capture=capture,
            capture_checked=checked,
            behind=behind,
        )
        return snapshot.seq if snapshot.seq != before.snapshot.seq else None
