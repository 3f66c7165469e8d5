"""Where a process is held at one exact moment, by the database and the file system alone.

Nothing in the product knows of this: a trigger that waits for a lock at commit, in a schema that
is put into this one district; the lock that signing takes; a pipe in the place of a file.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from homeroom.archive.publish import LATEST
from homeroom.db.roles import DatabaseRole
from homeroom.sandbox.chaos.plan import Moment

REACHED_WITHIN = 20.0
LOOK = 0.01
COMMITTING, SENDING = 7_001, 7_002
SIGNING = "homeroom.checkpoint"

INSTALL = f"""
CREATE SCHEMA chaos;
CREATE FUNCTION chaos.wait() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$ BEGIN PERFORM pg_advisory_xact_lock_shared(TG_ARGV[0]::bigint); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER chaos_committing AFTER UPDATE ON archive.tree
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION chaos.wait('{COMMITTING}');
CREATE CONSTRAINT TRIGGER chaos_sending AFTER INSERT ON outbox.entry
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.kind = 'event')
EXECUTE FUNCTION chaos.wait('{SENDING}');
"""
SHUT = {
    Moment.COMMITTING: text(f"SELECT pg_advisory_lock({COMMITTING})"),
    Moment.SENDING: text(f"SELECT pg_advisory_lock({SENDING})"),
    Moment.SIGNING: text(
        f"SELECT pg_advisory_lock(hashtext('{SIGNING}'), hashtext(registry.this_district()))"
    ),
}
"""Shuts the way at a moment, until the session that said so ends."""
WHO = {
    Moment.COMMITTING: DatabaseRole.ARCHIVER,
    Moment.SENDING: DatabaseRole.SYNAPSE,
    Moment.SIGNING: DatabaseRole.ARCHIVER,
}
HELD = text("""
    SELECT count(*) FROM pg_locks AS waits JOIN pg_stat_activity AS at USING (pid)
    JOIN pg_locks AS has USING (locktype, database, classid, objid, objsubid)
    WHERE waits.locktype = 'advisory' AND NOT waits.granted
    AND has.granted AND has.pid = pg_backend_pid() AND at.usename = :who
""")
TURN_BACK = text("""
    SELECT pg_terminate_backend(waits.pid) FROM pg_locks AS waits
    JOIN pg_locks AS has USING (locktype, database, classid, objid, objsubid)
    WHERE waits.locktype = 'advisory' AND NOT waits.granted
    AND has.granted AND has.pid = pg_backend_pid()
""")
SIZES = text("SELECT size FROM archive.checkpoint ORDER BY size DESC LIMIT 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """A way that is shut. `reached` says whether somebody stands before it now."""

    reached: bool
    _connection: Connection | None = None

    def turn_back(self) -> None:
        """Whoever stands before it loses the transaction."""
        if self._connection is not None:
            with contextlib.suppress(DBAPIError):
                self._connection.execute(TURN_BACK)


def install(database: Engine) -> None:
    """Put the triggers into a district that is made for this alone; needs the superuser."""
    with database.begin() as connection:
        connection.execute(text(INSTALL))


@contextlib.contextmanager
def shut(moment: Moment, database: Engine, folder: Path, archiver: int) -> Iterator[Gate]:
    """Hold the process at a moment; at the end of the block the way is free again.

    `folder` is where checkpoints are published, `archiver` the process that does it.
    """
    if moment is Moment.ANY:
        yield Gate(reached=True)
    elif moment is Moment.PUBLISHING:
        with _pipe_instead(folder / f".{LATEST}.{archiver}"):
            yield Gate(reached=_waited(lambda: _half_published(database, folder)))
    else:
        with _locked(moment, database) as connection:
            look = {"who": WHO[moment].value}
            reached = _waited(lambda: bool(connection.scalar(HELD, look)))
            yield Gate(reached=reached, _connection=connection)


@contextlib.contextmanager
def _locked(moment: Moment, database: Engine) -> Iterator[Connection]:
    with database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(SHUT[moment])
        try:
            yield connection
        finally:
            with contextlib.suppress(DBAPIError):
                connection.invalidate()


@contextlib.contextmanager
def _pipe_instead(file: Path) -> Iterator[None]:
    """Whoever opens this file for writing waits for a reader who never comes."""
    os.mkfifo(file)
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def _half_published(database: Engine, folder: Path) -> bool:
    """Is the last checkpoint of the database out under its size, and not as the latest?

    Looked at twice: that is so for a moment of each publication.
    """
    if not _is_half(database, folder):
        return False
    sleep(10 * LOOK)
    return _is_half(database, folder)


def _is_half(database: Engine, folder: Path) -> bool:
    with database.connect() as connection:
        size = int(connection.scalar(SIZES) or 0)
    named, latest = folder / f"{size}.txt", folder / LATEST
    return named.exists() and latest.read_bytes() != named.read_bytes()


def _waited(look: Callable[[], bool]) -> bool:
    """Was it so in time? A moment that does not come is told, and the kill is one of any moment."""
    deadline = monotonic() + REACHED_WITHIN
    while not look():
        if monotonic() > deadline:
            return False
        sleep(LOOK)
    return True
