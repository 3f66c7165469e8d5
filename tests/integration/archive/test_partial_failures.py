"""Media gone, disk full, archive down: seen, tried again, never skipped, and sealing goes on."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import create_engine, text

from homeroom.archive.health import Limits, faults, look
from homeroom.archive.media import synapse_file
from homeroom.archive.publish import LATEST
from homeroom.archive.status import Status, status
from homeroom.config import load
from homeroom.db.roles import DatabaseRole
from homeroom.sandbox.condition import AWAY, NOT_WRITTEN, condition
from homeroom.sandbox.configuration import SERVER_NAME
from synapse_module.snapshot import MOST_WAITING, SnapshotHolder
from tests.fixtures.postgres import TestDatabase, free_port
from tests.fixtures.small_disk import archiver, fill, on_a_small_disk
from tests.fixtures.synapse import eventually, settle

APPEND = text("SELECT outbox.append('decision', :key, '{}')")
EVENT = text(
    "INSERT INTO public.event_json (event_id, room_id, internal_metadata, json, format_version) "
    "VALUES (:id, '!r:x', '{}', :json, 3)"
)
UPLOAD = text(
    "INSERT INTO public.local_media_repository (media_id, media_type, media_length, upload_name, "
    "created_ts, user_id) VALUES (:id, 'image/png', :size, 'page.png', 0, '@a:x')"
)
WAITING = text(
    "INSERT INTO outbox.entry (kind, key, payload) "
    "SELECT 'decision', number::text, '{}' FROM generate_series(1, :many) AS number"
)


def append(database: TestDatabase, key: str) -> None:
    with database.connect(DatabaseRole.MODULE) as connection, connection.begin():
        connection.execute(APPEND, {"key": key})


def stands(database: TestDatabase) -> Status:
    with database.connect() as connection:
        return status(connection)


def picture(database: TestDatabase, media_id: str, content: bytes) -> Path:
    """A message that names a file, as Synapse has both; the file."""
    config = database.config
    file = synapse_file(config.path(config.synapse.media_store), media_id)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    named = json.dumps({"content": {"url": f"mxc://{SERVER_NAME}/{media_id}"}})
    with database.connect(DatabaseRole.SYNAPSE) as connection, connection.begin():
        connection.execute(UPLOAD, {"id": media_id, "size": len(content)})
        connection.execute(EVENT, {"id": f"${media_id}", "json": named})
    return file


def metric(database: TestDatabase, name: str) -> float:
    at = load(database.data).archive.metrics
    lines = httpx.get(f"http://{at.host}:{at.port}/metrics").text.splitlines()
    return float(next(line for line in lines if line.startswith(f"{name} ")).split()[1])


def ready(database: TestDatabase) -> None:
    """Let the archiver that is started next publish often, on a port of this test's own."""
    at = {"host": "127.0.0.1", "port": free_port()}
    settle(database.data, archive={"metrics": at, "publish_seconds": 0.1})


@pytest.mark.proof
def test_a_full_folder_of_checkpoints_stops_no_sealing_and_is_seen(database: TestDatabase) -> None:
    ready(database)
    folder = database.config.path(database.config.archive.checkpoints)
    with on_a_small_disk(folder, "64k", archiver(database.data)) as (process, seen):
        append(database, "first")
        eventually(lambda: (seen / LATEST).exists(), 30)
        before = (seen / LATEST).read_text()
        filler = fill(seen)
        append(database, "second")
        eventually(lambda: metric(database, "homeroom_archive_publishing_fails") == 1, 30)
        append(database, "third")
        eventually(lambda: stands(database).entries >= 3, 30)
        assert (seen / LATEST).read_text() == before  # never half of another
        assert process.poll() is None
        eventually(lambda: NOT_WRITTEN in condition(database.config).wrong, 30)
        filler.unlink()
        eventually(lambda: int((seen / LATEST).read_text().split("\n")[1]) >= 3, 30)
        eventually(lambda: metric(database, "homeroom_archive_publishing_fails") == 0, 30)
        assert [file.name for file in seen.iterdir() if file.name.startswith(".")] == []


@pytest.mark.proof
@pytest.mark.parametrize("place", ["media", "media_keys"])
def test_a_full_disk_for_files_or_their_keys_is_told_and_tried_again(
    database: TestDatabase, place: str
) -> None:
    ready(database)
    folder = database.config.path(getattr(database.config.archive, place))
    with on_a_small_disk(folder, "64k", archiver(database.data)) as (process, seen):
        append(database, "first")
        eventually(lambda: stands(database).entries == 1, 30)
        filler = fill(seen)
        picture(database, "abcdefgh", b"a picture")
        append(database, "second")
        eventually(lambda: stands(database).entries >= 3, 30)
        eventually(lambda: "No space left" in str(stands(database).media_problem), 30)
        assert "No space left" in str(condition(database.config).media_problem)
        eventually(lambda: metric(database, "homeroom_archive_media_pending") >= 1, 30)
        filler.unlink()
        eventually(lambda: stands(database).media == 1, 60)
        assert stands(database).media_pending == 0
        assert process.poll() is None


@pytest.mark.proof
def test_a_file_that_is_gone_is_told_until_it_is_back(database: TestDatabase) -> None:
    ready(database)
    file = picture(database, "abcdefgh", b"a picture")
    content = file.read_bytes()
    file.unlink()
    with on_a_small_disk(database.data / "unused", "64k", archiver(database.data)):
        eventually(
            lambda: "not in Synapse's media store" in str(stands(database).media_problem), 30
        )
        with database.connect(DatabaseRole.STEWARD) as connection:
            assert "media_missing" in faults(look(connection), Limits(media_age=timedelta()))
        file.write_bytes(content)
        eventually(lambda: stands(database).media == 1, 60)


def test_where_the_archive_is_down_it_is_told_first_and_nothing_is_taken_then(
    database: TestDatabase,
) -> None:
    """At 20,000 rows IT is told; at 100,000 the module takes no more; then it goes on."""
    owner = create_engine(database.superuser_dsn.replace("postgresql:", "postgresql+psycopg2:"))
    holder = SnapshotHolder(database.engine(DatabaseRole.MODULE))
    many = Limits().outbox_rows + 1
    with owner.begin() as connection:
        connection.execute(WAITING, {"many": many})
    with database.connect(DatabaseRole.STEWARD) as connection:
        assert "outbox_long" in faults(look(connection), Limits())
    assert "outbox_long" in condition(database.config).wrong
    holder.refresh()
    assert not holder.held.behind
    with owner.begin() as connection:
        connection.execute(WAITING, {"many": MOST_WAITING - many})
    owner.dispose()
    behind = SnapshotHolder(database.engine(DatabaseRole.MODULE))
    behind.refresh()
    assert behind.held.behind


def test_a_database_that_is_away_is_said_and_no_error(database: TestDatabase) -> None:
    away = database.config.database.model_copy(update={"port": free_port()})
    found = condition(database.config.model_copy(update={"database": away}))
    assert found.wrong == (AWAY,)
