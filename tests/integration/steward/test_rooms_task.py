"""Which rooms the task works on, and when: all at its start, then only what a decision touches."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar, cast

import pytest

from homeroom import shipped
from homeroom.db.roles import DatabaseRole
from homeroom.importers.apply import import_folder
from homeroom.registry import decisions
from homeroom.registry.model import Enrollment, State, Venue
from homeroom.rooms.wanted import WantedRoom
from homeroom.steward.builder import Outcome
from homeroom.steward.roll_book import RollBook
from homeroom.steward.task import Office
from homeroom.steward.tasks.rooms import SWEEP_SECONDS, TIME_SECONDS, Rooms
from tests.fixtures.postgres import TestDatabase

TODAY = date(2026, 11, 24)
S = TypeVar("S", bound=State)


class Builder:
    """Notes which rooms it is asked for; refuses what the test says."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.refuses: set[str] = set()

    def build(
        self, wanted: WantedRoom, names: Mapping[str, str], *, seconds: float = 0.0
    ) -> Outcome:
        assert set(wanted.members or ()) <= names.keys()
        self.asked.append(wanted.venue)
        return "refused" if wanted.venue in self.refuses else "done"

    def taken(self) -> list[str]:
        asked, self.asked = self.asked, []
        return asked


class Clock:
    """Monotonic seconds that only the test moves."""

    now = 1_000.0

    def __call__(self) -> float:
        return self.now


class Restless(threading.Event):
    """Nobody stops, and nobody rests."""

    def wait(self, timeout: float | None = None) -> bool:
        return False


class Desk:
    """The task over a real registry, with a builder that only takes notes."""

    def __init__(self, database: TestDatabase) -> None:
        self.database, self.builder, self.clock = database, Builder(), Clock()
        self.day = datetime(2026, 11, 24, 12, tzinfo=UTC)
        self.task = Rooms(self.clock, lambda office: self.builder, RollBook(lambda: self.day))
        self.office = Office(
            config=database.config,
            engine=database.engine(DatabaseRole.STEWARD),
            homeserver=cast(Any, None),
            stopping=Restless(),
        )

    def act(self) -> list[str]:
        self.task.act(self.office)
        return self.builder.taken()

    def decide(self, *states: Any) -> None:
        with self.database.connect() as connection, connection.begin():
            decisions.record_all(connection, states, by="test")

    def find_all(self, kind: type[S]) -> list[S]:
        with self.database.connect() as connection:
            return list(decisions.load(connection, kind).values())


@pytest.fixture
def desk(database: TestDatabase) -> Desk:
    with database.connect() as connection, connection.begin():
        folder = shipped.config("demo/oneroster")
        import_folder(connection, folder, server_name="x.example", today=TODAY, by="test")
    return Desk(database)


def test_at_the_start_every_room_is_looked_at_spaces_first(desk: Desk) -> None:
    asked = desk.act()
    assert len(asked) == 12 + 3
    assert asked[:3] == ["space-org-d1", "space-org-s1", "space-org-s2"]
    assert desk.task.settled
    assert desk.act() == []


def test_afterwards_only_what_a_decision_touches_a_removal_first(desk: Desk) -> None:
    desk.act()
    seats = desk.find_all(Enrollment)
    leaving = next(s for s in seats if s.class_id == "class-09" and s.role == "student")
    (room,) = (venue for venue in desk.find_all(Venue) if venue.id == "room-class-03")
    renamed = replace(room, name="Mathematics")
    desk.decide(renamed, replace(leaving, active=False))
    assert desk.act() == ["room-class-09", "room-class-03"]


def test_a_seat_that_begins_with_a_day_needs_no_decision(desk: Desk) -> None:
    seat = next(iter(desk.find_all(Enrollment)))
    desk.decide(replace(seat, begins=TODAY + timedelta(days=1)))
    desk.act()
    desk.clock.now += TIME_SECONDS
    assert desk.act() == []
    desk.day += timedelta(days=1)
    desk.clock.now += TIME_SECONDS
    assert desk.act() == [f"room-{seat.class_id}"]


def test_every_hour_all_rooms_are_swept(desk: Desk) -> None:
    desk.act()
    desk.clock.now += SWEEP_SECONDS
    assert len(desk.act()) == 15


def test_what_was_refused_is_tried_again_and_holds_nobody_up(desk: Desk) -> None:
    desk.builder.refuses = {"room-class-05"}
    assert len(desk.act()) == 15
    assert not desk.task.settled
    assert desk.act() == []
    desk.clock.now += 0.6
    assert desk.act() == ["room-class-05"]
    desk.builder.refuses = set()
    desk.clock.now += 1.1
    assert desk.act() == ["room-class-05"]
    assert desk.task.settled


def test_a_registry_that_was_empty_at_the_start(database: TestDatabase) -> None:
    desk = Desk(database)
    assert desk.act() == []
    desk.decide(Venue(id="chess", kind="club", name="Chess"))
    assert desk.act() == ["chess"]
