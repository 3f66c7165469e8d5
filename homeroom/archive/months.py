"""The months of the search table: made ahead, and for what came without one."""

from __future__ import annotations

import logging

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

MAKE = text("SELECT archive.make_months()")
LOCKED = "55P03"
"""SQLSTATE lock_not_available."""
logger = logging.getLogger("homeroom.archiver")


def make(connection: Connection) -> int:
    """Make the months that are missing, and commit; how many.

    Without its month an entry lies in the rest, found like any other: where somebody reads that
    just now, it is tried again later.
    """
    try:
        made = int(connection.scalar(MAKE) or 0)
        connection.commit()
    except DBAPIError as error:
        connection.rollback()
        if getattr(error.orig, "pgcode", None) != LOCKED:
            raise
        logger.info("no month made: the table is in use")
        return 0
    return made
