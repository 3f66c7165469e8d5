"""What an import would change: only differences, whatever the order of the rows."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeroom.importers import oneroster
from homeroom.importers.plan import SAID, Current, Plan, RosterState, plan
from homeroom.importers.roster import Roster
from homeroom.registry.model import (
    Enrollment,
    Guardianship,
    Org,
    Person,
    SchoolClass,
    SchoolYear,
    Venue,
)
from tests.fixtures.oneroster import SMALL_12, Files, edited, write

TODAY = date(2026, 11, 24)
IDENTITY = ("id", "roster_id", "guardian", "student", "class_id", "person", "role")
DECIDED_ELSEWHERE = {"person": ["language"]}
EMPTY = Current(orgs={}, classes={}, people={}, guardianships={}, enrollments={}, venues={})


def read(files: Files) -> Roster:
    with TemporaryDirectory() as folder:
        return oneroster.read(write(Path(folder), files), today=TODAY)


def numbered() -> Callable[[], str]:
    numbers = itertools.count(1)
    return lambda: f"id{next(numbers)}"


def planned(current: Current, files: Files, new_id: Callable[[], str] | None = None) -> Plan:
    return plan(current, read(files), server_name="district.example", new_id=new_id or numbered())


def after(current: Current, made: Plan) -> Current:
    """The registry once a plan is recorded."""
    states = [change.state for change in made.changes]
    return Current(
        orgs={**current.orgs, **{s.key: s for s in states if isinstance(s, Org)}},
        classes={**current.classes, **{s.key: s for s in states if isinstance(s, SchoolClass)}},
        school_years={
            **current.school_years,
            **{s.key: s for s in states if isinstance(s, SchoolYear)},
        },
        people={**current.people, **{s.key: s for s in states if isinstance(s, Person)}},
        guardianships={
            **current.guardianships,
            **{s.key: s for s in states if isinstance(s, Guardianship)},
        },
        enrollments={
            **current.enrollments,
            **{s.key: s for s in states if isinstance(s, Enrollment)},
        },
        venues={**current.venues, **{s.key: s for s in states if isinstance(s, Venue)}},
    )


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32))
def test_the_order_of_rows_is_no_matter(seed: int) -> None:
    chance = random.Random(seed)
    shuffled = {}
    for name, content in SMALL_12.items():
        header, *rows = content.splitlines(keepends=True)
        chance.shuffle(rows)
        shuffled[name] = header + "".join(rows)
    assert planned(EMPTY, shuffled) == planned(EMPTY, SMALL_12)


CELLS = st.sampled_from(
    [
        ("users.csv", "Sana,Hart", "Saná,Hart"),
        ("users.csv", "p2,,,true", "p2,tobedeleted,,true"),
        ("users.csv", "p1,,,true", "p1,,,false"),
        ("users.csv", "+1 202-555-0143", "+1 202-555-0199"),
        ("roles.csv", "r5,,,g1", "r5,tobedeleted,,g1"),
        ("classes.csv", "7th grade", "grade 7"),
        ("enrollments.csv", "e3,,,", "e3,tobedeleted,,"),
        ("orgs.csv", "Lantern School", "Lantern Hill"),
        ("demographics.csv", "2014-01-20", ""),
        ("manifest.csv", "demographics,bulk", "demographics,absent"),
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELLS, unique=True), min_size=1, max_size=4))
def test_importing_twice_changes_nothing(rosters: list[list[tuple[str, str, str]]]) -> None:
    """After any history of imports, the last one again is empty, and nobody has two ids."""
    current, new_id = EMPTY, numbered()
    for edits in rosters:
        files = SMALL_12
        for edit in edits:
            files = edited(files, *edit)
        current = after(current, planned(current, files, new_id))
        assert planned(current, files, new_id).changes == ()
    ids = [person.roster_id for person in current.people.values()]
    assert len(ids) == len(set(ids))


def test_who_leaves_keeps_the_record_and_coming_back_keeps_the_id() -> None:
    before = after(EMPTY, planned(EMPTY, SMALL_12))
    known = next(p for p in before.people.values() if p.roster_id == "p1")
    gone = edited(SMALL_12, "users.csv", "p1,,,true", "p1,,,false")
    left = planned(before, gone)
    assert {(c.state.SUBJECT, c.action) for c in left.changes} == {
        ("person", "end"),
        ("guardianship", "end"),
        ("enrollment", "end"),
    }
    without = after(before, left)
    assert without.people[known.id] == replace(known, active=False)
    back = after(without, planned(without, SMALL_12))
    assert back.people[known.id] == known


def test_a_change_names_its_fields_and_keeps_what_the_file_does_not_know() -> None:
    before = after(EMPTY, planned(EMPTY, SMALL_12))
    spanish = {key: replace(person, language="es") for key, person in before.people.items()}
    moved = edited(SMALL_12, "users.csv", "Omar,Hart", "Omar,Hartmere")
    changes = planned(replace(before, people=spanish), moved).changes
    assert [(c.action, c.label, c.fields) for c in changes] == [
        ("change", "Omar Hartmere", ("family_name",))
    ]
    assert isinstance(changes[0].state, Person)
    assert changes[0].state.language == "es"


@pytest.mark.parametrize("kind", [Org, SchoolClass, Person, Guardianship, Enrollment])
def test_each_field_is_said_by_the_roster_or_decided_elsewhere(kind: type[RosterState]) -> None:
    """Else a nightly import would undo what people decided during the day, or keep what is old."""
    names = {field.name for field in fields(kind)} - {"active", *IDENTITY}
    assert names == {*SAID[kind.SUBJECT], *DECIDED_ELSEWHERE.get(kind.SUBJECT, ())}


def test_absent_demographics_keep_birth_dates_and_an_empty_one_ends_it() -> None:
    before = after(EMPTY, planned(EMPTY, SMALL_12))
    absent = edited(SMALL_12, "manifest.csv", "demographics,bulk", "demographics,absent")
    assert planned(before, absent).changes == ()
    unknown = edited(SMALL_12, "demographics.csv", "2014-01-20", "")
    assert [c.fields for c in planned(before, unknown).changes] == [("birth_date",)]


def test_guardians_get_no_account_and_everybody_else_does() -> None:
    people = after(EMPTY, planned(EMPTY, SMALL_12)).people.values()
    assert {p.roster_id: p.user_id for p in people} == {
        "t1": "@wren.stone:district.example",
        "p1": "@sana.hart:district.example",
        "p2": "@kai.moor:district.example",
        "g1": None,
        "g2": None,
    }


def test_the_share_of_people_who_leave_is_told_by_school() -> None:
    before = after(EMPTY, planned(EMPTY, SMALL_12))
    gone = edited(SMALL_12, "users.csv", "p1,,,true", "p1,,,false")
    assert planned(before, gone).leaving == {"s1": 1 / 3}
    assert planned(before, SMALL_12).leaving == {}
