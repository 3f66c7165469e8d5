"""An export is the record itself: every leaf is computed from it; the taking is on record."""

from __future__ import annotations

import json
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from homeroom.archive import merkle, read
from homeroom.archive import seal as sealing
from homeroom.archive.canonical import canonical
from homeroom.archive.commitment import commitment
from homeroom.archive.leaf import PREFIX
from homeroom.cli import main
from homeroom.db.roles import DatabaseRole
from tests.fixtures.days import district_day
from tests.fixtures.postgres import TestDatabase

ODD = [
    "plain",
    "a\nline\tand \\ tab",
    "quotes \" and ' and , and ;",
    "Ñandú 🪶 \u2028",
    "\x01\x02",
    "%s %%",
]


@pytest.fixture
def sealed(database: TestDatabase) -> TestDatabase:
    with database.connect(DatabaseRole.MODULE) as connection, connection.begin():
        for number, body in enumerate(ODD):
            payload = json.dumps({"decision": {"body": body}})
            append = text("SELECT outbox.append('decision', :key, :payload)")
            connection.execute(append, {"key": f"k{number}", "payload": payload})
    with database.connect(DatabaseRole.ARCHIVER) as connection, connection.begin():
        sealing.seal(connection, "demo", None)
    return database


def export(database: TestDatabase, out: Path, *more: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["archive", "export", "--out", str(out), "--data", str(database.data), *more])
    return int(ended.value.code or 0)


def test_every_leaf_and_the_root_are_computed_from_it(sealed: TestDatabase, tmp_path: Path) -> None:
    out = tmp_path / "record.jsonl"
    assert export(sealed, out) == 0
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    lines = [json.loads(line) for line in out.read_bytes().splitlines()]
    assert [line["payload"]["decision"]["body"] for line in lines] == ODD
    leaves = []
    for line in lines:
        leaf = merkle.hash_leaf(PREFIX + canonical(line["header"]))
        assert leaf.hex() == line["leaf"]
        salt = bytes.fromhex(line["salt"])
        assert commitment(line["payload"], salt).hex() == line["header"]["commitment"]
        leaves.append(leaf)
    with sealed.connect() as connection:
        head = read.head(connection)
        said = connection.scalar(text("SELECT payload FROM outbox.entry WHERE kind = 'export'"))
    assert head is not None
    assert merkle.root(leaves) == head.root
    assert json.loads(str(said))["export"]["entries"] == len(ODD)


def test_a_span_is_exported_alone(sealed: TestDatabase, tmp_path: Path) -> None:
    out = tmp_path / "record.jsonl"
    today = district_day()
    yesterday, tomorrow = ((today + timedelta(days=days)).isoformat() for days in (-2, 2))
    assert export(sealed, out, "--since", tomorrow) == 0
    assert out.read_bytes() == b""
    assert export(sealed, out, "--until", yesterday) == 0
    assert out.read_bytes() == b""
    assert export(sealed, out, "--since", yesterday, "--until", tomorrow) == 0
    assert len(out.read_bytes().splitlines()) == len(ODD)


def test_what_cannot_be_written_is_one_line_and_leaves_nothing(
    sealed: TestDatabase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(sealed, tmp_path / "none" / "record.jsonl") == 2
    assert "cannot be written" in capsys.readouterr().err
    assert [file for file in tmp_path.iterdir() if "record" in file.name] == []
