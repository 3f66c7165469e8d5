"""Roles that begin or end with a day: as the roster says, on that day, by the district's clock."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, date, datetime

from homeroom.registry import people, policies
from homeroom.steward.task import Office, Task

EVERY_SECONDS = 60.0
logger = logging.getLogger("homeroom.steward")


class Roles:
    """The task; it remembers the day it did, and a steward that starts anew does it again."""

    def __init__(self, wall: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._wall = wall
        self._done: date | None = None

    def __call__(self, office: Office) -> None:
        """Once a day; an import on the same day says the same."""
        with office.engine.begin() as connection:
            today = policies.local_day(connection, self._wall())
            if today == self._done:
                return
            changed = people.record_roles(connection, today)
        self._done = today
        if changed:
            logger.info("roles of the day", extra={"people": changed})


TASK = Task(name="roles", every_seconds=EVERY_SECONDS, act=Roles())
