"""Days are the district's: no part of the source takes the day of a server's clock."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from homeroom import shipped
from tests.fixtures.days import ZONE

ROOT = Path(__file__).parents[2]
BESIDE = re.compile(r"date\.today\(|\butcnow\(|now\(UTC\)\.date\(|\.(at|now|received)\.date\(")
LOCAL = {
    *("homeroom/registry/consents.py", "bridges/base/crossing.py", "homeroom/rooms/members.py"),
    *("homeroom/sandbox/provision.py", "homeroom/sandbox/measure_roster.py"),
    *("homeroom/sandbox/measure_snapshot.py", "tests/integration/steward/conftest.py"),
}
"""Their `now` is in the district's zone, and their callers' docstrings say so."""
PARTS = ("homeroom", "admin_portal", "bridges", "synapse_module", "tests")


@pytest.mark.parametrize("part", PARTS)
def test_no_day_but_the_districts(part: str) -> None:
    sources = (file for file in (ROOT / part).rglob("*.py"))
    found = [
        f"{file.relative_to(ROOT)}: {line.strip()}"
        for file in sources
        if str(file.relative_to(ROOT)) not in LOCAL
        for line in file.read_text(encoding="utf-8").splitlines()
        if BESIDE.search(line)
    ]
    assert found == []


def test_the_tests_day_is_the_shipped_policys() -> None:
    assert f"timezone: {ZONE.key}" in shipped.config("policy.yaml").read_text(encoding="utf-8")
