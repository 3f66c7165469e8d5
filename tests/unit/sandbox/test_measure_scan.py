"""The measurement of the detector measures what it says."""

from __future__ import annotations

from homeroom.sandbox import measure_scan
from homeroom.sandbox.measure_scan import BARE, CHARACTERS, DETECT, LINES, MATCHER


def test_each_way_is_measured_in_one_run() -> None:
    found = {cost.figure: cost for cost in measure_scan.costs(5)}
    assert {BARE, MATCHER, DETECT} <= set(found)
    assert all(0 < cost.low <= cost.median <= cost.high for cost in found.values())


def test_the_lines_are_of_the_length_that_the_limit_is_for() -> None:
    assert all(abs(len(line) - CHARACTERS) <= 4 for line in LINES)
