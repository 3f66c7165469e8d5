"""`homeroom venue`: the last day of a designated room, and the seats that count today."""

from __future__ import annotations

from datetime import timedelta

import pytest

from admin_portal.queries.consents import coverage, students_by_class, without
from homeroom.cli import main
from homeroom.registry import decisions
from homeroom.registry.model import Enrollment, SchoolYear, Venue
from tests.fixtures.postgres import TestDatabase
from tests.integration.registry.district import TODAY, fill

DAY = timedelta(days=1)
YEAR = SchoolYear(
    id="y1", title="This year", starts=TODAY - timedelta(days=60), ends=TODAY + timedelta(days=90)
)


@pytest.fixture
def district(database: TestDatabase) -> TestDatabase:
    with database.connect() as connection, connection.begin():
        fill(connection)
        decisions.record(connection, YEAR, by="test")
    return database


def designate(database: TestDatabase, kind: str, *ends: str) -> int:
    words = ["venue", "add", f"the-{kind}", "--kind", kind, "--name", "N", *ends]
    with pytest.raises(SystemExit) as ended:
        main([*words, "--data", str(database.data)])
    return int(ended.value.code or 0)


ENDS = [
    ("club", (), YEAR.ends),
    ("team", (), YEAR.ends),
    ("staff", (), None),
    ("announcement", (), None),
    ("parent_teacher", (), None),
    ("club", ("--ends", "never"), None),
    ("team", ("--ends", str(TODAY + DAY)), TODAY + DAY),
    ("staff", ("--ends", str(TODAY + DAY)), TODAY + DAY),
]


@pytest.mark.parametrize(("kind", "given", "ends"), ENDS)
def test_clubs_and_teams_end_with_the_school_year(
    district: TestDatabase, kind: str, given: tuple[str, ...], ends: object
) -> None:
    assert designate(district, kind, *given) == 0
    with district.connect() as connection:
        made = decisions.load(connection, Venue)[f"the-{kind}"]
    assert made.ends == ends
    assert made.open_on(YEAR.ends + DAY) is (ends is None)


def test_a_parent_teacher_room_says_whom_it_is_about(district: TestDatabase) -> None:
    """So that whom a court keeps from the student is kept out of it."""
    assert designate(district, "parent_teacher", "--student", "student") == 0
    assert designate(district, "club", "--student", "student") == 2
    with district.connect() as connection:
        assert decisions.load(connection, Venue)["the-parent_teacher"].student == "student"
        assert "the-club" not in decisions.load(connection, Venue)


def test_a_last_day_that_is_none_is_asked_for_again(
    district: TestDatabase, capsys: pytest.CaptureFixture[str]
) -> None:
    assert designate(district, "club", "--ends", "summer") == 2
    assert "give a day" in capsys.readouterr().err
    with district.connect() as connection:
        assert "the-club" not in decisions.load(connection, Venue)


def test_only_seats_of_the_day_count_in_coverage(district: TestDatabase) -> None:
    seats = [
        Enrollment(class_id="c1", person="gone", role="student", ends=TODAY - DAY),
        Enrollment(class_id="c1", person="next", role="student", begins=TODAY + DAY),
        Enrollment(class_id="c1", person="here", role="student", begins=TODAY, ends=TODAY),
    ]
    with district.connect() as connection, connection.begin():
        decisions.record_all(connection, seats, by="test")
        assert students_by_class(connection, TODAY)["c1"] == {"student", "here"}
        assert students_by_class(connection, TODAY + DAY)["c1"] == {"student", "next"}
        assert [row.students for row in coverage(connection, "whatsapp", TODAY)] == [2]
        assert [person.id for person in without(connection, "c1", "whatsapp", TODAY)] == ["student"]
