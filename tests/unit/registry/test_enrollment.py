"""A seat in a class counts on the days that the roster gives it, and on no other."""

from __future__ import annotations

from datetime import date

import pytest

from homeroom.registry.model import Enrollment

FIRST, LAST = date(2026, 9, 1), date(2026, 12, 18)


@pytest.mark.parametrize(
    ("begins", "ends", "day", "counts"),
    [
        (None, None, date(2026, 11, 24), True),
        # both days are included
        (FIRST, LAST, FIRST, True),
        (FIRST, LAST, LAST, True),
        # the day before, and the day after
        (FIRST, LAST, date(2026, 8, 31), False),
        (FIRST, LAST, date(2026, 12, 19), False),
        # one end is open
        (FIRST, None, date(2030, 1, 1), True),
        (None, LAST, date(2020, 1, 1), True),
    ],
)
def test_in_force_by_day(begins: date | None, ends: date | None, day: date, counts: bool) -> None:
    seat = Enrollment(class_id="c1", person="p1", role="student", begins=begins, ends=ends)
    assert seat.in_force(day) is counts


def test_a_seat_that_was_ended_counts_on_no_day() -> None:
    seat = Enrollment(class_id="c1", person="p1", role="student", active=False)
    assert not seat.in_force(FIRST)
