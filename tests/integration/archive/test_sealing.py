"""Sealing on the real database: every row once, whatever it holds; media; one active archiver."""

from __future__ import annotations

import dataclasses
import itertools
import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from prometheus_client import generate_latest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from homeroom.archive import archiver, log, merkle, read
from homeroom.archive.archiver import Archiver
from homeroom.archive.checkpoint import load_key
from homeroom.archive.commitment import SALT_SIZE, commitment
from homeroom.archive.entry import NewEntry, new_entry
from homeroom.archive.files.folder import Folder
from homeroom.archive.files.objects import MediaError, Readable
from homeroom.archive.files.opening import file_store
from homeroom.archive.health import Limits, faults, look
from homeroom.archive.leaf import Header, milliseconds, moment
from homeroom.archive.media import synapse_file
from homeroom.archive.status import Status, status
from homeroom.archive.verify import verify
from homeroom.db.roles import DatabaseRole
from homeroom.sandbox.configuration import SERVER_NAME
from tests.fixtures.postgres import TestDatabase
from tests.fixtures.synapse import eventually

EVENT = text(
    "INSERT INTO public.event_json (event_id, room_id, internal_metadata, json, format_version) "
    "VALUES (:id, '!r:x', '{}', :json, 3)"
)
AGAIN = text("DELETE FROM public.event_json WHERE event_id = :id")
UPLOAD = text(
    "INSERT INTO public.local_media_repository (media_id, media_type, media_length, upload_name, "
    "created_ts, user_id) VALUES (:id, 'image/png', :size, 'page.png', 0, '@a:x')"
)
ENTRIES = [
    new_entry(
        "decision",
        moment(number),
        {"decision": {"n": number}},
        f"k{number}",
        salt=bytes([number]) * SALT_SIZE,
    )
    for number in range(40)
]


def event(database: TestDatabase, event_id: str, json_text: str) -> None:
    """What Synapse writes, of which the trigger makes an outbox row."""
    with database.connect(DatabaseRole.SYNAPSE) as connection, connection.begin():
        connection.execute(AGAIN, {"id": event_id})
        connection.execute(EVENT, {"id": event_id, "json": json_text})


@contextmanager
def working(database: TestDatabase) -> Iterator[Archiver]:
    """An archiver at work in a thread, stopped and ended at the end."""
    made = archiver.create(database.config, threading.Event())
    thread = threading.Thread(target=made.run)
    thread.start()
    try:
        yield made
    finally:
        made.stopping.set()
        thread.join(20)
        made.engine.dispose()
        assert not thread.is_alive()


def stands(database: TestDatabase) -> Status:
    with database.connect() as connection:
        return status(connection)


def sealed_kinds(database: TestDatabase, key: str) -> list[str]:
    query = text("SELECT kind FROM archive.search WHERE event_id = :key ORDER BY index")
    with database.connect() as connection:
        return list(connection.scalars(query, {"key": key}))


def assert_verifies(database: TestDatabase) -> None:
    config = database.config
    signer = load_key(config.path(config.archive.key), config.district)
    with database.connect() as connection:
        found = verify(connection, signer.verifier, file_store(config))
    assert found.findings == ()


BAD = [
    "",
    "not JSON",
    "[]",
    '{"content": "no object"}',
    '{"content": {"body": "a\\u0000b"}}',
    '{"content": {"body": "\\ud800"}}',
    '{"sender": 5, "room_id": [], "type": {}}',
    '{"a": ' * 500 + "1" + "}" * 500,
    json.dumps({"content": {"body": "long " * 200_000}}),
    json.dumps({"content": {"body": "w" * 300_000}}),
    json.dumps({"content": {str(number): number for number in range(3000)}}),
]


