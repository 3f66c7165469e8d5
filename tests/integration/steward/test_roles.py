"""Roles that begin and end with a day, by the rows that the last import left."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from homeroom.db.roles import DatabaseRole
from homeroom.importers.apply import import_folder
from homeroom.policy.roles import Role
from homeroom.registry import decisions, people
from homeroom.registry.model import Person
from homeroom.steward.task import Office
from homeroom.steward.tasks.roles import Roles
from tests.fixtures.oneroster import SMALL_12, Files, write
from tests.fixtures.postgres import TestDatabase

NOON = datetime.now(UTC)
TODAY = NOON.date()
DAY = timedelta(days=1)
ROWS = """\
sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,\
userProfileSourcedId
"""
Row = tuple[str, str, date | None, date | None, str]


def roster(*rows: Row) -> Files:
    """The small district, with these roles of its people (user, role, from, until, org)."""
    lines = [
        f"r{number},,,{user},primary,{role},{begins or ''},{ends or ''},{org},\n"
        for number, (user, role, begins, ends, org) in enumerate(rows)
    ]
    seats = [row for row in SMALL_12["enrollments.csv"].splitlines(True) if ",t1," not in row]
    return {**SMALL_12, "roles.csv": ROWS + "".join(lines), "enrollments.csv": "".join(seats)}


REST: tuple[Row, ...] = (
    ("p1", "student", None, None, "s1"),
    ("p2", "student", None, None, "s1"),
    ("g1", "guardian", None, None, "s1"),
    ("g2", "parent", None, None, "s1"),
)
TEACHER: Row = ("t1", "teacher", None, None, "s1")


def imported(database: TestDatabase, folder: Path, today: date, *rows: Row) -> None:
    with database.connect() as connection, connection.begin():
        import_folder(
            connection,
            write(folder / f"{today}", roster(*rows, *REST)),
            server_name="district.example",
            today=today,
            by="test",
            confirmed=True,
        )


def everybody(database: TestDatabase) -> dict[str, Person]:
    with database.connect() as connection:
        return {p.roster_id: p for p in decisions.load(connection, Person).values()}


def on(database: TestDatabase, day: date) -> int:
    """What the steward's login does on a day; how many people changed."""
    with database.connect(DatabaseRole.STEWARD) as connection, connection.begin():
        return people.record_roles(connection, day)


DATED: list[tuple[str, tuple[Row, ...], dict[str, Any]]] = [
    (
        "begins",
        (TEACHER, ("t1", "principal", TODAY, None, "s1")),
        {"roles": ("principal", "teacher")},
    ),
    ("ended", (TEACHER, ("t1", "principal", None, TODAY - DAY, "s1")), {"roles": ("teacher",)}),
    ("its last day", (TEACHER, ("t1", "principal", None, TODAY, "s1")), {}),
    ("not yet", (TEACHER, ("t1", "principal", TODAY + DAY, None, "s1")), {}),
    ("another school", (TEACHER, ("t1", "teacher", TODAY, None, "d1")), {"orgs": ("d1", "s1")}),
    ("nothing left", (("t1", "teacher", None, TODAY - DAY, "s1"),), {"active": False}),
    (
        "a parent alone",
        (("t1", "teacher", None, TODAY - DAY, "s1"), ("t1", "parent", None, None, "s1")),
        {"roles": ("guardian",), "user_id": None},
    ),
]


@pytest.mark.parametrize(("rows", "changed"), [d[1:] for d in DATED], ids=[d[0] for d in DATED])
def test_a_role_takes_effect_on_its_day_and_nothing_else_changes(
    database: TestDatabase, tmp_path: Path, rows: tuple[Row, ...], changed: dict[str, Any]
) -> None:
    imported(database, tmp_path, TODAY - DAY, *rows)
    before = everybody(database)
    assert on(database, TODAY) == bool(changed)
    if "roles" in changed:
        changed = {**changed, "roles": tuple(Role(each) for each in changed["roles"])}
    assert everybody(database) == {**before, "t1": replace(before["t1"], **changed)}
    assert on(database, TODAY) == 0
    # It is what an import on this day says, of whoever is still of the roster.
    imported(database, tmp_path, TODAY, *rows)
    after = everybody(database)["t1"]
    assert after == replace(before["t1"], **changed)


def test_whose_role_ended_comes_back_with_the_next(database: TestDatabase, tmp_path: Path) -> None:
    rows: tuple[Row, ...] = (
        ("t1", "teacher", None, TODAY - 2 * DAY, "s1"),
        ("t1", "teacher", TODAY, None, "s1"),
    )
    imported(database, tmp_path, TODAY - 2 * DAY, *rows)
    first = everybody(database)["t1"]
    imported(database, tmp_path, TODAY - DAY, *rows)
    assert not everybody(database)["t1"].active
    assert on(database, TODAY) == 1
    assert everybody(database)["t1"] == first


def test_a_role_of_another_day_is_refused(database: TestDatabase) -> None:
    for day in (TODAY - 2 * DAY, TODAY + 2 * DAY):
        with pytest.raises(DBAPIError, match="roles are those of today"):
            on(database, day)
    with (
        database.connect(DatabaseRole.STEWARD) as connection,
        pytest.raises(DBAPIError, match="roles are those of today"),
    ):
        connection.execute(text("SELECT registry.record_roles(NULL)"))


def test_a_school_does_not_lose_many_in_one_day(database: TestDatabase, tmp_path: Path) -> None:
    imported(database, tmp_path, TODAY - DAY, TEACHER)
    with database.connect() as connection, connection.begin():
        model = everybody(database)["t1"]
        many = [replace(model, id=f"x{n}", roster_id=f"x{n}", user_id=None) for n in range(12)]
        decisions.record_all(connection, many, by="test")
        connection.execute(
            text(
                "INSERT INTO roster.dated_role (number, roster_id, role, rank, org, ends) "
                "SELECT n, 'x' || n, 'teacher', 7, 's1', :ended FROM generate_series(0, :last) AS n"
            ),
            {"ended": TODAY - DAY, "last": 11},
        )
    assert on(database, TODAY) == 0
    with database.connect() as connection, connection.begin():
        connection.execute(text("DELETE FROM roster.dated_role WHERE number > 9"))
    assert on(database, TODAY) == 10


def test_the_task_acts_once_a_day_by_the_districts_clock(
    database: TestDatabase, tmp_path: Path
) -> None:
    imported(database, tmp_path, TODAY - DAY, TEACHER, ("t1", "principal", TODAY, None, "s1"))
    task = Roles(lambda: NOON)
    office = Office(
        config=database.config,
        engine=database.engine(DatabaseRole.STEWARD),
        homeserver=cast(Any, None),
        stopping=threading.Event(),
    )
    task(office)
    assert everybody(database)["t1"].roles == (Role.PRINCIPAL, Role.TEACHER)
    with database.connect() as connection, connection.begin():
        changed = replace(everybody(database)["t1"], roles=(Role.TEACHER,))
        decisions.record(connection, changed, by="test")
    task(office)
    assert everybody(database)["t1"].roles == (Role.TEACHER,)
    Roles(lambda: NOON)(office)
    assert everybody(database)["t1"].roles == (Role.PRINCIPAL, Role.TEACHER)
