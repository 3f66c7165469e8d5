"""`policy.yaml`: what it says is what the rules read, and every fault is named by its line."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom import shipped
from homeroom.errors import InputError
from homeroom.policy.facts import Room
from homeroom.policy.policy import Bridges, Content, DirectMessages, Hours, Networks, Policy, Window
from homeroom.policy.roles import STAFF, Role
from homeroom.policy.sections.content import REFUSED
from homeroom.policy.sections.networks import Action, Treatment
from homeroom.registry import policy_file

HOURS = """\
hours:
  timezone: America/Chicago
  days: [monday]
  open: ["07:30-16:00"]
"""

INSIDE: dict[Action, Treatment] = dict.fromkeys(Action, "refuse")
HOME = INSIDE | dict.fromkeys((Action.SIGN_IN, Action.READ, Action.WRITE), "record")

SHIPPED = shipped.config("policy.yaml").read_text(encoding="utf-8")


def parse(text: str) -> Policy:
    return policy_file.parse(text, version="7")


def test_the_shipped_policy_says_every_key() -> None:
    assert parse(SHIPPED) == Policy(
        version="7",
        hours=Hours(
            timezone="America/New_York",
            days=frozenset(range(5)),
            windows=(Window(opens=time(7), closes=time(19)),),
        ),
        direct_messages=DirectMessages(
            staff_staff="allowed", staff_student="supervised", student_student="never"
        ),
        content=Content(
            refuse=REFUSED,
            flag=frozenset({"profanity"}),
            numbers=frozenset({"+12025550100"}),
            domains=frozenset({"lanternschools.example"}),
            addresses=frozenset({"100 lantern ave"}),
        ),
        networks=Networks(
            untrusted={
                **dict.fromkeys(STAFF, INSIDE),
                **dict.fromkeys((Role.TEACHER, Role.STUDENT), HOME),
            }
        ),
        bridges=Bridges(
            class_rooms="refuse",
            on_revocation="pause",
            consent_of="any_guardian",
            school_year_ends=(6, 30),
        ),
    )
    written = policy_file.read(SHIPPED).model_dump(exclude_unset=True, exclude={"format"})
    everything = policy_file.read(SHIPPED).model_dump(exclude={"format"})
    assert {name: set(keys) for name, keys in written.items()} == {
        name: set(keys) for name, keys in everything.items()
    }


def test_what_is_left_out_is_as_strict_as_can_be() -> None:
    policy = parse(HOURS)
    assert policy.direct_messages == DirectMessages()
    assert policy.content == Content()
    assert {policy.networks.outside([role], action) for role in Role for action in Action} == {
        "refuse"
    }


OUTSIDE = [
    # one word for everybody; one for a role; one for each action of a role
    ("untrusted: refuse", Role.STUDENT, INSIDE),
    ("untrusted: record", Role.STUDENT, HOME),
    ("untrusted: {others: record, student: refuse}", Role.STUDENT, INSIDE),
    ("untrusted: {others: record, student: refuse}", Role.TEACHER, HOME),
    ("untrusted: {student: read_only}", Role.STUDENT, HOME | {Action.WRITE: "refuse"}),
    (
        "untrusted: {it: {administer: read_only}}",
        Role.IT,
        INSIDE | {Action.ADMINISTER: "read_only"},
    ),
    ("untrusted: {it: {export: record}}", Role.IT, INSIDE | {Action.EXPORT: "record"}),
    ("untrusted: {it: {export: record}}", Role.ADMIN, INSIDE),
]


@pytest.mark.parametrize(("text", "role", "expected"), OUTSIDE)
def test_what_happens_outside_is_said_in_a_word(
    text: str, role: Role, expected: dict[Action, Treatment]
) -> None:
    policy = parse(f"{HOURS}networks:\n  {text}\n")
    assert {action: policy.networks.outside([role], action) for action in Action} == expected


def test_the_day_ends_at_24_00() -> None:
    policy = parse(HOURS.replace("07:30-16:00", "20:00-24:00"))
    assert policy.hours.windows == (Window(opens=time(20), closes=time(0)),)


@given(st.times(), st.times())
def test_any_span_is_read_as_written_or_refused(opens: time, closes: time) -> None:
    text = HOURS.replace("07:30-16:00", f"{opens:%H:%M}-{closes:%H:%M}")
    begins, ends = opens.replace(second=0, microsecond=0), closes.replace(second=0, microsecond=0)
    if begins < ends:
        assert parse(text).hours.windows == (Window(opens=begins, closes=ends),)
    else:
        with pytest.raises(InputError, match="ends before it begins"):
            parse(text)


def test_hours_are_those_of_the_district() -> None:
    hours = parse(HOURS).hours
    # Chicago: UTC-6 in winter, UTC-5 in summer.
    assert hours.covers(datetime(2026, 11, 23, 13, 30, tzinfo=UTC))
    assert not hours.covers(datetime(2026, 11, 23, 13, 29, tzinfo=UTC))
    assert hours.covers(datetime(2026, 7, 6, 12, 30, tzinfo=UTC))
    assert not hours.covers(datetime(2026, 11, 24, 14, 0, tzinfo=UTC))


FAULTS = [
    # misspelt keys, with what was meant
    ("hourz: {}\n" + HOURS, "policy.yaml, line 1, hourz: is no key of this file; did you mean 'ho"),
    (
        HOURS + "direct_messages:\n  staf_student: never\n",
        "policy.yaml, line 6, direct_messages.staf_student: is no key of this file; "
        "did you mean 'staff_student'?",
    ),
    (HOURS + "zebra: 1\n", "policy.yaml, line 5, zebra: is no key of this file; use format, "),
    # values that are not allowed
    (
        HOURS + "direct_messages:\n  staff_student: allowed\n",
        "policy.yaml, line 6, direct_messages.staff_student: 'allowed' is not allowed; use 'nev",
    ),
    # what no district can switch off
    (
        HOURS + "bridges:\n  consent: nobody\n",
        "policy.yaml, line 6, bridges.consent: 'nobody' is not allowed; use 'every_student'",
    ),
    (
        HOURS + "venues: {encrypted_rooms: allow}\n",
        "policy.yaml, line 5, venues.encrypted_rooms: 'allow' is not allowed; use 'refuse'",
    ),
    (HOURS + "content: {refuse: [phones]}\n", "policy.yaml, line 5, content.refuse.0: 'phones' is"),
    (
        HOURS + "content:\n  district_numbers:\n    - office\n",
        "policy.yaml, line 7, content.district_numbers.0: 'office' is no phone number; write it",
    ),
    (
        HOURS + "networks:\n  untrusted:\n    student: allow\n",
        "policy.yaml, line 7, networks.untrusted.student: 'allow' write refuse, read_only or re",
    ),
    (
        HOURS + "networks:\n  untrusted:\n    it: {export: read_only}\n",
        "policy.yaml, line 7, networks.untrusted.it.export: 'read_only' is not allowed; use 'ref",
    ),
    # hours
    (HOURS.replace("07:30", "7:30"), "policy.yaml, line 4, hours.open.0: '7:30-16:00' is no span"),
    (HOURS.replace("16:00", "25:00"), "policy.yaml, line 4, hours.open.0: '07:30-25:00' is no sp"),
    (HOURS.replace("Chicago", "Chicagoo"), "policy.yaml, line 2, hours.timezone: 'America/Chicag"),
    (HOURS.replace("monday", "mon"), "policy.yaml, line 3, hours.days.0: 'mon' is not allowed; u"),
    (HOURS.replace("[monday]", "[]"), "policy.yaml, line 3, hours.days: [] is empty; write one"),
    ("content: {}\n", "policy.yaml, line 1, hours: is missing; add it"),
    ("hours: soon\n", "policy.yaml, line 1, hours: is no section; write its keys below it: time"),
    # YAML that is none, or is more than it seems
    ("", "policy.yaml: is no list of `key: value`"),
    ("- hours\n", "policy.yaml: is no list of `key: value`"),
    ("hours: [\n", "policy.yaml, line 2: expected the node content, but found '<stream end>'"),
    (HOURS + HOURS, "policy.yaml, line 5, hours: is already on line 1; keep one"),
    ("hours: &a\n  timezone: *a\n", "policy.yaml, line 1, hours.timezone: is an alias; write"),
    ("? [a]\n: b\n", "policy.yaml, line 1, the file: has a key that is no word"),
    ("a: !!python/name:os.system ''\n", "policy.yaml, line 1: could not determine a construct"),
    ("a: " + "[" * 9000, "policy.yaml: is nested too deeply"),
    ("a: 2026-02-30\n", "policy.yaml: day is out of range for month; write the value in quotes"),
    ("a: \x00\n", "policy.yaml: holds control characters; save it as plain UTF-8"),
    ("#" * 100_001, "policy.yaml: is longer than 100000 characters; shorten it"),
]


@pytest.mark.parametrize(("text", "expected"), FAULTS)
def test_a_fault_is_named_by_file_line_and_field(text: str, expected: str) -> None:
    with pytest.raises(InputError) as refused:
        parse(text)
    assert str(refused.value).startswith(expected)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(InputError) as refused:
        parse(HOURS.replace("monday", "mon").replace("07:30", "7") + "zebra: 1\n")
    assert len(str(refused.value).splitlines()) == 3


def test_what_a_revocation_does_is_each_venues() -> None:
    written = HOURS + (
        "bridges:\n  on_revocation_in:\n    kinds: {club: move_out}\n"
        "    schools: {org-s2: move_out}\n    venues: {chess: pause}\n"
    )
    bridges = parse(written).bridges
    assert bridges.revocation_in(Room(venue="club")) == "move_out"
    assert bridges.revocation_in(Room(venue="class")) == "pause"
    assert bridges.revocation_in(Room(venue="class", schools=("org-s2",))) == "move_out"
    assert bridges.revocation_in(Room(venue="club", id="chess", schools=("org-s2",))) == "pause"
    with pytest.raises(InputError, match="on_revocation_in"):
        parse(HOURS + "bridges: {on_revocation_in: {venues: {chess: stop}}}\n")
