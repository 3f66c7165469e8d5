"""What the demo needs before it is ready: the first classes' rooms and the staff rooms.

The rooms are made by the steward's own planner and builder; only the accounts differ, which get
passwords that `endpoints.json` names. All other rooms are the steward's, in the background.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from homeroom.config import HomeroomConfig
from homeroom.db.engine import connect
from homeroom.db.roles import DatabaseRole
from homeroom.errors import HomeroomError
from homeroom.policy.roles import Role
from homeroom.registry.model import Person, SchoolClass, Venue
from homeroom.rooms.roll import Roll
from homeroom.rooms.wanted import WantedRoom, wanted_rooms
from homeroom.steward.builder import Builder
from homeroom.steward.homeserver import Homeserver
from homeroom.steward.metrics import Metrics
from homeroom.steward.roll_book import RollBook

CLASSES_WITH_ACCOUNTS = 2
MADE_WITHIN = 10.0
"""How long the homeserver's snapshot may take to know a venue that was just recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRoom:
    """A class with its people who have accounts, teachers first."""

    id: str
    title: str
    org: str
    teachers: tuple[Person, ...]
    students: tuple[Person, ...]

    @property
    def people(self) -> tuple[Person, ...]:
        return (*self.teachers, *self.students)


def provision(config: HomeroomConfig) -> None:
    """Make what is missing; a second run changes nothing. `HomeroomError` says what was refused."""
    engine = connect(config, DatabaseRole.STEWARD, pool_size=1)
    try:
        with engine.connect() as connection:
            book = read(connection)
        with Homeserver(config) as homeserver:
            rooms = demo_rooms(book)
            if rooms:
                builder = Builder(
                    homeserver,
                    engine,
                    metrics=Metrics(),
                    room_version=config.steward.room_version,
                    make_account=homeserver.register,
                )
                for wanted in rooms:
                    _build(builder, wanted, book.roll)
    finally:
        engine.dispose()


def read(connection: Connection) -> RollBook:
    """The registry as rooms follow from it."""
    book = RollBook()
    book.refresh(connection)
    return book


def demo_rooms(book: RollBook) -> list[WantedRoom]:
    """The rooms of the first classes, and the staff rooms."""
    first = {school_class.id for school_class in _first(book.roll)}
    venues = book.roll.of(Venue)
    return [
        wanted
        for key, wanted in sorted(wanted_rooms(book.roll, book.now).items())
        if wanted.open
        and (wanted.kind == "staff" or (wanted.kind == "class" and venues[key].class_id in first))
    ]


def people_with_accounts(book: RollBook) -> list[Person]:
    """Everybody of these rooms: they can sign in with a password."""
    accounts = {account for wanted in demo_rooms(book) for account in wanted.members or ()}
    return [person for person in book.roll.of(Person).values() if person.user_id in accounts]


def first_classes(book: RollBook) -> list[ClassRoom]:
    """The classes whose people get passwords in the sandbox."""
    return [_class_room(found, book) for found in _first(book.roll)]


def main_role(person: Person) -> Role:
    """The role that a person is shown with, where they have several."""
    return next(role for role in Role if role in person.roles)


def _first(roll: Roll) -> list[SchoolClass]:
    classes = (found for found in roll.of(SchoolClass).values() if found.active)
    return sorted(classes, key=lambda found: found.id)[:CLASSES_WITH_ACCOUNTS]


def _class_room(found: SchoolClass, book: RollBook) -> ClassRoom:
    people = book.roll.of(Person)
    seats = [s for s in book.roll.seats.get(found.id, ()) if s.in_force(book.now.date())]

    def those(role: str) -> tuple[Person, ...]:
        return tuple(_with_accounts(people[s.person] for s in seats if s.role == role))

    return ClassRoom(
        id=found.id,
        title=found.title,
        org=found.org,
        teachers=those("teacher"),
        students=those("student"),
    )


def _with_accounts(people: Iterable[Person]) -> list[Person]:
    active = (person for person in people if person.active and person.user_id)
    return sorted(active, key=lambda person: person.roster_id)


def _build(builder: Builder, wanted: WantedRoom, roll: Roll) -> None:
    deadline = time.monotonic() + MADE_WITHIN
    while builder.build(wanted, roll.names) == "refused":
        if time.monotonic() > deadline:
            raise HomeroomError(f"The homeserver refused a part of the room {wanted.name!r}.")
        time.sleep(0.25)
