"""The lint against data that looks like a real person's finds it, and lets invented data pass."""

from __future__ import annotations

import runpy
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

LINT = runpy.run_path(str(Path(__file__).parents[3] / ".ci" / "invented_data.py"))
in_line: Callable[[str], Iterator[tuple[str, str]]] = LINT["_in_line"]


@pytest.mark.parametrize(
    "line",
    [
        "call 212-" + "867-5309 today",
        "(212) " + "867-5309",
        "+1212" + "8675309",  # E.164
        "write to wren@" + "gmail.com",
        "SSN 123-" + "45-6788",
    ],
)
def test_what_may_be_somebodys_is_found(line: str) -> None:
    assert len(list(in_line(line))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "+1 202-555-0143",
        "+12025550143",
        "wren@example.org",
        "it@district.example",
        "@wren.amber:district.example",  # an account, no address
        "2026-11-24 10:00",
        "987-65-4320",  # never given out
        "123-45-6789",  # the example of every form
        "０７８-０５-１１２０",  # never given out, in full width
        "Wren@Example.ORG",
    ],
)
def test_what_is_invented_passes(line: str) -> None:
    assert list(in_line(line)) == []
