"""Hours: the district's calendar, other hours for kinds, schools and rooms, and clock changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeroom.policy.decide import decide
from homeroom.policy.facts import EventFacts, Presence, Room
from homeroom.policy.policy import Calendar, Hours, SchoolDays, Span, Week, Window
from homeroom.policy.roles import Role
from homeroom.policy.verdict import Refuse
from homeroom.policy.wording import explain
from tests.unit.policy.facts import (
    CLASS,
    POLICY,
    STUDENT,
    SYSTEM,
    TEACHER,
    message,
    party,
)

WEEKDAYS = frozenset(range(5))
CHICAGO = Hours(
    timezone="America/Chicago",
    days=WEEKDAYS,
    windows=(Window(opens=time(7, 30), closes=time(16)),),
)
THANKSGIVING = date(2026, 11, 26)
CALENDAR = Calendar(
    district=SchoolDays(
        holidays=(
            Span(first=THANKSGIVING, last=THANKSGIVING),
            Span(first=date(2026, 12, 21), last=date(2027, 1, 1)),
        ),
        early_dismissal={date(2026, 11, 25): time(12, 30)},
    ),
    schools={"s2": SchoolDays(holidays=(Span(first=date(2026, 11, 24), last=date(2026, 11, 24)),))},
)
WITH_CALENDAR = replace(CHICAGO, calendar=CALENDAR)
EVENING = Week(days=WEEKDAYS, windows=(Window(opens=time(17), closes=time(21)),))
PARENTS = Room(
    venue="parent_teacher", joined=Presence.of(TEACHER, party("guardian", Role.GUARDIAN))
)


def at(month: int, day: int, hour: int, minute: int = 0, year: int = 2026) -> datetime:
    """An instant by Chicago's clock."""
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo("America/Chicago"))


def rules(facts: EventFacts, hours: Hours, now: datetime) -> dict[str, dict[str, Any]]:
    verdict = decide(facts, replace(POLICY, hours=hours), now)
    found = verdict.reasons if isinstance(verdict, Refuse) else ()
    return {reason.rule: dict(reason.details) for reason in found}


DAYS: list[tuple[datetime, tuple[str, ...], bool]] = [
    # an ordinary Tuesday; its school's own holiday; a school that is open
    (at(11, 24, 12), (), True),
    (at(11, 24, 12), ("s2",), False),
    (at(11, 24, 12), ("s1",), True),
    # a day that ends early: the minute before, and after
    (at(11, 25, 12, 29), (), True),
    (at(11, 25, 12, 30), (), False),
    (at(11, 25, 12, 30), ("s1",), False),
    # a holiday, and days between two dates
    (at(11, 26, 12), (), False),
    (at(12, 21, 12), (), False),
    (at(1, 1, 12, year=2027), (), False),
    (at(1, 4, 12, year=2027), (), True),
]


@pytest.mark.parametrize(("now", "schools", "expected"), DAYS)
def test_the_districts_calendar(now: datetime, schools: tuple[str, ...], expected: bool) -> None:
    assert WITH_CALENDAR.covers(now, replace(CLASS, schools=schools)) is expected


def test_a_holiday_is_told_as_one_and_the_next_opening_named() -> None:
    found = rules(message(), WITH_CALENDAR, at(11, 26, 12))
    assert found == {"holiday": {"hours": "07:30-16:00", "opens": "2026-11-27T07:30"}}
    found = rules(message(), WITH_CALENDAR, at(12, 20, 12))
    assert found == {"hours": {"hours": "07:30-16:00", "opens": "2027-01-04T07:30"}}


def test_the_next_opening_is_said_in_words() -> None:
    verdict = decide(message(), replace(POLICY, hours=WITH_CALENDAR), at(11, 26, 12))
    assert isinstance(verdict, Refuse)
    reason = verdict.reasons[0]
    assert "on Friday, November 27 at 07:30" in explain(reason)
    assert "el viernes 27 de noviembre a las 07:30" in explain(reason, "es")


def test_where_no_opening_comes_soon_it_says_so() -> None:
    closed = replace(CHICAGO, days=frozenset())
    verdict = decide(message(), replace(POLICY, hours=closed), at(11, 24, 12))
    assert isinstance(verdict, Refuse)
    assert "when school is open" in explain(verdict.reasons[0])


