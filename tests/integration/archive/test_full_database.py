"""PostgreSQL has really no room: nothing is skipped, the archiver lives, and all goes on after."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from homeroom.archive import archiver
from homeroom.archive.checkpoint import load_key
from homeroom.archive.files.opening import file_store
from homeroom.archive.health import Limits, faults, look
from homeroom.archive.status import status
from homeroom.archive.verify import verify
from homeroom.db.migrate import migrate
from homeroom.db.roles import DatabaseRole
from homeroom.sandbox import configuration, postgres
from homeroom.sandbox.ports import HOST
from homeroom.sandbox.service_user import outside_home
from tests.fixtures.postgres import TestDatabase, free_port, free_ports
from tests.fixtures.small_disk import fill
from tests.fixtures.synapse import eventually

pytestmark = pytest.mark.proof
APPEND = text("SELECT outbox.append('decision', :key, :payload)")
# As root the folder is given to PostgreSQL's user; else this user is somebody else than root in it.
AS_ROOT = 'mount -t tmpfs -o size=4m,mode=700,uid="$2" tmpfs "$1" && shift 2 && exec "$@"'
AS_USER = (
    'mount -t tmpfs -o size=4m,mode=700 tmpfs "$1" && user="$2" && shift 2 && '
    'exec unshare --user --map-user="$user" --map-group="$user" "$@"'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cramped:
    """A district whose payloads lie on a disk of four megabytes."""

    database: TestDatabase
    disk: Path


@pytest.fixture
def cramped(tmp_path: Path) -> Iterator[Cramped]:
    data = tmp_path / "data"
    port = free_port()
    cluster = postgres.prepare(data, port, settings=postgres.NOT_DURABLE)
    disk = cluster.home / "disk"
    disk.mkdir()
    root = os.geteuid() == 0
    user = cluster.user.uid if cluster.user is not None else os.geteuid()
    words = ["unshare", "--mount", *([] if root else ["--map-root-user"]), "sh", "-c"]
    words += [AS_ROOT if root else AS_USER, "sh", str(disk), str(user), *cluster.command()]
    server = subprocess.Popen(
        words,
        cwd=cluster.home,
        env=postgres.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        cluster.wait_until_ready(server)
        config = configuration.write(data, free_ports(), database_address=(HOST, port))
        migrate(cluster.dsn(), config)
        made = TestDatabase(config=config, superuser_dsn=cluster.dsn(config.database.name))
        owner = create_engine(
            made.superuser_dsn.replace("postgresql:", "postgresql+psycopg2:"),
            isolation_level="AUTOCOMMIT",
        )
        with owner.connect() as connection:
            connection.execute(text(f"CREATE TABLESPACE small LOCATION '{disk}'"))
            connection.execute(text("ALTER TABLE archive.payload SET TABLESPACE small"))
        owner.dispose()
        yield Cramped(database=made, disk=Path(f"/proc/{server.pid}/root") / disk.relative_to("/"))
        made.dispose()
    finally:
        postgres.stop(server)
        shutil.rmtree(outside_home(data), ignore_errors=True)


def append(database: TestDatabase, first: int, count: int) -> None:
    with database.connect(DatabaseRole.MODULE) as connection, connection.begin():
        for number in range(first, first + count):
            payload = json.dumps({"attempt": {"content": {"body": f"word{number} " * 300}}})
            connection.execute(APPEND, {"key": f"k{number}", "payload": payload})


def test_no_room_is_told_and_all_is_sealed_when_there_is_some(cramped: Cramped) -> None:
    database = cramped.database

    def pending() -> int:
        with database.connect() as connection:
            return status(connection).pending

    made = archiver.create(database.config, threading.Event())
    thread = threading.Thread(target=made.run)
    thread.start()
    try:
        append(database, 0, 50)
        eventually(lambda: pending() == 0, 60)
        filler = fill(cramped.disk)
        append(database, 50, 400)
        with database.connect(DatabaseRole.STEWARD) as connection:
            late = Limits(outbox_age=Limits().outbox_age * 0)
            assert "outbox_late" in faults(look(connection), late)
        eventually(lambda: not made.active.is_set(), 60)  # it lost its transaction, and tries again
        assert pending() > 0
        assert thread.is_alive()
        filler.unlink()
        eventually(lambda: pending() == 0, 60)
    finally:
        made.stopping.set()
        thread.join(30)
        made.engine.dispose()
    config = database.config
    signer = load_key(config.path(config.archive.key), config.district)
    with database.connect() as connection:
        found = verify(connection, signer.verifier, file_store(config))
        sealed = connection.scalar(
            text("SELECT count(*) FROM archive.origin WHERE kind = 'decision' AND key ~ '^k'")
        )
    assert found.findings == ()
    assert sealed == 450
