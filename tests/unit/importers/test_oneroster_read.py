"""What a sound folder says, in either version of the standard."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from homeroom.importers import oneroster
from homeroom.importers.oneroster.roles import CAPACITIES
from homeroom.importers.roster import Roster, RosterClass, RosterOrg, RosterPerson
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
        ),
        "p2": RosterPerson(
            roles=(Role.STUDENT,),
            given_name="Kai",
            family_name="Moor",
            localpart="kai.moor",
            orgs=("s1",),
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
    guardianships=frozenset({("g1", "p1"), ("g2", "p2")}),
    enrollments=frozenset(
        {("c1", "t1", "teacher"), ("c1", "p1", "student"), ("c1", "p2", "student")}
    ),
    birth_dates={"p1": date(2013, 10, 2), "p2": date(2014, 1, 20)},
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
    assert found.guardianships == {("g2", "p2")}
    assert ("c1", "p1", "student") not in found.enrollments


def test_an_enrollment_counts_between_its_dates_only(tmp_path: Path) -> None:
    folder = write(tmp_path, SMALL_12)
    after = oneroster.read(folder, today=date(2027, 6, 12))
    assert after.enrollments == EXPECTED.enrollments - {("c1", "p1", "student")}


def test_a_role_counts_on_its_last_day_too(tmp_path: Path) -> None:
    found = oneroster.read(write(tmp_path, SMALL_12), today=date(2026, 6, 30))
    assert found.people["t1"].roles == (Role.PRINCIPAL, Role.TEACHER)


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
