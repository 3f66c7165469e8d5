"""One active archiver; another is ready within 5 s, whether the active one is killed or stopped."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from sqlalchemy import text

from homeroom.archive import standing
from homeroom.archive.checkpoint import load_key
from homeroom.archive.files.opening import file_store
from homeroom.archive.verify import verify
from homeroom.db.engine import connect
from homeroom.db.roles import DatabaseRole
from tests.fixtures.postgres import TestDatabase, free_port
from tests.fixtures.synapse import eventually, settle

pytestmark = pytest.mark.proof
APPEND = text("SELECT outbox.append('decision', :key, '{}')")
SEALED = text("SELECT EXISTS (SELECT FROM archive.origin WHERE key = :key)")
SESSIONS = text("""
    SELECT count(DISTINCT application_name) FROM pg_stat_activity
    WHERE usename = 'homeroom_archiver' AND datname = current_database()
""")
READY_SECONDS = 5.0


def append(database: TestDatabase, key: str) -> None:
    with database.connect(DatabaseRole.MODULE) as connection, connection.begin():
        connection.execute(APPEND, {"key": key})


def is_sealed(database: TestDatabase, key: str) -> bool:
    with database.connect() as connection:
        return bool(connection.scalar(SEALED, {"key": key}))


def processes(database: TestDatabase) -> int:
    """How many archivers have a session, as the archiver's own login sees it."""
    with database.connect(DatabaseRole.ARCHIVER) as connection:
        return int(connection.scalar(SESSIONS) or 0) - 1


@contextmanager
def archiver(data: Path) -> Iterator[subprocess.Popen[bytes]]:
    settle(data, archive={"metrics": {"host": "127.0.0.1", "port": free_port()}})
    command = (sys.executable, "-m", "homeroom.archive.archiver", "--data", str(data))
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGCONT)
            process.terminate()


@contextmanager
def pair(database: TestDatabase, folder: Path) -> Iterator[list[subprocess.Popen[bytes]]]:
    """The active one, and one on another machine, with the same keys, that stands by."""
    with ExitStack() as stack:
        active = stack.enter_context(archiver(database.data))
        append(database, "first")
        eventually(lambda: is_sealed(database, "first"), 30)
        shutil.copytree(database.data, folder)
        waiting = stack.enter_context(archiver(folder))
        eventually(lambda: processes(database) == 2, 30)
        yield [active, waiting]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
def test_another_is_ready_within_five_seconds(
    database: TestDatabase, tmp_path: Path, number: signal.Signals
) -> None:
    with pair(database, tmp_path / "other") as (active, waiting):
        began = time.monotonic()
        os.kill(active.pid, number)
        append(database, "second")
        eventually(lambda: is_sealed(database, "second"), 30)
        took = time.monotonic() - began
        if number is signal.SIGSTOP:
            # The one that was stopped wakes up, finds itself shut out, and takes over in its turn.
            os.kill(active.pid, signal.SIGCONT)
            waiting.kill()
            append(database, "third")
            eventually(lambda: is_sealed(database, "third"), 30)
    config = database.config
    signer = load_key(config.path(config.archive.key), config.district)
    with database.connect() as connection:
        assert verify(connection, signer.verifier, file_store(config)).findings == ()
    assert took < READY_SECONDS, took
    print(f"after {number.name}: ready within {took:.2f} s")  # noqa: T201 - shown by pytest -s


def test_who_gives_signs_of_life_is_never_shut_out(database: TestDatabase) -> None:
    """And one that gives none is, whatever it is doing with its lock; a stranger is left alone."""
    config, district = database.config, database.config.district
    names = [standing.process_name("homeroom_archiver") for _ in range(2)]
    holding, looking = (
        connect(config, DatabaseRole.ARCHIVER, name=name, pool_size=2) for name in names
    )
    with holding.connect() as holder, holding.connect() as heart, looking.connect() as other:
        assert standing.take_lock(holder, district)
        assert not standing.take_lock(other, district)
        until = time.monotonic() + standing.SILENT_SECONDS + 1
        while time.monotonic() < until:
            heart.execute(standing.BEAT)
            heart.commit()
            assert not standing.shut_out_if_silent(other, district, names[1])
        assert not standing.shut_out_if_silent(other, "another district", names[1])
        eventually(lambda: standing.shut_out_if_silent(other, district, names[1]), 10)
        eventually(lambda: standing.take_lock(other, district), 10)
        holder.invalidate()
        heart.invalidate()
    holding.dispose()
    looking.dispose()


def test_who_is_stopped_in_the_middle_of_a_copy_is_shut_out(database: TestDatabase) -> None:
    """The database waits for it, and calls that active."""
    config, district = database.config, database.config.district
    names = [standing.process_name("homeroom_archiver") for _ in range(2)]
    holding, looking = (
        connect(config, DatabaseRole.ARCHIVER, name=name, pool_size=2) for name in names
    )
    stopped = Stopped()
    with holding.connect() as holder, looking.connect() as other:
        assert standing.take_lock(holder, district)
        driver: Any = holder.connection.cursor()
        copying = threading.Thread(target=copy_into, args=(driver, stopped))
        copying.start()
        assert stopped.reached.wait(10)
        eventually(lambda: standing.shut_out_if_silent(other, district, names[1]), 10)
        eventually(lambda: standing.take_lock(other, district), 10)
        stopped.go_on.set()
        copying.join(10)
        holder.invalidate()
    holding.dispose()
    looking.dispose()


class Stopped:
    """A file that is read once, and then gives nothing for a while."""

    def __init__(self) -> None:
        self.reached, self.go_on = threading.Event(), threading.Event()

    def read(self, _size: int = -1) -> str:
        self.reached.set()
        self.go_on.wait(30)
        return ""


def copy_into(cursor: Any, stopped: Stopped) -> None:
    with suppress(psycopg2.Error):
        cursor.copy_expert("COPY archive.payload FROM STDIN", stopped)
