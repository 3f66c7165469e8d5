"""What the command prints, to people and to scripts."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from homeroom.cli.session import show

LONG = "0123456789abcdef" * 4
CELLS: list[tuple[Any, str]] = [
    (None, ""),
    (True, "yes"),
    (datetime(2026, 11, 24, 7, 41, 52, 189, tzinfo=UTC), "2026-11-24 07:41:52+00:00"),
    ({"epoch": 1, "size": 3}, "epoch 1, size 3"),
    (["a", False], "a, no"),
    # what a student may write is neither markup nor a command of the terminal
    ("[red]all[/red] [/]", "[red]all[/red] [/]"),
    ("\x1b]0;owned\x07\x1b[2Jgone", "�]0;owned��[2Jgone"),
    ("\u202eevil", "�evil"),
    ("two\nlines", "two"),
]


@pytest.mark.parametrize(("value", "shown"), CELLS)
def test_a_cell_is_shown_as_people_read_it(
    value: Any, shown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    show([{"cell_of": value}], as_json=False)
    printed = capsys.readouterr().out
    assert f"│ {shown}" in printed
    assert "cell of" in printed
    assert "\x1b" not in printed


def test_an_id_is_never_cut(capsys: pytest.CaptureFixture[str]) -> None:
    """It is wanted whole by the next command."""
    show([{"id": LONG, "more": LONG, "text": LONG}], as_json=False)
    lines = [line.split("│") for line in capsys.readouterr().out.splitlines() if "│" in line]
    assert ["".join(cells[n].strip() for cells in lines) for n in (1, 2, 3)] == [LONG] * 3


def test_scripts_get_it_whole(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"text": "[red]\x1b[2J", "yes": True}]
    show(rows, as_json=True)
    assert json.loads(capsys.readouterr().out) == rows
