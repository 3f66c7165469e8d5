"""`homeroom scan`: lines in, findings out; no district is needed."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from homeroom.cli import main


def scan(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["scan", *arguments])
    return int(ended.value.code or 0)


def test_a_list_for_each_line_with_places_in_the_line_as_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ["📱 ２０２-555-0143", "", "hola", "in chapter 3: 202-555-0150", "añádeme en snap"]
    file = tmp_path / "lines.txt"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert scan(str(file)) == 0
    found: list[Any] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [[each["kind"] for each in row] for row in found] == [
        ["phone"],
        [],
        [],
        [],
        ["messenger_invitation"],
    ]
    assert found[0] == [{"kind": "phone", "start": 2, "end": 14, "text": "２０２-555-0143"}]
    for line, row in zip(lines, found, strict=True):
        assert all(line[each["start"] : each["end"]] == each["text"] for each in row)


def test_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a\x00b\nkid@example.org")))
    assert scan() == 0
    assert [len(json.loads(line)) for line in capsys.readouterr().out.splitlines()] == [0, 1]


def test_bad_input_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert scan(str(tmp_path / "none.txt")) == 2
    (tmp_path / "latin.txt").write_bytes("a\né".encode("latin-1"))
    assert scan(str(tmp_path / "latin.txt")) == 2
    assert "line 2: is not UTF-8" in capsys.readouterr().err
    assert scan(str(tmp_path / "latin.txt"), "--data", str(tmp_path / "nowhere")) == 2
