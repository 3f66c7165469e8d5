"""What a restore lost is on record, and so is what turns up later as lost, too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from homeroom.archive import keys, recovering
from homeroom.archive.checkpoint import Checkpoint, Signer, load_or_create_key
from homeroom.archive.files.opening import file_store
from homeroom.archive.recovering import Recovery
from homeroom.archive.seal import seal
from homeroom.archive.verify import verify
from homeroom.db.roles import DatabaseRole
from homeroom.errors import InputError
from tests.fixtures.postgres import TestDatabase

APPEND = text("SELECT outbox.append('decision', :key, '{}')")
Recover = Callable[[str], Recovery | None]


@pytest.fixture
def signer(database: TestDatabase) -> Signer:
    return load_or_create_key(database.data / "keys" / "checkpoint.key", "demo")


@pytest.fixture
def recover(database: TestDatabase, signer: Signer) -> Recover:
    """Of a log of three entries."""
    with database.connect(DatabaseRole.MODULE) as connection, connection.begin():
        for number in range(3):
            connection.execute(APPEND, {"key": f"k{number}"})
    with database.connect(DatabaseRole.ARCHIVER) as connection, connection.begin():
        seal(connection, "demo", None)

    def run(note: str) -> Recovery | None:
        with database.connect(DatabaseRole.ARCHIVER) as connection, connection.begin():
            ring = keys.keyring(connection, signer.verifier)
            return recovering.recover(connection, ring, note, by="test", now=datetime.now(UTC))

    return run


def note(signer: Signer, size: int, epoch: int = 1) -> str:
    """Of a log that was longer than what there is."""
    lost = Checkpoint(district="demo", epoch=epoch, size=size, root=bytes([size % 256]) * 32)
    return signer.sign(lost)


def test_what_turns_up_later_is_put_on_record_too(
    database: TestDatabase, signer: Signer, recover: Recover
) -> None:
    first, second = recover(note(signer, 10)), recover(note(signer, 500))
    assert first is not None
    assert second is not None
    assert "entries 3 to 9 of epoch 1 (7)" in first.missing
    assert "entries 3 to 499 of epoch 1 (497)" in second.missing
    for known in (10, 300, 500):
        assert recover(note(signer, known)) is None
    with database.connect() as connection:
        files = file_store(database.config)
        assert verify(connection, signer.verifier, files).findings == ()
        for size in (10, 500):
            outside = note(signer, size)
            found = verify(connection, signer.verifier, files, against=outside).findings
            assert found
            assert all("were lost when a backup was restored" in each for each in found)
        unknown = note(signer, 501)
        found = verify(connection, signer.verifier, files, against=unknown).findings
        assert any("checkpoint held outside of 501 entries" in each for each in found)


def test_the_note_that_covers_most_counts(
    database: TestDatabase, signer: Signer, recover: Recover
) -> None:
    with database.connect(DatabaseRole.ARCHIVER) as connection:
        ring = keys.keyring(connection, signer.verifier)
        notes = [note(signer, 10), note(signer, 2, epoch=2), note(signer, 500)]
        assert recovering.newest(ring, notes) == notes[1]
        with pytest.raises(InputError, match="hand-over"):
            recovering.newest(ring, [notes[0], notes[0].replace("\n10\n", "\n11\n")])