def test_nothing_jams_the_queue(database: TestDatabase) -> None:
    for number, json_text in enumerate(BAD):
        event(database, f"$bad{number}", json_text)
    long_key = text("SELECT outbox.append(:kind, :key, '{}')")
    with database.connect(DatabaseRole.MODULE) as connection, connection.begin():
        connection.execute(long_key, {"kind": "x" * 5000, "key": "y" * 50_000})
    event(database, "$good", '{"content": {"body": "after all that"}}')
    with working(database):
        eventually(lambda: stands(database).pending == 0, 30)
    assert all(sealed_kinds(database, f"$bad{number}") == ["event"] for number in range(len(BAD)))
    assert sealed_kinds(database, "$good") == ["event"]
    assert_verifies(database)


def test_a_repeated_event_is_a_duplicate_and_a_changed_one_an_entry(database: TestDatabase) -> None:
    event(database, "$1", '{"content": {"body": "one"}}')
    event(database, "$1", '{"content": {"body": "one"}}')
    event(database, "$1", '{"content": {"body": "two"}}')
    with working(database):
        eventually(lambda: stands(database).pending == 0, 20)
        event(database, "$1", '{"content":{"body":"one"}}')
        eventually(lambda: stands(database).duplicates == 2, 20)
    assert sealed_kinds(database, "$1") == ["event", "event_repeat"]
    with database.connect() as connection:
        first = read.entry_of(connection, "event", "$1")
    assert first is not None
    assert first.payload()["event"]["content"] == {"body": "one"}
    assert_verifies(database)


def test_media_are_kept_with_an_entry_and_late_ones_wait(database: TestDatabase) -> None:
    config = database.config
    event(database, "$1", json.dumps({"content": {"url": f"mxc://{SERVER_NAME}/abcdefgh"}}))
    with working(database):
        eventually(lambda: stands(database).media_pending == 1, 20)
        file = synapse_file(config.path(config.synapse.media_store), "abcdefgh")
        file.parent.mkdir(parents=True)
        file.write_bytes(b"a picture")
        with database.connect(DatabaseRole.SYNAPSE) as connection, connection.begin():
            connection.execute(UPLOAD, {"id": "abcdefgh", "size": 9})
        eventually(lambda: stands(database).media == 1, 30)
    assert stands(database).media_pending == 0
    with database.connect() as connection:
        entry = read.entry_of(connection, "media", f"mxc://{SERVER_NAME}/abcdefgh")
    assert entry is not None
    said = entry.payload()["media"]
    assert (said["size"], said["mime"], said["name"]) == (9, "image/png", "page.png")
    sha256 = bytes.fromhex(said["sha256"])
    with database.connect() as connection:
        assert b"".join(file_store(config).open(connection, sha256)) == b"a picture"
    assert_verifies(database)


class Hanging(Folder):
    """A store that answers nothing until it is let go, refuses once, and then takes everything."""

    asked = threading.Event()
    let_go = threading.Event()
    refused = threading.Event()

    def put(self, name: str, content: Readable, size: int) -> None:
        self.asked.set()
        self.let_go.wait(30)
        if not self.refused.is_set():
            self.refused.set()
            raise MediaError("the media store refuses it (AccessDenied); check its credentials")
        super().put(name, content, size)


def test_a_store_that_hangs_or_refuses_holds_up_no_message_and_is_told(
    database: TestDatabase,
) -> None:
    config = database.config
    file = synapse_file(config.path(config.synapse.media_store), "abcdefgh")
    file.parent.mkdir(parents=True)
    file.write_bytes(b"a picture")
    with database.connect(DatabaseRole.SYNAPSE) as connection, connection.begin():
        connection.execute(UPLOAD, {"id": "abcdefgh", "size": 9})
    made = archiver.create(config, threading.Event())
    store = Hanging(config.path(config.archive.media) / "objects")
    files = dataclasses.replace(made.store.files, objects=store)
    made.fetcher.store = dataclasses.replace(made.store, files=files)
    thread = threading.Thread(target=made.run)
    thread.start()
    try:
        event(database, "$1", json.dumps({"content": {"url": f"mxc://{SERVER_NAME}/abcdefgh"}}))
        assert store.asked.wait(20)
        event(database, "$2", "{}")
        eventually(lambda: stands(database).entries == 2, 20)
        store.let_go.set()
        eventually(lambda: "AccessDenied" in str(stands(database).media_problem), 20)
        with database.connect(DatabaseRole.STEWARD) as connection:
            assert "media_missing" in faults(look(connection), Limits(media_age=timedelta()))
        eventually(lambda: stands(database).media == 1, 30)
    finally:
        made.stopping.set()
        thread.join(20)
        made.engine.dispose()
    assert stands(database).media_problem is None
    assert_verifies(database)


