"""`homeroom archive verify`: whose signature is believed, and what it takes to check one."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import text

from homeroom.archive import read, rotation
from homeroom.archive.checkpoint import Signer, key_name, load_or_create_key
from homeroom.archive.keys import HandOver
from homeroom.archive.keys import notes as held_notes
from homeroom.archive.publish import Publisher
from homeroom.archive.seal import seal
from homeroom.cli import main
from homeroom.db.roles import DatabaseRole
from tests.fixtures.postgres import TestDatabase


@pytest.fixture
def keys(database: TestDatabase) -> Path:
    """The folder of keys of a district with a sealed log and a published checkpoint."""
    load_or_create_key(database.data / "keys" / "checkpoint.key", "demo")
    with database.connect(DatabaseRole.MODULE) as connection, connection.begin():
        connection.execute(text("SELECT outbox.append('decision', 'k', '{}')"))
    with database.connect(DatabaseRole.ARCHIVER) as connection:
        assert seal(connection, "demo", None, limit=300).taken
        connection.commit()
        assert Publisher(
            key=database.data / "keys" / "checkpoint.key",
            district="demo",
            folder=database.data / "checkpoints",
        ).publish(connection)
    return database.data / "keys"


def verify(database: TestDatabase, *arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["archive", "verify", "--data", str(database.data), *arguments])
    return int(ended.value.code or 0)


def test_the_private_key_is_not_needed(
    database: TestDatabase, keys: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (keys / "checkpoint.key").unlink()
    assert verify(database) == 0
    assert "All is as it was sealed" in capsys.readouterr().out


def test_a_key_kept_outside_is_a_file_or_its_line(
    database: TestDatabase, keys: Path, tmp_path: Path
) -> None:
    line = (keys / "checkpoint.vkey").read_text()
    kept = tmp_path / "kept.vkey"
    kept.write_text(line)
    for name in ("checkpoint.key", "checkpoint.vkey"):
        (keys / name).unlink()
    assert verify(database, "--key", str(kept)) == 0
    assert verify(database, "--key", line.strip()) == 0


def test_a_log_signed_by_another_key_than_the_one_kept_outside_is_found(
    database: TestDatabase, keys: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever replaces the district's key signs a log of their own: --key is not theirs."""
    other = Signer(name=key_name("demo"), private_key=Ed25519PrivateKey.generate())
    assert verify(database, "--key", other.verifier.vkey()) == 1
    assert "not signed by homeroom/demo" in capsys.readouterr().out


def test_what_is_no_key_is_one_line_that_says_what_is(
    database: TestDatabase, keys: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify(database, "--key", "homeroom/demo+x") == 2
    assert "give the line that `archive checkpoint` prints" in capsys.readouterr().err
    (keys / "checkpoint.vkey").write_bytes(b"\xff")
    assert verify(database) == 2
    assert "is no verifier key line" in capsys.readouterr().err
    for file in keys.iterdir():
        file.unlink()
    assert verify(database) == 2
    assert "checkpoint.vkey: cannot be read" in capsys.readouterr().err


def hand_over(database: TestDatabase) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["archive", "hand-over-key", "--yes", "--data", str(database.data)])
    assert not ended.value.code


def append(database: TestDatabase, key: str) -> None:
    with database.connect(DatabaseRole.MODULE) as connection, connection.begin():
        connection.execute(text("SELECT outbox.append('decision', :key, '{}')"), {"key": key})
    with database.connect(DatabaseRole.ARCHIVER) as connection:
        assert seal(connection, "demo", None, limit=300).taken
        connection.commit()
        assert publisher(database).publish(connection)


def publisher(database: TestDatabase) -> Publisher:
    key = database.data / "keys" / "checkpoint.key"
    return Publisher(key=key, district="demo", folder=database.data / "checkpoints")


def test_after_a_hand_over_the_old_public_key_and_old_checkpoints_still_prove_the_log(
    database: TestDatabase, keys: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = (keys / "checkpoint.vkey").read_text().strip()
    outside = tmp_path / "checkpoint.txt"
    outside.write_text((database.data / "checkpoints" / "latest.txt").read_text())
    hand_over(database)
    new = (keys / "checkpoint.vkey").read_text().strip()
    assert new != old
    append(database, "after")
    hand_over(database)
    append(database, "long after")
    for trusted in (old, new, (keys / "checkpoint.vkey").read_text().strip()):
        assert verify(database, "--key", trusted, "--against", str(outside)) == 0
    assert sorted(file.name for file in keys.glob("*.key")) == [
        "checkpoint-until-1.key",
        "checkpoint-until-3.key",
        "checkpoint.key",
    ]
    assert list((database.data / "checkpoints").glob("hand-over-*.txt"))


def test_a_log_signed_with_a_key_that_was_handed_over_is_found(
    database: TestDatabase, keys: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An old private key that was stolen signs nothing new."""
    stolen = load_or_create_key(keys / "checkpoint.key", "demo")
    hand_over(database)
    append(database, "after")
    with database.connect(DatabaseRole.ADMIN) as connection:
        head = read.head(connection)
        assert head is not None
        forged = text("INSERT INTO archive.checkpoint VALUES (:d, 1, :size, :root, :note)")
        note = stolen.sign(head.checkpoint)
        values = {"d": "demo", "size": head.size + 1, "root": head.root, "note": note}
        connection.execute(forged, values)
        connection.commit()
    assert verify(database) == 1
    assert "not in use then" in capsys.readouterr().out


def test_a_hand_over_that_was_killed_is_ended_by_the_next_start(
    database: TestDatabase, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Recorded, and the files not exchanged: nothing is signed until they are."""
    signing = publisher(database)
    with database.connect() as connection:
        with monkeypatch.context() as killed:
            killed.setattr(rotation, "write_durably", _killed)
            with pytest.raises(KeyboardInterrupt):
                rotation.hand_over(connection, signing)
        before = signing.signer.verifier
        made = HandOver.open(held_notes(connection)[-1])
        assert made.old == before
        rotation.settle(connection, signing.key, "demo", signing.folder)
        assert signing.signer.verifier == made.new
    append(database, "after")
    assert verify(database, "--key", before.vkey()) == 0


def _killed(*_: object) -> None:
    raise KeyboardInterrupt
