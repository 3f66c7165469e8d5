"""The archive's files in a folder and in a bucket: kept, encrypted, re-keyed, destroyed."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, text
from typer.testing import CliRunner

from homeroom.archive.files import plain, rekeying
from homeroom.archive.files.encrypting import encrypt_some
from homeroom.archive.files.folder import Folder
from homeroom.archive.files.keyring import KeyGoneError, Keyring
from homeroom.archive.files.objects import MediaError, ObjectMissingError
from homeroom.archive.files.s3 import Bucket, connect
from homeroom.archive.files.store import FileStore
from homeroom.cli import build
from homeroom.db.roles import DatabaseRole
from tests.fixtures.postgres import TestDatabase

pytestmark = pytest.mark.proof

NOW = datetime(2026, 11, 24, tzinfo=UTC)
PICTURE = b"a picture of the board, with Maya Flores" * 500
SHA256 = hashlib.sha256(PICTURE).digest()


@pytest.fixture(params=["folder", pytest.param("bucket", marks=pytest.mark.proof)])
def files(request: pytest.FixtureRequest, database: TestDatabase) -> FileStore:
    """The same store over each kind of place."""
    folder = database.config.path(database.config.archive.media)
    if request.param == "folder":
        objects: Folder | Bucket = Folder(folder / "objects")
    else:
        objects = request.getfixturevalue("object_store").bucket()
    keyring = Keyring(database.config.path(database.config.archive.media_keys))
    return FileStore(objects=objects, keyring=keyring, plain=folder)


@pytest.fixture
def connection(database: TestDatabase) -> Iterator[Connection]:
    with database.connect(DatabaseRole.ARCHIVER) as made:
        yield made


def upload(tmp_path: Path, content: bytes = PICTURE) -> Path:
    source = tmp_path / "maya-flores.png"
    source.write_bytes(content)
    return source


def keep(files: FileStore, connection: Connection, source: Path) -> bytes:
    kept = files.put(connection, source, size=source.stat().st_size)
    files.record(connection, kept, NOW)
    connection.commit()
    return kept.sha256


def stored(files: FileStore) -> dict[str, bytes]:
    """What somebody finds who took the folder or the bucket: every name, with its bytes."""
    if isinstance(files.objects, Folder):
        found = [file for file in files.objects.root.rglob("*") if file.is_file()]
        return {str(file.relative_to(files.objects.root)): file.read_bytes() for file in found}
    assert isinstance(files.objects, Bucket)
    address = files.objects.address
    client = connect(address)
    listed = client.list_objects_v2(Bucket=address.bucket).get("Contents", [])
    names = [each["Key"] for each in listed]
    return {
        name: client.get_object(Bucket=address.bucket, Key=name)["Body"].read() for name in names
    }


def test_a_file_is_kept_once_and_comes_back(
    files: FileStore, connection: Connection, tmp_path: Path
) -> None:
    assert not files.exists(connection, SHA256)
    assert keep(files, connection, upload(tmp_path)) == SHA256
    assert keep(files, connection, upload(tmp_path)) == SHA256
    assert files.exists(connection, SHA256)
    assert b"".join(files.open(connection, SHA256)) == PICTURE
    assert len(stored(files)) == 1
    assert files.check(connection, SHA256) is None


def test_a_stolen_folder_or_bucket_reveals_nothing(
    files: FileStore, connection: Connection, tmp_path: Path
) -> None:
    """Not a byte, a name or a hash of the content; nor its exact size."""
    keep(files, connection, upload(tmp_path))
    ((name, content),) = stored(files).items()
    for said in (PICTURE[:16], b"Maya", b"maya-flores", SHA256, SHA256.hex().encode()):
        assert said not in content
        assert said not in name.encode()
    md5, sha1 = hashlib.md5(PICTURE).hexdigest(), hashlib.sha1(PICTURE).hexdigest()
    assert md5 not in name
    assert sha1 not in name
    longer = keep(files, connection, upload(tmp_path, PICTURE + b"x"))
    assert longer != SHA256
    assert {len(each) for each in stored(files).values()} == {len(content)}


def test_an_unfinished_upload_or_none_is_not_kept(
    files: FileStore, connection: Connection, tmp_path: Path
) -> None:
    with pytest.raises(MediaError, match=r"20000 bytes of 20001"):
        files.put(connection, upload(tmp_path), size=len(PICTURE) + 1)
    with pytest.raises(MediaError, match="not in Synapse"):
        files.put(connection, tmp_path / "absent", size=5)
    assert stored(files) == {}


def test_verify_names_what_is_missing_changed_or_undecryptable(
    files: FileStore, connection: Connection, tmp_path: Path
) -> None:
    assert files.check(connection, SHA256) == "is missing"
    keep(files, connection, upload(tmp_path))
    row = connection.execute(text("SELECT name, key_id FROM archive.media_object")).one()
    ((_, content),) = stored(files).items()
    overwrite(files, row.name, content[:-1] + bytes([content[-1] ^ 1]))
    assert files.check(connection, SHA256) == (
        "cannot be read: its part 0 was changed, moved or cut off"
    )
    files.objects.delete(row.name)
    assert files.check(connection, SHA256) == "is missing"
    overwrite(files, row.name, content)
    assert files.check(connection, SHA256) is None
    files.keyring.destroy_period("general-2026-11")
    assert files.check(connection, SHA256) == f"cannot be read: its key {row.key_id} was destroyed"


def overwrite(files: FileStore, name: str, content: bytes) -> None:
    files.objects.put(name, io.BytesIO(content), len(content))


def test_destroying_a_months_key_ends_its_files_alone(
    files: FileStore, connection: Connection, tmp_path: Path
) -> None:
    """All that is kept of them, in whatever copy, is noise then."""
    keep(files, connection, upload(tmp_path))
    other = files.put(connection, upload(tmp_path, b"of December"), size=11)
    files.record(connection, other, datetime(2026, 12, 1, tzinfo=UTC))
    connection.commit()
    files.keyring.destroy_period("general-2026-11")
    with pytest.raises(KeyGoneError, match="was destroyed"):
        list(files.open(connection, SHA256))
    assert b"".join(files.open(connection, other.sha256)) == b"of December"


def test_a_file_moved_to_another_class_outlives_its_first_one(
    files: FileStore, connection: Connection, tmp_path: Path
) -> None:
    """Shared media lives until its last reference."""
    keep(files, connection, upload(tmp_path))
    rekeying.move_file(connection, files.keyring, SHA256, "special_education-2026-11")
    connection.commit()
    files.keyring.destroy_period("general-2026-11")
    assert b"".join(files.open(connection, SHA256)) == PICTURE


def test_new_keys_for_all_and_no_file_is_written(
    files: FileStore, connection: Connection, database: TestDatabase, tmp_path: Path
) -> None:
    keep(files, connection, upload(tmp_path))
    before = stored(files)
    old = {file.name: file.read_text() for file in files.keyring.folder.glob("*.key")}
    command = ["archive", "rotate-media-key", "--data", str(database.data)]
    done = CliRunner().invoke(build("archive"), command)
    assert done.exit_code == 0, done.output
    assert stored(files) == before
    assert b"".join(files.open(connection, SHA256)) == PICTURE
    there = {file.name for file in files.keyring.folder.glob("*.key")}
    assert (sorted(old), sorted(there)) == (
        ["general-2026-11.1.key", "master-1.key"],
        ["general-2026-11.2.key", "master-2.key"],
    )
    # Whoever holds the old keys, and the database of today, opens nothing.
    stolen = Keyring(tmp_path / "stolen")
    stolen.folder.mkdir()
    for name, content in old.items():
        (stolen.folder / name).write_text(content)
    thief = FileStore(objects=files.objects, keyring=stolen, plain=files.plain)
    with pytest.raises(KeyGoneError):
        list(thief.open(connection, SHA256))


def test_a_rotation_killed_in_the_middle_is_ended_by_the_next(
    files: FileStore, connection: Connection, tmp_path: Path
) -> None:
    keep(files, connection, upload(tmp_path))
    files.keyring.renew_master()
    files.keyring.renew("general-2026-11")  # and killed before anything was wrapped by it
    assert b"".join(files.open(connection, SHA256)) == PICTURE
    assert rekeying.rotate(connection, files.keyring) == 1
    assert b"".join(files.open(connection, SHA256)) == PICTURE


def test_what_an_older_homeroom_kept_is_read_and_becomes_encrypted(
    files: FileStore, connection: Connection
) -> None:
    def old(content: bytes) -> Path:
        place = plain.place(files.plain, hashlib.sha256(content).digest())
        place.parent.mkdir(parents=True)
        place.write_bytes(content)
        return place

    first, _, changed = old(PICTURE), old(b"another"), old(b"a third")
    changed.write_bytes(b"was changed")
    assert b"".join(files.open(connection, SHA256)) == PICTURE
    assert encrypt_some(connection, files, 1) == 1
    # Killed after the commit, before the plain file went: it goes now.
    if not first.exists():
        first.write_bytes(PICTURE)
    assert encrypt_some(connection, files, 10) == 2
    assert encrypt_some(connection, files, 10) == 0
    assert [file for _, file in plain.found(files.plain)] == [changed]
    assert b"".join(files.open(connection, SHA256)) == PICTURE
    assert files.check(connection, hashlib.sha256(b"a third").digest()) == "was changed"
    assert len(stored(files)) == 2


def test_deleted_is_gone_with_its_key_and_not_while_an_entry_names_it(
    files: FileStore, connection: Connection, database: TestDatabase, tmp_path: Path
) -> None:
    keep(files, connection, upload(tmp_path))
    engine = create_engine(database.superuser_dsn.replace("postgresql:", "postgresql+psycopg2:"))
    with engine.begin() as superuser:
        superuser.execute(
            text(
                "INSERT INTO archive.media (district, mxc, sha256, size, epoch, index) "
                "VALUES ('demo', 'mxc://x/abcdef', :sha256, 9, 1, 0)"
            ),
            {"sha256": SHA256},
        )
        files.delete(superuser, SHA256)
    assert b"".join(files.open(connection, SHA256)) == PICTURE
    connection.rollback()
    with engine.begin() as superuser:
        superuser.execute(text("DELETE FROM archive.media"))
    engine.dispose()
    with database.connect() as disposition, disposition.begin():
        files.delete(disposition, SHA256)
    assert (stored(files), files.exists(connection, SHA256)) == ({}, False)
    with pytest.raises(ObjectMissingError):
        list(files.open(connection, SHA256))
