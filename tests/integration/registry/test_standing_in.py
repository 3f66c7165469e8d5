"""Substitutes, supervision pools and acknowledgements, by command and in the registry."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection
from typer.testing import CliRunner

from homeroom import shipped
from homeroom.cli import build
from homeroom.errors import InputError
from homeroom.policy.roles import Role
from homeroom.registry import decisions, policies, substitutions, supervision
from homeroom.registry.model import Acknowledgement, SchoolClass
from tests.fixtures.postgres import TestDatabase
from tests.integration.registry.district import MOTHER, TEACHER, fill, student
from tests.unit.registry.household import person

NOW = datetime(2026, 11, 24, 14, tzinfo=UTC)
HOUR = timedelta(hours=1)
FIRST, SECOND = person("first", Role.SUPERVISOR), person("second", Role.SUPERVISOR)
SCIENCE = SchoolClass(id="c1", title="Science", org="s1")


@pytest.fixture
def district(database: TestDatabase) -> TestDatabase:
    with database.connect() as connection, connection.begin():
        fill(connection)
        for adult in (FIRST, SECOND):
            decisions.record(connection, adult, by="test")
    return database


def run(database: TestDatabase, *words: str) -> Any:
    """The JSON that a command prints."""
    result = CliRunner().invoke(
        build(words[0]), [*words, "--data", str(database.data), "--json"], catch_exceptions=False
    )
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def teachers(connection: Connection, now: datetime) -> frozenset[str]:
    return substitutions.in_force(connection, now).get("c1", frozenset())


def test_a_substitute_gets_a_class_with_one_command(district: TestDatabase) -> None:
    """From now until midnight by the district's clock, unless other hours are given."""
    (made,) = run(district, "substitute", "add", "--person", "first", "--class", "science")
    assert (made["person"], made["class"]) == ("First Example", "Science")
    assert made["ends"].endswith("T00:00")
    with district.connect() as connection:
        assert teachers(connection, datetime.now(UTC)) == {"first"}
        assert teachers(connection, datetime.now(UTC) + timedelta(days=2)) == frozenset()
    assert [one["id"] for one in run(district, "substitute", "list")] == [made["id"]]
    ended = CliRunner().invoke(
        build("substitute"), ["substitute", "end", made["id"], "--data", str(district.data)]
    )
    assert ended.exit_code == 0
    assert run(district, "substitute", "list") == []
    with district.connect() as connection:
        assert teachers(connection, datetime.now(UTC)) == frozenset()


def test_hours_are_given_by_the_districts_clock(district: TestDatabase) -> None:
    day = (datetime.now(UTC) + timedelta(days=30)).date()
    words = ["--starts", f"{day}T08:00", "--ends", f"{day}T15:30"]
    (made,) = run(district, "substitute", "add", "--person", "first", "--class", "c1", *words)
    assert (made["starts"], made["ends"]) == (f"{day}T08:00", f"{day}T15:30")
    with district.connect() as connection:
        zone = policies.zone(connection)
        eight = datetime(day.year, day.month, day.day, 8, tzinfo=zone)
        assert teachers(connection, eight) == {"first"}
        assert teachers(connection, eight - timedelta(seconds=1)) == frozenset()
        assert teachers(connection, eight + 7.5 * HOUR) == frozenset()


def test_who_and_when_is_checked(district: TestDatabase) -> None:
    with district.connect() as connection:
        for who, starts, ends, said in (
            (MOTHER, NOW, NOW + HOUR, "no active member of staff"),
            (student(), NOW, NOW + HOUR, "no active member of staff"),
            (FIRST, NOW, NOW, "must end after they start"),
            (FIRST, NOW, NOW + timedelta(days=400), "within a year"),
        ):
            with pytest.raises(InputError, match=said):
                substitutions.add(connection, who, SCIENCE, starts, ends, by="test")
        with pytest.raises(InputError, match="unknown"):
            substitutions.end(connection, "sub-none", by="test")


def test_a_pool_has_two_people_and_deputies_for_some_days(district: TestDatabase) -> None:
    rows = run(district, "supervision", "form", "s1", "first", "second")
    assert [(row["person"], row["counts_today"]) for row in rows] == [
        ("First Example", True),
        ("Second Example", True),
    ]
    days = ["--starts", "2026-11-23", "--ends", "2026-11-27"]
    rows = run(district, "supervision", "deputy", "s1", "--person", "teacher", *days)
    assert rows[2]["deputy"] is True
    with district.connect() as connection:
        pool = supervision.get(connection, "s1")
    assert pool.on(date(2026, 11, 27)) == {"first", "second", "teacher"}
    assert pool.on(date(2026, 11, 28)) == {"first", "second"}
    again = run(district, "supervision", "form", "s1", "second", "teacher")
    assert [row["deputy"] for row in again] == [False, False, True]
    assert run(district, "supervision", "list") == again


def test_a_pool_of_one_or_of_others_is_no_pool(district: TestDatabase) -> None:
    with district.connect() as connection:
        for org, members, said in (
            ("s1", [FIRST], "2 people at least"),
            ("s1", [FIRST, FIRST], "2 people at least"),
            ("s1", [FIRST, MOTHER], "no active member of staff"),
            ("nowhere", [FIRST, SECOND], "no school of the roster"),
        ):
            with pytest.raises(InputError, match=said):
                supervision.form(connection, org, members, by="test")
        with pytest.raises(InputError, match="has no pool"):
            supervision.deputise(connection, "s1", FIRST, NOW.date(), NOW.date(), by="test")


def test_nobody_acknowledges_for_somebody_else(district: TestDatabase) -> None:
    child = student()
    with district.connect() as connection:
        for who, by in (
            (child, MOTHER.user_id),
            (MOTHER, child.user_id),
            (child, TEACHER.user_id),
            (child, "command:root"),
        ):
            with pytest.raises(InputError, match="for somebody else"):
                policies.acknowledge(connection, who, by=str(by))
        made = policies.acknowledge(connection, child, by=str(child.user_id))
        assert made == Acknowledgement(person="student", version="1")


def test_a_version_that_is_not_material_asks_nobody(district: TestDatabase) -> None:
    text = shipped.config("policy.yaml").read_text(encoding="utf-8")

    def asked(note: str, *, material: bool) -> int:
        with district.connect() as connection, connection.begin():
            policies.publish(connection, f"{text}# {note}\n", by="test", material=material)
            found = policies.asked(connection)
        assert found is not None
        return found.version

    assert asked("second", material=False) == 1
    assert asked("third", material=True) == 3
    assert asked("fourth", material=False) == 3
