"""The steward's hands on a real homeserver, and a roster that changes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from homeroom.config import HomeroomConfig
from homeroom.db.engine import connect
from homeroom.db.roles import DatabaseRole
from homeroom.importers.apply import import_folder
from homeroom.registry.decisions import load
from homeroom.registry.model import Person, Venue
from homeroom.rooms.actual import ActualRoom
from homeroom.rooms.wanted import WantedRoom, wanted_rooms
from homeroom.sandbox import provision
from homeroom.steward.builder import SLOWER, Builder
from homeroom.steward.homeserver import Homeserver, RefusedError
from homeroom.steward.metrics import Metrics
from homeroom.steward.room_calls import RoomCalls
from homeroom.steward.task import Office
from tests.fixtures.changing_roster import Files
from tests.fixtures.synapse import Account, School, eventually

TEACHER, STUDENTS = "emp-021", ("stu-0201", "stu-0202", "stu-0203")
"""People of classes that no other test looks at."""


@dataclass(slots=True, kw_only=True)
class Hands:
    """The steward's calls and builder, on the school's homeserver."""

    school: School
    homeserver: Homeserver
    engine: Engine
    folder: Path

    @property
    def office(self) -> Office:
        return Office(
            config=self.school.config,
            engine=self.engine,
            homeserver=self.homeserver,
            stopping=threading.Event(),
        )

    @property
    def calls(self) -> RoomCalls:
        return RoomCalls(self.homeserver)

    def import_(self, files: Files) -> None:
        """Import a roster; the homeserver judges by it within two seconds."""
        with self.school.connect() as connection, connection.begin():
            book = provision.read(connection)
            import_folder(
                connection,
                files.write(self.folder),
                server_name=self.school.config.server_name,
                today=book.now.date(),
                by="test",
                confirmed=True,
            )

    def person(self, roster_id: str) -> Person:
        with self.school.connect() as connection:
            people = load(connection, Person).values()
        return next(person for person in people if person.roster_id == roster_id)

    def account(self, roster_id: str) -> str:
        return str(self.person(roster_id).user_id)

    def sign_in(self, roster_id: str) -> Account:
        """With a password, which only the demo's first classes have otherwise."""
        person = self.person(roster_id)
        self.homeserver.register(str(person.user_id), person.name)
        return self.school.sign_in(person)

    def venue(self, venue: str) -> Venue:
        with self.school.connect() as connection:
            return load(connection, Venue)[venue]

    def wanted(self, venue: str) -> WantedRoom:
        with self.school.connect() as connection:
            book = provision.read(connection)
        return wanted_rooms(book.roll, book.now)[venue]

    def names(self) -> dict[str, str]:
        with self.school.connect() as connection:
            return dict(provision.read(connection).roll.names)

    def builder(self, version: str | None = None, homeserver: Homeserver | None = None) -> Builder:
        """The steward's own with `homeserver`; without, accounts get passwords to sign in with."""
        return Builder(
            homeserver or self.homeserver,
            self.engine,
            metrics=Metrics(),
            room_version=version,
            make_account=None if homeserver else self.homeserver.register,
        )

    def build(self, venue: str, version: str | None = None) -> ActualRoom:
        """Make the room of a venue so, and read it back."""
        builder, names = self.builder(version), self.names()

        def built() -> bool:
            """As the task does: what the homeserver puts off is tried again."""
            try:
                return builder.build(self.wanted(venue), names) == "done"
            except RefusedError as error:
                if error.status != SLOWER:
                    raise
                return False

        eventually(built)
        return self.calls.state(str(self.venue(venue).room_id))


@pytest.fixture(scope="module")
def hands(school: School, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hands]:
    """At the end the roster is the demo's again."""
    engine = connect(school.config, DatabaseRole.STEWARD)
    with Homeserver(school.config) as homeserver:
        made = Hands(
            school=school,
            homeserver=homeserver,
            engine=engine,
            folder=tmp_path_factory.mktemp("roster"),
        )
        yield made
        made.import_(Files.of_the_demo())
    engine.dispose()


class KilledError(Exception):
    """The steward ended here."""


class MortalHomeserver(Homeserver):
    """A connection that ends after so many requests, as a killed steward's does."""

    def __init__(self, config: HomeroomConfig, *, requests: int) -> None:
        super().__init__(config)
        self._left = requests

    def _answer(self, doing: str, method: str, path: str, **arguments: Any) -> Any:
        if self._left == 0:
            raise KilledError
        self._left -= 1
        return super()._answer(doing, method, path, **arguments)
