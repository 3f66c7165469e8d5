"""Which archiver is active: the one that holds the lock, as long as it lives.

A process that is stopped, or whose machine is gone, still holds its lock: the database has not
heard that it ended. So the active one gives a sign of life, and whoever stands by shuts out one
that gave none for a while: its sessions end, their transactions are rolled back, and the lock is
free. If it wakes up it finds its connections gone, and stands by. Nothing can be sealed twice by
this: what is not committed is not, and each batch is checked against the tree under its own lock.
"""

from __future__ import annotations

import logging
import secrets
import threading
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import InterfaceError, OperationalError

BEAT_SECONDS = 0.5
STANDBY_SECONDS = 1.0
SILENT_SECONDS = 3.0
"""Together with a look each second: another is ready within 5 s."""

LOCK = text("SELECT pg_try_advisory_lock(hashtext('homeroom.archiver'), hashtext(:district))")
BEAT = text("SELECT")
# A session that waits for its client (in a COPY, say) is no sign of life of that client.
SHUT_OUT = text("""
    SELECT pg_terminate_backend(session.pid)
    FROM pg_locks AS lock
    JOIN pg_stat_activity AS holder ON holder.pid = lock.pid
    JOIN pg_stat_activity AS session
        ON session.usename = holder.usename AND session.application_name = holder.application_name
    WHERE lock.locktype = 'advisory' AND lock.granted AND lock.objsubid = 2
    AND lock.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND lock.classid::bigint = hashtext('homeroom.archiver')::bigint & 4294967295
    AND lock.objid::bigint = hashtext(:district)::bigint & 4294967295
    AND holder.usename = session_user AND holder.application_name <> :own
    AND NOT EXISTS (
        SELECT FROM pg_stat_activity AS life
        WHERE life.usename = holder.usename AND life.application_name = holder.application_name
        AND (life.state_change > clock_timestamp() - :silent * interval '1 s'
             OR (life.state = 'active'
                 AND coalesce(life.wait_event, '') NOT IN ('ClientRead', 'ClientWrite'))))
""")

logger = logging.getLogger("homeroom.archiver")


def process_name(role: str) -> str:
    """What the sessions of one process are known by at the database, and no other's."""
    return f"{role} {secrets.token_hex(6)}"


def take_lock(connection: Connection, district: str) -> bool:
    """Is it ours? It stays so as long as the session lasts."""
    taken = bool(connection.scalar(LOCK, {"district": district}))
    connection.commit()
    return taken


def shut_out_if_silent(connection: Connection, district: str, own: str) -> bool:
    """End the sessions of a holder that gave no sign of life for `SILENT_SECONDS`."""
    ended = connection.scalars(
        SHUT_OUT, {"district": district, "own": own, "silent": SILENT_SECONDS}
    ).all()
    connection.commit()
    if ended:
        logger.warning("the active archiver was silent and is shut out", extra={"own": own})
    return bool(ended)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heartbeat:
    """A sign of life twice a second on a session of its own, however busy the others are."""

    engine: Engine
    stopping: threading.Event

    def run(self) -> None:
        """Until `stopping` is set; a database that is away is tried again."""
        while not self.stopping.wait(BEAT_SECONDS):
            try:
                with self.engine.connect() as connection:
                    self._beat(connection)
            except (OperationalError, InterfaceError) as error:
                logger.warning("no sign of life", extra={"error": type(error.orig).__name__})

    def _beat(self, connection: Connection) -> None:
        while not self.stopping.is_set():
            connection.execute(BEAT)
            connection.commit()
            self.stopping.wait(BEAT_SECONDS)