def test_another_archiver_stands_by_and_takes_over(database: TestDatabase) -> None:
    with working(database) as second:
        eventually(lambda: b"archive_active 1.0" in generate_latest(second.metrics.registry), 20)
        with working(database) as third:
            event(database, "$1", "{}")
            eventually(lambda: stands(database).entries == 1, 20)
            assert b"archive_active 0.0" in generate_latest(third.metrics.registry)
            second.stopping.set()
            eventually(lambda: second.engine.pool.checkedout() == 0, 20)  # type: ignore[attr-defined]
            second.engine.dispose()
            event(database, "$2", "{}")
            eventually(lambda: stands(database).entries == 2, 20)
            assert b"archive_active 1.0" in generate_latest(third.metrics.registry)
    assert_verifies(database)


def test_checkpoints_are_published_when_the_archiver_stops(database: TestDatabase) -> None:
    event(database, "$1", "{}")
    with working(database):
        eventually(lambda: stands(database).entries == 1, 20)
    folder = database.config.path(database.config.archive.checkpoints)
    now = stands(database)
    assert now.unpublished == 0
    assert now.checkpoint is not None
    assert now.checkpoint.size == 1
    assert (folder / "1.txt").read_text() == (folder / "latest.txt").read_text()


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(cuts=st.lists(st.integers(0, len(ENTRIES)), max_size=5))
def test_any_batching_gives_the_same_root(database: TestDatabase, cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(ENTRIES)]
    with database.connect(DatabaseRole.ARCHIVER) as connection:
        for start, end in itertools.pairwise(edges):
            _append(connection, ENTRIES[start:end])
        root = log.lock(connection, "demo", None).state.root
        connection.rollback()
    assert root == merkle.root([_leaf_hash(entry) for entry in ENTRIES])


def _leaf_hash(entry: NewEntry) -> bytes:
    """The leaf from the definition alone, without the code that seals."""
    bound = commitment(entry.payload, entry.salt)
    at = milliseconds(entry.at)
    return Header(district="demo", kind=entry.kind, at=at, commitment=bound).leaf_hash()


def _append(connection: Connection, entries: Sequence[NewEntry]) -> None:
    if entries:
        log.append(connection, log.lock(connection, "demo", None), entries)


@pytest.mark.parametrize(
    "statement",
    [
        # a leaf without the tree, a leaf with a gap, a tree without leaves, a tree that shrinks
        "INSERT INTO archive.leaf SELECT district, epoch, 1, kind, at, version, commitment, "
        "leaf_hash FROM archive.leaf",
        "INSERT INTO archive.leaf SELECT district, epoch, 5, kind, at, version, commitment, "
        "leaf_hash FROM archive.leaf",
        "UPDATE archive.tree SET size = 2",
        "UPDATE archive.tree SET size = 0",
        "INSERT INTO archive.tree SELECT district, 2, 1, root, frontier FROM archive.tree",
    ],
)
def test_the_log_has_no_gap_even_for_the_archiver(database: TestDatabase, statement: str) -> None:
    with database.connect(DatabaseRole.ARCHIVER) as connection:
        _append(connection, ENTRIES[:1])
        connection.commit()
        with pytest.raises(IntegrityError):
            _commit(connection, statement)


def _commit(connection: Connection, statement: str) -> None:
    connection.execute(text(statement))
    connection.commit()
