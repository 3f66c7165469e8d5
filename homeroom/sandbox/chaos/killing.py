"""Kills a process of a district with SIGKILL, and waits until all is well again."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from homeroom.errors import HomeroomError
from homeroom.sandbox import instance, measure
from homeroom.sandbox.chaos import gates
from homeroom.sandbox.chaos.ledger import Ledger
from homeroom.sandbox.chaos.plan import Kill, Target

WELL_WITHIN = 180.0
LOOK = 0.05
SEALED = text("SELECT EXISTS (SELECT FROM archive.origin WHERE kind = 'event' AND key = :key)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One kill that was carried out, with the seconds until all was well again."""

    kill: Kill
    reached: bool
    """Was the process held at the moment that was wanted?"""
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Killer:
    """Works on the district of a data folder; `database` is its superuser's."""

    data: Path
    checkpoints: Path
    database: Engine
    ledger: Ledger

    def kill(self, kill: Kill) -> Done:
        """Wait for the moment, kill, and wait until a message that is sent now is archived."""
        sleep(kill.pause)
        archiver = self._pid(Target.ARCHIVER)
        with gates.shut(kill.moment, self.database, self.checkpoints, archiver) as gate:
            pid = self._pid(kill.target)
            began = monotonic()
            end_at_once(pid, with_children=kill.target is Target.POSTGRES)
            if kill.undone:
                gate.turn_back()
        self._until(f"{kill.target.value} did not come back", lambda: self._is_back(kill, pid))
        self._until("nothing is archived any more", lambda: self._archives(began))
        return Done(kill=kill, reached=gate.reached, seconds=monotonic() - began)

    def _pid(self, target: Target) -> int:
        found = [row["pid"] for row in self._rows() if row["name"] == target.value]
        if not found or found[0] is None:
            raise HomeroomError(f"{target.value} does not run; see {self.data}/logs")
        return int(found[0])

    def _rows(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = instance.read_status(self.data)["processes"]
        return rows

    def _is_back(self, kill: Kill, pid: int) -> bool:
        status = instance.read_status(self.data)
        rows = {row["name"]: row["pid"] for row in status["processes"]}
        return bool(status["ready"]) and rows[kill.target.value] not in (None, pid)

    def _archives(self, moment: float) -> bool:
        first = self.ledger.first_after(moment)
        if first is None:
            return False
        with contextlib.suppress(DBAPIError), self.database.connect() as connection:
            return bool(connection.scalar(SEALED, {"key": first.event_id}))
        return False

    def _until(self, otherwise: str, so: Callable[[], bool]) -> None:
        deadline = monotonic() + WELL_WITHIN
        while not so():
            if monotonic() > deadline:
                raise HomeroomError(f"{otherwise} within {WELL_WITHIN:.0f} s; see {self.data}/logs")
            sleep(LOOK)


def end_at_once(pid: int, *, with_children: bool) -> None:
    """SIGKILL; with its children at once, as when a machine stops: none finishes anything."""
    ended = sorted(measure.descendants(pid)) if with_children else [pid]
    for each in ended:
        with contextlib.suppress(ProcessLookupError):
            os.kill(each, signal.SIGKILL)
