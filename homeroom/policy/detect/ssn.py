"""Social Security numbers: 3-2-4, or nine digits where the words say so.

What the Social Security Administration never gives out is none; the ranges of taxpayer numbers
(ITIN, 26 CFR 301.6109-1) count like them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from homeroom.policy.detect import numbers
from homeroom.policy.detect.match import Match, near
from homeroom.policy.detect.numbers import Run
from homeroom.policy.detect.view import View

TRIGGER = numbers.TRIGGER
_NAMED = re.compile(
    r"\b(?:ssn|s\.s\.n|social|soc(?:ial)? sec\w*|ss ?(?:#|no|num(?:ber)?)|seguro|nss|itin)\b"
)
_BEFORE, _AFTER = 48, 24
_ITIN_GROUPS = frozenset([*range(50, 66), *range(70, 89), *range(90, 93), *range(94, 100)])


def find(view: View) -> Iterator[Match]:
    """Nine digits in three groups, or in any grouping beside a word that names them."""
    text = view.text
    for run in numbers.runs(text):
        yield from _glued(run)
        for window in numbers.longest_first(run, fewest=9, most=9, groups=9):
            shaped = window.lengths == (3, 2, 4)
            if _can_be_one(window.digits) and (
                shaped or near(text, window.start, window.end, _NAMED, before=_BEFORE, after=_AFTER)
            ):
                yield Match(window.start, window.end, window.digits)


def _can_be_one(digits: str) -> bool:
    area, group, serial = digits[:3], digits[3:5], digits[5:]
    if area in ("000", "666") or group == "00" or serial == "0000":
        return False
    return area[0] != "9" or int(group) in _ITIN_GROUPS


def _glued(run: Run) -> Iterator[Match]:
    """Numbers with hyphens that more digits are glued to."""
    for place in range(len(run.groups) - 2):
        area, group, serial = run.groups[place : place + 3]
        hyphens = run.gaps[place].strip() == run.gaps[place + 1].strip() == "-"
        digits = area.digits[-3:] + group.digits + serial.digits[:4]
        lengths = len(area.digits) == 3 and len(group.digits) == 2 and len(serial.digits) > 4
        if hyphens and lengths and _can_be_one(digits):
            yield Match(area.start, serial.start + 4, digits)
