"""By when a request must be answered: days counted by hand, beside the shipped table."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.disclosure import clock_file
from homeroom.disclosure.clock import Clock, Standing, StepName, Term, after, deadlines
from homeroom.errors import InputError

HEAD = (
    "clocks:\n  x:\n    title: X\n    title_es: X\n    law: ferpa\n    check_with_counsel: true\n"
)
CLOCKS = clock_file.load(Path("/nowhere"))


def clock(name: str) -> Clock:
    return CLOCKS[name][1]


def days(name: str, received: str, **more: object) -> dict[str, str]:
    standing = Standing(received=date.fromisoformat(received), **more)  # type: ignore[arg-type]
    return {d.step: str(d.on) if d.on else "promptly" for d in deadlines(clock(name), standing)}


@pytest.mark.parametrize(
    ("name", "received", "expected"),
    [
        # 45 days of the calendar, also where the last is a Sunday.
        ("ferpa", "2026-09-03", {"produce": "2026-10-18"}),
        # A Monday and five business days; Labor Day (7 September) is none.
        ("illinois", "2026-08-31", {"produce": "2026-09-08"}),
        ("illinois", "2026-09-14", {"produce": "2026-09-21"}),
        # Thanksgiving is on 26 November 2026.
        ("new-york", "2026-11-20", {"acknowledge": "2026-11-30", "produce": "2026-12-29"}),
        ("california", "2026-11-24", {"acknowledge": "2026-12-04", "produce": "promptly"}),
        # Ten days end on Saturday 5 December: the next open day.
        ("california", "2026-11-25", {"acknowledge": "2026-12-07", "produce": "promptly"}),
        # 4 July 2026 is a Saturday: for a state no open day is lost by that.
        ("washington", "2026-06-29", {"acknowledge": "2026-07-06", "produce": "promptly"}),
        # Columbus Day (12 October) is open in Texas.
        (
            "texas",
            "2026-10-05",
            {
                "ask_attorney_general": "2026-10-19",
                "say_there_is_none": "2026-10-19",
                "produce": "promptly",
            },
        ),
        ("florida", "2026-11-24", {"acknowledge": "promptly", "produce": "promptly"}),
        # 1 January 2028 is a Saturday: kept on 31 December 2027; 17 January is a holiday.
        ("federal-foia", "2027-12-30", {"produce": "2028-01-31"}),
    ],
)
def test_the_days_of_the_law(name: str, received: str, expected: dict[str, str]) -> None:
    assert days(name, received) == expected


def test_more_time_begins_where_the_term_ends() -> None:
    assert days("illinois", "2026-09-14", extended=True) == {"produce": "2026-09-28"}
    assert days("california", "2026-11-24", extended=True)["acknowledge"] == "2026-12-18"


def test_new_york_counts_from_the_acknowledgement() -> None:
    done: dict[StepName, date] = {"acknowledge": date(2026, 9, 15)}
    assert days("new-york", "2026-09-14", done=done)["produce"] == "2026-10-13"


def test_late_is_late_even_when_done() -> None:
    done: dict[StepName, date] = {"produce": date(2026, 10, 19)}
    (only,) = deadlines(clock("ferpa"), Standing(received=date(2026, 9, 3), done=done))
    assert only.overdue(date(2026, 12, 1))
    assert only.days_left(date(2026, 12, 1)) is None


@given(
    begins=st.dates(date(2020, 1, 1), date(2060, 12, 31)),
    count=st.integers(1, 60),
    name=st.sampled_from(sorted(CLOCKS)),
)
def test_a_term_of_business_days_holds_so_many_open_days(
    begins: date, count: int, name: str
) -> None:
    its = clock(name)
    end = after(its, begins, Term(count=count, unit="business days"))
    between = [begins + timedelta(n) for n in range(1, (end - begins).days + 1)]
    closed = {h.falls_on(year) for h in its.holidays for year in range(2019, 2063)}
    assert sum(d.weekday() < 5 and d not in closed for d in between) == count
    assert end.weekday() < 5
    assert end not in closed


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("clocks: {}\n", "clocks"),
        (
            "clocks:\n  x:\n    title: X\n    title_es: X\n    law: recrds\n",
            "deadlines.yaml, line 5, clocks.x.law",
        ),
        ("calendars: {x: {days: [32-01]}}\nclocks: {}\n", "write `07-04` or `last monday of may`"),
        (
            HEAD + "    calendar: comon\n"
            "    steps:\n      - {step: produce, within: 5 days, citation: c}\n"
            "calendars: {common: {days: [07-04]}}\n",
            "clocks.x.calendar: there is no calendar 'comon'; did you mean 'common'",
        ),
        (
            HEAD + "    steps:\n      - {step: produce, within: 5 weeks, citation: c}\n",
            "write `5 business days`, `45 days` or `promptly`",
        ),
        (
            HEAD + "    steps:\n      - {step: produce, within: 5 days, citation: c}\n"
            "    extension: {of: acknowledge, by: 5 days, citation: c}\n",
            "extends a step that it does not have",
        ),
        (
            HEAD + "    steps:\n      - {step: produce, within: 5 days, citation: c}\n"
            "    extension: {of: produce, by: promptly, citation: c}\n",
            "an extension names a term",
        ),
    ],
)
def test_invariant_12_a_faulty_table_names_its_place(text: str, told: str) -> None:
    with pytest.raises(InputError) as error:
        clock_file.parse(text)
    assert told in str(error.value)


def test_the_clock_of_a_request() -> None:
    assert clock_file.choose(CLOCKS, "ferpa", "texas") == "ferpa"
    assert clock_file.choose(CLOCKS, "records", "texas") == "texas"
    assert clock_file.choose(CLOCKS, "records", None) == ""
    assert clock_file.choose(CLOCKS, "subpoena", "texas") == ""
    with pytest.raises(InputError, match="did you mean 'texas'"):
        clock_file.choose(CLOCKS, "records", "texs")
