"""What a sound folder says, in either version of the standard."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from homeroom.importers import oneroster
from homeroom.importers.oneroster.roles import CAPACITIES
from homeroom.importers.roster import (
    Period,
    Roster,
    RosterClass,
    RosterOrg,
    RosterPerson,
    RosterYear,
)
from homeroom.policy.roles import Role
from tests.fixtures.oneroster import SMALL_11, SMALL_12, Files, edited, write

TODAY = date(2026, 11, 24)

EXPECTED = Roster(
    orgs={
        "d1": RosterOrg(name="Example District", kind="district"),
        "s1": RosterOrg(name="Lantern School", kind="school"),
    },
    classes={"c1": RosterClass(title="Science, 7th grade", org="s1")},
    people={
        "t1": RosterPerson(
            roles=(Role.TEACHER,),
            given_name="Wren",
            family_name="Stone",
            localpart="wren.stone",
            orgs=("s1",),
            email="wren@example.org",
        ),
        "p1": RosterPerson(
            roles=(Role.STUDENT,),
            given_name="Sana",
            family_name="Hart",
            localpart="sana.hart",
            orgs=("s1",),
            grades=("07",),
        ),
        "p2": RosterPerson(
            roles=(Role.STUDENT,),
            given_name="Kai",
            family_name="Moor",
            localpart="kai.moor",
            orgs=("s1",),
            grades=("07",),
        ),
        "g1": RosterPerson(
            roles=(Role.GUARDIAN,),
            given_name="Omar",
            family_name="Hart",
            orgs=("s1",),
            phones=("+12025550143", "+12025550144"),
        ),
        "g2": RosterPerson(
            roles=(Role.GUARDIAN,),
            given_name="Lucia",
            family_name="Moor",
            orgs=("s1",),
            phones=("+12025550145",),
        ),
    },
    guardianships={("g1", "p1"): "guardian", ("g2", "p2"): "parent"},
    enrollments={
        ("c1", "t1", "teacher"): Period(),
        ("c1", "p1", "student"): Period(begins=date(2026, 8, 17), ends=date(2027, 6, 11)),
        ("c1", "p2", "student"): Period(),
    },
    birth_dates={"p1": date(2013, 10, 2), "p2": date(2014, 1, 20)},
    school_years={"y1": RosterYear(title="Year", starts=date(2026, 8, 17), ends=date(2027, 6, 11))},
)


@pytest.mark.parametrize("files", [SMALL_11, SMALL_12], ids=["1.1", "1.2"])
def test_both_versions_say_the_same(tmp_path: Path, files: Files) -> None:
    assert oneroster.read(write(tmp_path, files), today=TODAY) == EXPECTED


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault(tmp_path: Path) -> None:
    folder = write(tmp_path, SMALL_12)
    for file in folder.iterdir():
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert oneroster.read(folder, today=TODAY) == EXPECTED


LEFT = [
    # a deleted user takes ties and seats along
    ("users.csv", "p1,,,true", "p1,tobedeleted,,true"),
    # so does one whose account is switched off
    ("users.csv", "p1,,,true", "p1,active,2026-11-01T08:00:00.000Z,false"),
    # and one whose only role is over
    ("roles.csv", "r3,,,p1,primary,student,,,", "r3,,,p1,primary,student,,2026-11-23,"),
    # or has not begun
    ("roles.csv", "r3,,,p1,primary,student,,,", "r3,,,p1,primary,student,2026-11-25,,"),
]


@pytest.mark.parametrize(("file", "old", "new"), LEFT)
def test_who_left_is_not_in_the_roster(tmp_path: Path, file: str, old: str, new: str) -> None:
    files = edited(SMALL_12, "demographics.csv", "p1,,,2013-10-02,\n", "")
    found = oneroster.read(write(tmp_path, edited(files, file, old, new)), today=TODAY)
    assert set(found.people) == {"t1", "p2", "g1", "g2"}
    assert set(found.guardianships) == {("g2", "p2")}
    assert ("c1", "p1", "student") not in found.enrollments


def test_an_enrollment_that_is_over_gives_no_seat_and_one_to_come_does(tmp_path: Path) -> None:
    folder = write(tmp_path, SMALL_12)
    after = oneroster.read(folder, today=date(2027, 6, 12))
    assert set(after.enrollments) == set(EXPECTED.enrollments) - {("c1", "p1", "student")}
    before = oneroster.read(folder, today=date(2026, 8, 1))
    assert before.enrollments == EXPECTED.enrollments


PERIODS = [
    # the one that runs, although another began earlier and is over, and a third comes
    (
        ["2026-09-01,2026-10-01", "2026-11-01,2027-01-31", "2027-03-01,"],
        ("2026-11-01", "2027-01-31"),
    ),
    # none runs: the next
    (["2027-03-01,", "2027-01-10,2027-02-01"], ("2027-01-10", "2027-02-01")),
    # two run: the one that ends later
    (["2026-11-01,2026-12-01", "2026-11-02,"], ("2026-11-02", None)),
]


@pytest.mark.parametrize(("rows", "expected"), PERIODS)
def test_of_several_periods_the_one_that_runs_counts(
    tmp_path: Path, rows: list[str], expected: tuple[str, str | None]
) -> None:
    lines = "".join(f"e3{n},,,c1,s1,p2,student,false,{row}\n" for n, row in enumerate(rows))
    files = edited(SMALL_12, "enrollments.csv", "e3,,,c1,s1,p2,student,false,,\n", lines)
    found = oneroster.read(write(tmp_path, files), today=TODAY).enrollments["c1", "p2", "student"]
    begins, ends = (date.fromisoformat(day) if day else None for day in expected)
    assert found == Period(begins=begins, ends=ends)


def test_a_role_counts_on_its_last_day_too(tmp_path: Path) -> None:
    found = oneroster.read(write(tmp_path, SMALL_12), today=date(2026, 6, 30))
    assert found.people["t1"].roles == (Role.PRINCIPAL, Role.TEACHER)


TERMS = [
    # a teacher's role that ended, while the enrollment goes on, and another role stays
    ("2025-08-01,2026-11-23", None, "role ended on 2026-11-23: the seat has ended with it; end"),
    # one that has not begun
    ("2026-12-01,", (date(2026, 12, 1), None), "begins on 2026-12-01: the seat begins with it"),
    # one that runs, and ends: nothing to mend today
    (",2026-12-01", (None, date(2026, 12, 1)), ""),
    (",2026-11-24", (None, date(2026, 11, 24)), ""),
    (",", (None, None), ""),
]


@pytest.mark.parametrize(("days", "seat", "notice"), TERMS)
def test_a_seat_ends_with_the_role_for_it(
    tmp_path: Path, days: str, seat: tuple[date | None, date | None] | None, notice: str
) -> None:
    """The rest of the file is imported; nobody has a teacher's powers without the role."""
    also = f"r1,,,t1,primary,teacher,{days},s1,\nr9,,,t1,secondary,guardian,,,s1,\n"
    files = edited(SMALL_12, "roles.csv", "r1,,,t1,primary,teacher,,,s1,\n", also)
    reading = oneroster.read_after(write(tmp_path, files), oneroster.Kept(), today=TODAY)
    found = reading.roster.enrollments.get(("c1", "t1", "teacher"))
    assert (found and (found.begins, found.ends)) == seat
    assert ("c1", "p1", "student") in reading.roster.enrollments
    said = [str(each) for each in reading.notices]
    assert len(said) == bool(notice)
    assert all("enrollments.csv, line 2, role: 'teacher' for 't1', whose" in one for one in said)
    assert notice in "".join(said)


