"""`homeroom policy`: check, publish and show."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from homeroom import shipped
from homeroom.cli import main
from homeroom.registry import decisions
from homeroom.registry.model import PolicyVersion
from tests.fixtures.postgres import TestDatabase

SHIPPED = shipped.config("policy.yaml")


def command(*arguments: str) -> int:
    """The exit status of `homeroom policy` with these arguments."""
    with pytest.raises(SystemExit) as ended:
        main(["policy", *arguments])
    return int(ended.value.code or 0)


def test_publishing_puts_the_next_version_in_force(
    database: TestDatabase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ("--data", str(database.data))
    assert command("show", *data) == 2
    assert command("publish", str(SHIPPED), *data) == 0
    stricter = tmp_path / "stricter.yaml"
    stricter.write_text(SHIPPED.read_text(encoding="utf-8").replace("07:00", "08:00"))
    assert command("publish", str(stricter), *data) == 0
    assert command("publish", str(stricter), *data) == 0
    capsys.readouterr()
    assert command("show", "--json", *data) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["version"] == "2"
    assert '"08:00-19:00"' in shown["text"]
    assert (database.data / "policy.yaml").read_text(encoding="utf-8") == shown["text"]
    with database.connect() as connection:
        assert sorted(decisions.load(connection, PolicyVersion)) == ["1", "2"]


def test_a_policy_with_a_fault_is_not_published(
    database: TestDatabase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.yaml"
    text = SHIPPED.read_text(encoding="utf-8").replace("  staff_student", "  staf_student")
    bad.write_text(text)
    line = next(n for n, each in enumerate(text.splitlines(), 1) if "staf_student" in each)
    assert command("publish", str(bad), "--data", str(database.data)) == 2
    assert f"{bad}, line {line}, direct_messages.staf_student: is no key" in capsys.readouterr().err
    assert not (database.data / "policy.yaml").exists()
    with database.connect() as connection:
        assert decisions.latest(connection) == 0


def test_checking_needs_no_district(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert command("check", str(SHIPPED)) == 0
    assert command("check", "nowhere.yaml") == 2
    (tmp_path / "latin.yaml").write_bytes("# é".encode("latin-1"))
    assert command("check", "latin.yaml") == 2
    assert "latin.yaml: byte 2 is not UTF-8" in capsys.readouterr().err
