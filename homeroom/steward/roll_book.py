"""Keeps a roll in step with the registry: all of it at first, then only what was decided since."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import Connection

from homeroom.registry import decisions, policies
from homeroom.rooms.members import KINDS
from homeroom.rooms.roll import Roll


class RollBook:
    """The roll as of the last `refresh`, and the district's time then; `wall` tells the time."""

    def __init__(self, wall: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._wall = wall
        self._seq = 0
        self.roll = Roll(KINDS)
        self.now = wall()

    def refresh(self, connection: Connection) -> bool:
        """Read what was decided since; was anything?"""
        latest = decisions.latest(connection)
        if latest == self._seq:
            self.now = self._wall().astimezone(self.now.tzinfo)
            return False
        subjects = self.roll.subjects
        changed = (
            decisions.changes_since(connection, self._seq, subjects)
            if self._seq
            else decisions.all_current(connection, subjects)
        )
        self.now = policies.local(connection, self._wall())
        # One that came meanwhile is read again: the state after it is the same.
        self._seq, self.roll = latest, self.roll.after(changed)
        return True
