"""A room that a user began to make, and whose making was refused, leaves no open venue."""

from __future__ import annotations

import logging

from homeroom.registry import venues
from homeroom.steward.task import Office, Task

EVERY_SECONDS = 60.0
logger = logging.getLogger("homeroom.steward")


def close(office: Office) -> None:
    """Close what was begun a minute ago or more, and never finished."""
    with office.engine.begin() as connection:
        closed = venues.close_unfinished(connection)
    if closed:
        logger.info("closed venues of unfinished rooms", extra={"venues": closed})


TASK = Task(name="unfinished", every_seconds=EVERY_SECONDS, act=close)