OTHERS = replace(
    CHICAGO,
    kinds={"parent_teacher": EVENING, "club": EVENING},
    schools={"s2": Week(days=frozenset({5}), windows=(Window(opens=time(9), closes=time(12)),))},
    venues={"chess": Week(days=frozenset({6}), windows=(Window(opens=time(9), closes=time(12)),))},
)
CLUB = replace(CLASS, venue="club")

PLACES: list[tuple[Room, datetime, bool]] = [
    (CLASS, at(11, 24, 12), True),
    (CLASS, at(11, 24, 18), False),
    (CLUB, at(11, 24, 12), False),
    (CLUB, at(11, 24, 18), True),
    # a school's before the kind's, a room's own before its school's
    (replace(CLUB, schools=("s2",)), at(11, 24, 18), False),
    (replace(CLUB, schools=("s2",)), at(11, 28, 10), True),
    (replace(CLUB, schools=("s2",), id="chess"), at(11, 28, 10), False),
    (replace(CLUB, schools=("s2",), id="chess"), at(11, 29, 10), True),
]


@pytest.mark.parametrize(("room", "now", "expected"), PLACES)
def test_other_hours_by_kind_school_and_room(room: Room, now: datetime, expected: bool) -> None:
    assert OTHERS.covers(now, room) is expected


def test_hours_of_a_kind_hold_for_everybody_there() -> None:
    """No student is in a room of guardians: the district's hours do not hold, its own do."""
    said = message(sender=party("guardian", Role.GUARDIAN), room=PARENTS)
    assert rules(said, CHICAGO, at(11, 24, 23)) == {}
    assert set(rules(said, OTHERS, at(11, 24, 23))) == {"hours"}
    assert rules(said, OTHERS, at(11, 24, 18)) == {}
    assert rules(replace(said, sender=SYSTEM), OTHERS, at(11, 24, 23)) == {}


ZONES = st.sampled_from(
    ["America/New_York", "America/Chicago", "America/Denver", "America/Anchorage", "America/Havana"]
)
TIMES = st.times().map(lambda t: t.replace(second=0, microsecond=0))
WINDOWS = st.tuples(TIMES, TIMES).filter(lambda pair: pair[0] < pair[1])
AROUND_CHANGES = st.sampled_from(
    [
        # the nights in which the clocks of the United States change, and Havana's
        datetime(2026, 3, 8, 0, 0, tzinfo=UTC),
        datetime(2026, 11, 1, 0, 0, tzinfo=UTC),
        datetime(2027, 3, 14, 0, 0, tzinfo=UTC),
    ]
).flatmap(lambda night: st.integers(-24 * 60, 36 * 60).map(lambda m: night + timedelta(minutes=m)))


def hours_of(zone: str, windows: list[tuple[time, time]]) -> Hours:
    made = tuple(Window(opens=opens, closes=closes) for opens, closes in windows)
    return Hours(timezone=zone, days=frozenset(range(7)), windows=made)


@given(zone=ZONES, windows=st.lists(WINDOWS, min_size=1, max_size=2), now=AROUND_CHANGES)
def test_the_wall_clock_decides_whatever_the_offset(
    zone: str, windows: list[tuple[time, time]], now: datetime
) -> None:
    wall = now.astimezone(ZoneInfo(zone)).time()
    expected = any(opens <= wall < closes for opens, closes in windows)
    assert hours_of(zone, windows).covers(now) is expected


@settings(max_examples=60)
@given(zone=ZONES, windows=st.lists(WINDOWS, min_size=1, max_size=2), now=AROUND_CHANGES)
def test_the_next_opening_is_the_first_covered_minute(
    zone: str, windows: list[tuple[time, time]], now: datetime
) -> None:
    """Also where the clock jumps over an opening, jumps into a window, or shows it twice."""
    hours = hours_of(zone, windows)
    found = hours.opens(now, CLASS)
    assert found is not None
    assert hours.covers(found)
    minutes = int((found - now) / timedelta(minutes=1))
    assert found >= now
    assert not any(hours.covers(now + timedelta(minutes=m)) for m in range(minutes))


def test_a_student_is_told_the_hours_of_their_room() -> None:
    found = rules(message(sender=STUDENT, room=CLUB), OTHERS, at(11, 24, 12))
    assert found["hours"]["hours"] == "17:00-21:00"
