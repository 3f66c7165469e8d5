"""`homeroom archive verify`: whose signature is believed, and what it takes to check one."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import text

from homeroom.archive.checkpoint import Signer, key_name, load_or_create_key
from homeroom.archive.publish import Publisher
from homeroom.archive.seal import seal
from homeroom.cli import main
from homeroom.db.roles import DatabaseRole
from tests.fixtures.postgres import TestDatabase


@pytest.fixture
def keys(database: TestDatabase) -> Path:
    """The folder of keys of a district with a sealed log and a published checkpoint."""
    signer = load_or_create_key(database.data / "keys" / "checkpoint.key", "demo")
    with database.connect(DatabaseRole.MODULE) as connection, connection.begin():
        connection.execute(text("SELECT outbox.append('decision', 'k', '{}')"))
    with database.connect(DatabaseRole.ARCHIVER) as connection:
        assert seal(connection, "demo", None, limit=300).taken
        connection.commit()
        assert Publisher(signer=signer, folder=database.data / "checkpoints").publish(connection)
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
