"""`homeroom scan --data`: with the names and numbers of the roster, without the district's own."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from homeroom import shipped
from homeroom.cli import main
from homeroom.importers.apply import import_folder
from homeroom.registry import policies
from tests.fixtures.oneroster import SMALL_12, edited, write
from tests.fixtures.postgres import TestDatabase

LINES = """\
great work Sana Hart!
20481345 is mine
call the office, 202-555-0100
call me, 202-555-0143
dang it
"""
OWN_WORDS = 'words: {profanity: ["dang*"]}'


def test_the_district_is_known(
    database: TestDatabase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    numbered = edited(SMALL_12, "users.csv", "Kai,Moor,,", "Kai,Moor,,20481345")
    roster = write(tmp_path / "roster", numbered)
    policy = shipped.config("policy.yaml").read_text(encoding="utf-8")
    with database.connect() as connection, connection.begin():
        import_folder(
            connection, roster, server_name="district.example", today=date(2026, 11, 24), by="t"
        )
        policies.publish(connection, policy.replace("words: {}", OWN_WORDS), by="t")
    file = tmp_path / "lines.txt"
    file.write_text(LINES, encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["scan", str(file), "--data", str(database.data)])
    assert ended.value.code in (0, None)
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [[found["kind"] for found in row] for row in rows] == [
        ["person_name"],
        ["student_id"],
        [],
        ["phone"],
        ["profanity"],
    ]