def test_a_role_that_is_over_gives_a_student_no_teachers_seat(tmp_path: Path) -> None:
    """A fault of the file where there never was one; where there was, it ended."""
    role = "r3,,,p1,primary,student,,,s1,\n"
    once = f"{role}r9,,,p1,secondary,teacher,,2026-01-31,s1,\n"
    files = edited(SMALL_12, "enrollments.csv", "p1,student", "p1,teacher")
    files = edited(files, "roles.csv", role, once)
    found = oneroster.read(write(tmp_path, files), today=TODAY)
    assert not any(person == "p1" for _, person, _ in found.enrollments)


def test_without_demographics_nothing_is_said_about_birth_dates(tmp_path: Path) -> None:
    files = edited(SMALL_12, "manifest.csv", "demographics,bulk", "demographics,absent")
    found = oneroster.read(write(tmp_path, files), today=TODAY)
    assert found == replace(EXPECTED, birth_dates=None)


def test_only_listed_districts_roles_give_power_over_records() -> None:
    # A SIS marks office staff as `administrator` freely; that must not open the archive.
    assert CAPACITIES["administrator"] is Role.PRINCIPAL
    powerful = {Role.ADMIN, Role.IT, Role.RECORDS_OFFICER, Role.AUDITOR}
    assert {name for name, role in CAPACITIES.items() if role in powerful} == {
        "districtAdministrator",
        "systemAdministrator",
        "ext:recordsOfficer",
        "ext:auditor",
    }
