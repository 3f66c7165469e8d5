"""A consent lasts until the end of the school year, as the roster has it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from homeroom.policy.sections.bridges import Bridges
from homeroom.registry.model import SchoolYear
from homeroom.registry.school_years import consent_ends

THIS = SchoolYear(id="y27", title="26-27", starts=date(2026, 8, 17), ends=date(2027, 6, 11))
NEXT = SchoolYear(id="y28", title="27-28", starts=date(2027, 8, 16), ends=date(2028, 6, 9))
LATER = replace(NEXT, ends=date(2033, 6, 9))
OVER = replace(THIS, active=False)
ENDS: list[tuple[tuple[SchoolYear, ...], date, date]] = [
    # by the policy alone, where the roster says nothing
    ((), date(2026, 11, 23), date(2027, 6, 30)),
    # by the roster: within the year, on its last day, in the summer after it
    ((THIS, NEXT), date(2026, 11, 23), date(2027, 6, 11)),
    ((THIS, NEXT), date(2027, 6, 11), date(2027, 6, 11)),
    ((THIS, NEXT), date(2027, 7, 1), date(2028, 6, 9)),
    # a year that was taken back, one that is past, one that is far away
    ((OVER,), date(2026, 11, 23), date(2027, 6, 30)),
    ((THIS,), date(2027, 7, 1), date(2028, 6, 30)),
    ((LATER,), date(2026, 11, 23), date(2027, 6, 30)),
    # of two at once the first to end
    ((THIS, replace(THIS, id="z", ends=date(2027, 5, 28))), date(2026, 11, 23), date(2027, 5, 28)),
]


@pytest.mark.parametrize(("years", "signed_on", "ends"), ENDS)
def test_when_a_consent_ends(years: tuple[SchoolYear, ...], signed_on: date, ends: date) -> None:
    assert consent_ends(Bridges(), years, signed_on) == ends
