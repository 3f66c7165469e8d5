"""Ciphertext without a row is found in folder and bucket, and what a row names never is."""

from __future__ import annotations

import io
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from homeroom.archive.files.folder import Folder
from homeroom.archive.files.objects import Listed, Objects
from homeroom.archive.files.opening import file_store
from homeroom.archive.files.store import FileStore
from homeroom.archive.files.sweeping import orphans, sweep
from homeroom.db.roles import DatabaseRole
from tests.fixtures.bucket import ObjectStore
from tests.fixtures.command import run
from tests.fixtures.postgres import TestDatabase

LATER = datetime.now(UTC) + timedelta(days=2)
NAMES = [f"{n:064x}" for n in (1, 5, 9, 1 << 252)]


@pytest.fixture(params=["folder", "bucket"])
def objects(request: pytest.FixtureRequest, tmp_path: Path, object_store: ObjectStore) -> Objects:
    return object_store.bucket() if request.param == "bucket" else Folder(tmp_path / "objects")


def put(objects: Objects, name: str) -> None:
    objects.put(name, io.BytesIO(b"ciphertext"), 10)


def keep(database: TestDatabase, objects: Objects, tmp_path: Path, content: bytes) -> FileStore:
    """A file that a row names."""
    keyring = file_store(database.config).keyring
    store = FileStore(objects=objects, keyring=keyring, plain=tmp_path / "plain")
    file = tmp_path / "file"
    file.write_bytes(content)
    with database.connect(DatabaseRole.ARCHIVER) as connection, connection.begin():
        kept = store.put(connection, file, size=len(content))
        store.record(connection, kept, datetime.now(UTC))
    return store


def test_only_what_no_row_names_goes(
    database: TestDatabase, objects: Objects, tmp_path: Path
) -> None:
    for name in NAMES:
        put(objects, name)
    for content in (b"one", b"two", b"three"):
        store = keep(database, objects, tmp_path, content)
    with database.connect() as connection:
        counted = sweep(connection, objects, LATER, remove=False)
        assert (counted.found, counted.bytes, counted.removed) == (4, 40, 0)
        young = sweep(connection, objects, datetime.now(UTC) - timedelta(hours=1), remove=True)
        assert (young.young, young.removed) == (4, 0)
        assert sweep(connection, objects, LATER, remove=True).removed == 4
        assert len(list(objects.listed())) == 3
        assert sweep(connection, objects, LATER, remove=True).found == 0
        hashes = connection.exec_driver_sql("SELECT sha256 FROM archive.media_object").scalars()
        for sha256 in map(bytes, hashes.all()):
            assert store.check(connection, sha256) is None


def test_what_was_left_half_written_goes(tmp_path: Path, database: TestDatabase) -> None:
    objects = Folder(tmp_path / "objects")
    put(objects, NAMES[0])
    left = objects.root / NAMES[0][:2] / NAMES[0][2:4] / f".{NAMES[1]}.unfinished"
    left.write_bytes(b"half")
    with database.connect() as connection:
        assert sweep(connection, objects, LATER, remove=True).removed == 2
    assert list(objects.listed()) == []


def test_the_command_counts_first(
    database: TestDatabase, capsys: pytest.CaptureFixture[str]
) -> None:
    objects = file_store(database.config).objects
    put(objects, NAMES[0])
    (file,) = (f for f in database.data.rglob(NAMES[0]))
    old = (datetime.now(UTC) - timedelta(days=2)).timestamp()
    os.utime(file, (old, old))
    data = ("--data", str(database.data))
    assert "Nothing removed" in run(capsys, "archive", "sweep", *data)[1]
    assert file.exists()
    assert "1 removed" in run(capsys, "archive", "sweep", "--remove", *data)[1]
    assert not file.exists()


@pytest.mark.parametrize(
    ("named", "listed", "left"),
    [
        ("", "", ""),
        ("", "ab", "ab"),
        # a row whose object is missing is for `verify` to name
        ("ab", "", ""),
        ("abc", "abc", ""),
        ("b", "abc", "ac"),
        ("ace", "bd", "bd"),
    ],
)
def test_both_sides_are_merged(named: str, listed: str, left: str) -> None:
    held = [Listed(name=name, at=LATER, size=1) for name in listed]
    assert [each.name for each in orphans(named, held)] == list(left)
