"""The demo district: the shipped files are what the generator makes, and they tell the story."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta

from homeroom import shipped
from homeroom.importers import oneroster
from homeroom.policy.roles import Role
from homeroom.registry import policy_file
from homeroom.sandbox import demo, demo_roster

TODAY = date(2026, 11, 24)
FOLDER = shipped.config("demo/oneroster")


def test_the_shipped_files_are_what_the_generator_makes() -> None:
    shipped_files = {file.name: file.read_bytes() for file in FOLDER.iterdir()}
    assert shipped_files == demo_roster.files()


def test_two_schools_twelve_classes_of_twenty() -> None:
    roster = oneroster.read(FOLDER, today=TODAY)
    seats = Counter((class_id, role) for class_id, _, role in roster.enrollments)
    assert sorted(org.kind for org in roster.orgs.values()) == ["district", "school", "school"]
    assert len(roster.classes) == 12
    assert {seats[class_id, "student"] for class_id in roster.classes} == {20}
    assert {seats[class_id, "teacher"] for class_id in roster.classes} == {1}
    assert {Role.STUDENT, Role.GUARDIAN, *_staff()} == {
        role for person in roster.people.values() for role in person.roles
    }


def _staff() -> set[Role]:
    return {
        *(Role.ADMIN, Role.IT, Role.RECORDS_OFFICER, Role.AUDITOR, Role.COUNSEL),
        *(Role.PRINCIPAL, Role.SUPERVISOR, Role.TEACHER),
    }


def test_every_name_and_number_is_one_persons_and_invented() -> None:
    people = demo_roster.people()
    assert len({(one.given, one.family) for one in people}) == len(people)
    assert len({one.username for one in people}) == len(people)
    phones = [one.phone for one in people if one.phone]
    assert len(set(phones)) == len(phones)
    assert all(re.fullmatch(r"\+1 \d{3}-555-01\d\d", phone) for phone in phones)


def test_in_the_first_class_each_guardian_has_one_child() -> None:
    roster = oneroster.read(FOLDER, today=TODAY)
    first = {p for class_id, p, role in roster.enrollments if class_id == "class-01"}
    children = Counter(guardian for guardian, _ in roster.guardianships)
    guardians = [guardian for guardian, student in roster.guardianships if student in first]
    assert len(guardians) == 20
    assert {children[guardian] for guardian in guardians} == {1}
    assert max(children.values()) == 2


def test_most_are_minors_and_a_few_are_eighteen() -> None:
    born = [one.born for one in demo_roster.people() if one.role == "student"]
    adults = [day for day in born if day and day <= date(2008, 11, 24)]
    assert len(born) == 240
    assert 3 <= len(adults) <= 10
    assert born.count(None) == 2


def test_the_demo_policy_is_the_shipped_one_open_all_day() -> None:
    text = demo.policy_text()
    policy = policy_file.parse(text, version="1")
    week = [datetime(2026, 11, 23, tzinfo=UTC) + timedelta(hours=h) for h in range(168)]
    assert all(policy.hours.covers(moment) for moment in week)
    shipped_text = shipped.config("policy.yaml").read_text(encoding="utf-8")
    changed = {line.strip() for line in set(text.splitlines()) ^ set(shipped_text.splitlines())}
    assert {line.split(":")[0] for line in changed} == {
        "days",
        '- "00',
        '- "07',
        "student",
        "teacher",
    }
