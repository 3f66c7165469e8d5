"""The log attacked: each change is made as the superuser, past every right and trigger."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import ProgrammingError

from homeroom.archive import read
from homeroom.archive.checkpoint import Signer, load_or_create_key
from homeroom.archive.files.opening import file_store
from homeroom.archive.proving import begins_with, verify_range
from homeroom.archive.publish import Publisher
from homeroom.archive.seal import seal
from homeroom.archive.search import Query, search
from homeroom.archive.verify import verify, verify_tree
from homeroom.db.roles import RUNTIME, DatabaseRole
from homeroom.errors import InputError
from tests.fixtures import long
from tests.fixtures.postgres import TestDatabase
from tests.fixtures.synapse import eventually

ROWS = 700
"""More than two blocks of stored leaves."""
APPEND = text("SELECT outbox.append('decision', :key, :payload)")
APPEND_ONLY = ("leaf", "node", "payload", "origin", "checkpoint", "duplicate")


def append(database: TestDatabase, first: int, count: int) -> None:
    """Rows as a process of ours writes them, each with a body of its own."""
    with database.connect(DatabaseRole.MODULE) as connection, connection.begin():
        for number in range(first, first + count):
            payload = json.dumps({"attempt": {"content": {"body": f"word{number} said"}}})
            connection.execute(APPEND, {"key": f"k{number}", "payload": payload})


@pytest.fixture
def signer(database: TestDatabase) -> Signer:
    return load_or_create_key(database.data / "keys" / "checkpoint.key", "demo")


@pytest.fixture
def sealed(database: TestDatabase, signer: Signer) -> str:
    """A database whose rows are sealed; the checkpoint that somebody outside holds."""
    append(database, 0, ROWS)
    with database.connect(DatabaseRole.ARCHIVER) as connection:
        while seal(connection, "demo", None, limit=300).taken:
            connection.commit()
        connection.commit()
        publisher = Publisher(
            key=database.data / "keys" / "checkpoint.key",
            district="demo",
            folder=database.data / "checkpoints",
        )
        published = publisher.publish(connection)
    assert published is not None
    return published.note


def findings(database: TestDatabase, signer: Signer, against: str | None = None) -> list[str]:
    with database.connect() as connection:
        files = file_store(database.config)
        return list(verify(connection, signer.verifier, files, against=against).findings)


def as_superuser(database: TestDatabase, act: Callable[[Connection], object]) -> None:
    """Past every trigger that is not ENABLE ALWAYS, and past those by switching them off."""
    engine = create_engine(database.superuser_dsn.replace("postgresql:", "postgresql+psycopg2:"))
    with engine.begin() as connection:
        for table in ("leaf", "node", "payload", "origin", "checkpoint", "tree"):
            connection.execute(text(f"ALTER TABLE archive.{table} DISABLE TRIGGER ALL"))
        act(connection)
    engine.dispose()


def test_what_was_sealed_verifies(database: TestDatabase, signer: Signer, sealed: str) -> None:
    assert findings(database, signer, sealed) == []


ATTACKS = [
    # one word of one payload
    "UPDATE archive.payload SET payload = replace(payload, 'word5 ', 'wort5 ') WHERE index = 5",
    # the same meaning, written anew
    "UPDATE archive.payload SET payload = payload || ' ' WHERE index = 5",
    # a salt, a commitment, a leaf hash
    "UPDATE archive.payload SET salt = sha256(salt) WHERE index = 9",
    "UPDATE archive.leaf SET commitment = sha256(commitment) WHERE index = 9",
    "UPDATE archive.leaf SET leaf_hash = sha256(leaf_hash) WHERE index = 9",
    # the time and the kind of an entry
    "UPDATE archive.leaf SET at = at + interval '1 hour' WHERE index = 9",
    "UPDATE archive.leaf SET kind = 'notice' WHERE index = 9",
    # payloads of two entries swapped
    "UPDATE archive.payload AS a SET payload = b.payload, salt = b.salt FROM archive.payload AS b "
    "WHERE a.index IN (3, 4) AND b.index = 7 - a.index",
    # an entry, a payload, the end of the log removed
    "DELETE FROM archive.payload WHERE index = 20",
    "DELETE FROM archive.leaf WHERE index = 20",
    "DELETE FROM archive.leaf WHERE index >= 690",
    # the tree itself
    "UPDATE archive.tree SET root = sha256(root)",
    # a stored node changed, one removed: proofs would fail, or be forged
    "UPDATE archive.node SET hash = sha256(hash) WHERE index = 1",
    "DELETE FROM archive.node WHERE index = 1",
    # a mapping moved, removed: another record would be shown, or none
    "UPDATE archive.origin SET kind = 'notice' WHERE index = 4",
    "DELETE FROM archive.origin WHERE index = 4",
    # a search text blanked, its words alone, its row: the record would never be found
    "UPDATE archive.search SET text = '' WHERE index = 6",
    "UPDATE archive.search SET tsv = '' WHERE index = 6",
    "UPDATE archive.search SET sender = '@x:district.example' WHERE index = 6",
    "DELETE FROM archive.search WHERE index = 6",
    # a checkpoint beside its note, and the note
    "UPDATE archive.checkpoint SET root = sha256(root)",
    "UPDATE archive.checkpoint SET note = replace(note, 'homeroom/demo/1', 'homeroom/demo/2')",
]


@pytest.mark.parametrize("attack", long.every(5, ATTACKS))
def test_invariant_3_any_change_is_found(
    database: TestDatabase, signer: Signer, sealed: str, attack: str
) -> None:
    as_superuser(database, lambda connection: connection.execute(text(attack)))
    assert findings(database, signer, sealed)


def test_a_log_rewritten_with_the_key_is_found_from_outside(
    database: TestDatabase, signer: Signer, sealed: str
) -> None:
    """Who has database and key makes a log that agrees with itself, and not with the outside."""

    def forget(connection: Connection) -> None:
        for table in ("payload", "origin", "search", "checkpoint", "node", "leaf", "tree"):
            connection.execute(text(f"DELETE FROM archive.{table}"))

    as_superuser(database, forget)
    append(database, 1000, ROWS + 50)
    with database.connect(DatabaseRole.ARCHIVER) as connection:
        while seal(connection, "demo", None).taken:
            connection.commit()
        connection.commit()
    assert findings(database, signer) == []
    assert any("held outside" in finding for finding in findings(database, signer, sealed))


FORGED = [
    # an entry put in, at the end and in the middle, with hashes that fit
    "INSERT INTO archive.leaf SELECT district, epoch, 700, kind, at, version, commitment, "
    "leaf_hash FROM archive.leaf WHERE index = 5",
    "UPDATE archive.leaf SET index = -index - 1 WHERE index >= 300; "
    "UPDATE archive.leaf SET index = -index WHERE index < 0; "
    "INSERT INTO archive.leaf SELECT district, epoch, 300, kind, at, version, commitment, "
    "leaf_hash FROM archive.leaf WHERE index = 5",
    # two entries exchanged, with all that belongs to them
    "UPDATE archive.leaf SET index = CASE index WHEN 3 THEN -4 ELSE -3 END WHERE index IN (3, 4); "
    "UPDATE archive.leaf SET index = -index WHERE index < 0; "
    "UPDATE archive.payload SET index = CASE index WHEN 3 THEN -4 ELSE -3 END "
    "WHERE index IN (3, 4); UPDATE archive.payload SET index = -index WHERE index < 0",
]


@pytest.mark.parametrize("attack", long.every(3, FORGED))
def test_invariant_3_what_is_put_in_or_exchanged_is_found(
    database: TestDatabase, signer: Signer, sealed: str, attack: str
) -> None:
    def forge(connection: Connection) -> None:
        connection.execute(text("ALTER TABLE archive.leaf DROP CONSTRAINT leaf_index_check"))
        connection.execute(text(attack))

    as_superuser(database, forge)
    assert findings(database, signer, sealed)


def test_invariant_3_a_log_that_was_rolled_back_is_found_from_outside(
    database: TestDatabase, signer: Signer, sealed: str
) -> None:
    """The whole database as it was an hour ago: it agrees with itself, and is too short."""

    def restored(connection: Connection) -> None:
        for table in ("payload", "origin", "search", "checkpoint", "node", "leaf", "tree"):
            connection.execute(text(f"DELETE FROM archive.{table}"))

    as_superuser(database, restored)
    append(database, 0, ROWS - 100)
    with database.connect(DatabaseRole.ARCHIVER) as connection:
        while seal(connection, "demo", None).taken:
            connection.commit()
        connection.commit()
    assert findings(database, signer) == []
    assert any("does not reach it" in finding for finding in findings(database, signer, sealed))


TREE = {"archive.leaf", "archive.tree", "archive.checkpoint"}


OF_THE_TREE = [each for each in ATTACKS if TREE & set(each.split()[1:3])]


@pytest.mark.parametrize("attack", long.every(4, OF_THE_TREE))
def test_the_quick_check_finds_what_concerns_the_tree(
    database: TestDatabase, signer: Signer, sealed: str, attack: str
) -> None:
    with database.connect() as connection:
        found = verify_tree(connection, signer.verifier, against=sealed)
    assert (found.entries, found.findings) == (ROWS, ())
    as_superuser(database, lambda connection: connection.execute(text(attack)))
    with database.connect() as connection:
        assert verify_tree(connection, signer.verifier, against=sealed).findings


@pytest.mark.parametrize("range_", [(0, 0), (255, 257), (0, ROWS - 1), (ROWS - 1, ROWS - 1)])
def test_a_range_is_proved_by_itself(
    database: TestDatabase, signer: Signer, sealed: str, range_: tuple[int, int]
) -> None:
    checkpoint = signer.verifier.open(sealed)
    with database.connect() as connection:
        assert list(verify_range(connection, *range_, checkpoint)) == []


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE archive.payload SET payload = replace(payload, 'word256 ', 'wort256 ')",
        "DELETE FROM archive.leaf WHERE index = 256",
        "UPDATE archive.leaf SET leaf_hash = sha256(leaf_hash) WHERE index = 300",
        "UPDATE archive.node SET hash = sha256(hash) WHERE index = 0",
    ],
)
def test_a_change_that_concerns_a_range_is_found_in_it(
    database: TestDatabase, signer: Signer, sealed: str, attack: str
) -> None:
    checkpoint = signer.verifier.open(sealed)
    as_superuser(database, lambda connection: connection.execute(text(attack)))
    with database.connect() as connection:
        assert list(verify_range(connection, 256, 300, checkpoint))


def test_a_range_past_the_checkpoint_is_refused(
    database: TestDatabase, signer: Signer, sealed: str
) -> None:
    checkpoint = signer.verifier.open(sealed)
    with database.connect() as connection:
        for first, last in ((5, 4), (0, ROWS)):
            with pytest.raises(InputError, match="give a range"):
                list(verify_range(connection, first, last, checkpoint))


def test_a_checkpoint_begins_with_an_earlier_one_and_no_other(
    database: TestDatabase, signer: Signer, sealed: str
) -> None:
    old = signer.verifier.open(sealed)
    append(database, ROWS, 50)
    with database.connect(DatabaseRole.ARCHIVER) as connection:
        seal(connection, "demo", None)
        connection.commit()
        head = read.head(connection)
        assert head is not None
        assert begins_with(connection, old, head.checkpoint)
        other = replace(old, root=hashlib.sha256(old.root).digest())
        assert not begins_with(connection, other, head.checkpoint)


@pytest.mark.parametrize("role", RUNTIME)
@pytest.mark.parametrize("table", APPEND_ONLY)
def test_invariant_2_no_runtime_role_changes_what_is_sealed(
    database: TestDatabase, role: DatabaseRole, table: str
) -> None:
    for statement in (
        f"UPDATE archive.{table} SET district = district",
        f"DELETE FROM archive.{table}",
        f"TRUNCATE archive.{table} CASCADE",
    ):
        with (
            database.connect(role) as connection,
            pytest.raises(ProgrammingError, match="permission denied"),
        ):
            connection.execute(text(statement))


def test_words_are_found_folded(database: TestDatabase, sealed: str) -> None:
    with database.connect() as connection:
        found = search(connection, Query(text="WORD42 Saíd"))
    assert [hit.text for hit in found.rows] == ["word42 said"]


def test_invariant_1_a_killed_archiver_seals_each_row_once(
    database: TestDatabase, signer: Signer
) -> None:
    """kill -9 again and again while rows arrive: each becomes exactly one entry."""

    def start() -> subprocess.Popen[bytes]:
        command = (sys.executable, "-m", "homeroom.archive.archiver", "--data", str(database.data))
        return subprocess.Popen(command, stderr=subprocess.DEVNULL)

    def entries() -> int:
        with database.connect() as connection:
            return int(connection.scalar(text("SELECT count(*) FROM archive.leaf")) or 0)

    process = start()
    for number in range(4):
        before = entries()
        append(database, number * 400, 400)
        eventually(lambda before=before: entries() > before, 30)  # type: ignore[misc]
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process = start()
    try:
        eventually(lambda: entries() == 1600, 30)
    finally:
        process.terminate()
        process.wait(20)
    assert findings(database, signer) == []
    with database.connect() as connection:
        keys = connection.scalar(text("SELECT count(DISTINCT key) FROM archive.origin"))
        left = connection.scalar(text("SELECT count(*) FROM outbox.entry"))
    assert (keys, left) == (1600, 0)


def test_a_changed_file_is_found(database: TestDatabase, signer: Signer, sealed: str) -> None:
    content = b"a picture"
    sha256 = hashlib.sha256(content)
    folder = database.data / "archive" / "media"
    file: Path = folder / sha256.hexdigest()[:2] / sha256.hexdigest()[2:4] / sha256.hexdigest()
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    row = text(
        "INSERT INTO archive.media (district, mxc, sha256, size, epoch, index) "
        "VALUES ('demo', 'mxc://x/y', :sha256, 9, 1, 0)"
    )
    known = {"sha256": sha256.digest()}
    as_superuser(database, lambda connection: connection.execute(row, known))
    assert findings(database, signer) == []
    file.write_bytes(b"another picture")
    assert findings(database, signer) == [f"file {sha256.hexdigest()}: was changed"]
