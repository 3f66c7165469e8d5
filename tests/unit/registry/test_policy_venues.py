"""Venues, hours, calendar and acknowledgement of `policy.yaml`, as they are written."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from homeroom import shipped
from homeroom.errors import InputError
from homeroom.policy.facts import Room
from homeroom.policy.policy import Acknowledgement, Calendar, DirectMessages, Policy, Week, Window
from homeroom.policy.sections.venues import DEFAULTS
from homeroom.registry import policy_file

HOURS = """\
hours:
  timezone: America/Chicago
  days: [monday]
  open: ["07:30-16:00"]
"""
SHIPPED = shipped.config("policy.yaml").read_text(encoding="utf-8")


def parse(text: str) -> Policy:
    return policy_file.parse(text, version="7")


def test_the_shipped_venues_are_the_defaults_and_every_right_is_written() -> None:
    policy = parse(SHIPPED)
    assert dict(policy.venues.kinds) == dict(DEFAULTS)
    assert policy.direct_messages == DirectMessages()
    assert policy.acknowledgement == Acknowledgement(required=True, grace_days=14)
    assert policy.hours.calendar == Calendar()
    for section in policy_file.read(SHIPPED).venues.kinds.values():
        assert section.model_fields_set == set(type(section).model_fields)


def test_what_is_written_changes_that_alone() -> None:
    written = "venues:\n  kinds:\n    club: {react: [], slow_mode_seconds: 20}\n"
    policy = parse(HOURS + written)
    club = policy.venues.of("club")
    assert (club.react, club.slow_mode_seconds) == (frozenset(), 20)
    assert club.post == DEFAULTS["club"].post
    assert policy.venues.of("class") == DEFAULTS["class"]


def test_other_hours_and_the_calendar_are_read_as_written() -> None:
    written = """\
  kinds: {parent_teacher: {days: [monday, tuesday], open: ["17:00-21:00"]}}
  schools: {s2: {days: [friday], open: ["08:00-12:00"]}}
calendar:
  holidays: [2026-11-26, "2026-12-21 to 2027-01-01"]
  early_dismissal: {2026-11-23: "12:30"}
  schools:
    s2: {holidays: ["2027-03-01"]}
"""
    hours = parse(HOURS + written).hours
    evening = Week(days=frozenset({0, 1}), windows=(Window(opens=time(17), closes=time(21)),))
    assert hours.of(Room(venue="parent_teacher")) == evening
    assert hours.of(Room(venue="class", schools=("s2",))).days == frozenset({4})
    assert hours.calendar.holiday(date(2026, 12, 25), ())
    assert hours.calendar.holiday(date(2027, 3, 1), ("s2",))
    assert not hours.calendar.holiday(date(2027, 3, 1), ())
    zone = ZoneInfo("America/Chicago")
    assert hours.covers(datetime(2026, 11, 23, 12, 29, tzinfo=zone))
    assert not hours.covers(datetime(2026, 11, 23, 12, 30, tzinfo=zone))


FAULTS = [
    # kinds, rights and people that are none
    (
        "venues: {kinds: {clas: {}}}\n",
        "policy.yaml, line 1, venues.kinds.clas: 'clas' is not allowed; use 'class'",
    ),
    (
        "venues:\n  kinds:\n    club:\n      pots: []\n",
        "policy.yaml, line 4, venues.kinds.club.pots: is no key of this file; did you mean 'post'?",
    ),
    (
        "venues: {kinds: {club: {post: [pupils]}}}\n",
        "policy.yaml, line 1, venues.kinds.club.post.0: 'pupils' is not allowed; use 'everyone'",
    ),
    # what no district can switch off, or give away
    (
        "venues: {calls_live_location_widgets: allow}\n",
        "policy.yaml, line 1, venues.calls_live_location_widgets: 'allow' is not allowed",
    ),
    (
        "venues: {kinds: {class: {create: [staff]}}}\n",
        "policy.yaml, line 1, venues.kinds: ",
    ),
    (
        "direct_messages: {staff_student: allowed}\n",
        "policy.yaml, line 1, direct_messages.staff_student: 'allowed' is not allowed; use 'never'",
    ),
    ("supervision: {pool: one}\n", "policy.yaml, line 1, supervision.pool: 'one' is not allowed"),
    (
        "urgent: {stopped_only_by: hours}\n",
        "policy.yaml, line 1, urgent.stopped_only_by: 'hours' is not allowed",
    ),
    ("acknowledgement: {grace_days: 400}\n", "policy.yaml, line 1, acknowledgement.grace_days: "),
    (
        "venues: {kinds: {club: {slow_mode_seconds: -1}}}\n",
        "policy.yaml, line 1, venues.kinds.club.slow_mode_seconds: ",
    ),
    # days that are none
    (
        'calendar: {holidays: ["2027-13-01"]}\n',
        "policy.yaml, line 1, calendar.holidays.0: '2027-13-01' is no day; write it as 2026-11-26",
    ),
    (
        'calendar: {holidays: ["2027-01-02 to 2027-01-01"]}\n',
        "policy.yaml, line 1, calendar.holidays.0: '2027-01-02 to 2027-01-01' ends before it",
    ),
    (
        'calendar: {early_dismissal: {2026-11-25: "25:00"}}\n',
        "policy.yaml, line 1, calendar.early_dismissal.2026-11-25: '25:00' is no time; write it as",
    ),
    (
        'calendar: {schools: {s1: {holiday: ["2026-11-25"]}}}\n',
        "policy.yaml, line 1, calendar.schools.s1.holiday: is no key of this file; did you mean "
        "'holidays'?",
    ),
]


@pytest.mark.parametrize(("text", "expected"), FAULTS)
def test_a_fault_is_named_by_file_line_and_field(text: str, expected: str) -> None:
    with pytest.raises(InputError) as refused:
        parse(text + HOURS)
    assert str(refused.value).startswith(expected)
