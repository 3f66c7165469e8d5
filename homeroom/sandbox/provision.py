"""Accounts and rooms for the people and venues of the registry.

In the sandbox these are the staff and the people of the first two classes, so that a first start
stays short. Everything is looked for before it is made: a second run changes nothing.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Engine

from homeroom.config import HomeroomConfig
from homeroom.policy.roles import STAFF, Role
from homeroom.registry import decisions
from homeroom.registry.model import Enrollment, Org, Person, SchoolClass, Venue
from homeroom.steward.homeserver import Homeserver, RefusedError

CLASSES_WITH_ACCOUNTS = 2
BY = "sandbox"
VENUE_MARK = "district.homeroom.venue"
TEACHER_POWER = 50
REFRESHED_WITHIN = 10.0
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A venue that must have a room, and who belongs into it."""

    venue: Venue
    members: tuple[Person, ...]
    teachers: tuple[Person, ...] = ()


def provision(config: HomeroomConfig, engine: Engine) -> None:
    """Make what is missing. Errors: HomeroomError names what the homeserver refused."""
    with engine.begin() as connection:
        wanted = wanted_venues(connection)
    if not wanted:
        return
    with Homeserver(config) as homeserver:
        wanted = [_with_room(homeserver, engine, each) for each in wanted]
        missing = {each.venue.id: _missing(homeserver, each) for each in wanted}
        people = {p.id: p for absent in missing.values() for p in absent}
        for person in people.values():
            homeserver.register(_account(person), person.name)
        for each in wanted:
            for person in missing[each.venue.id]:
                _join(homeserver, each.venue, person)


def wanted_venues(connection: Connection) -> list[Wanted]:
    """The class rooms of the first classes, and the staff rooms."""
    venues = sorted(decisions.load(connection, Venue).values(), key=lambda venue: venue.id)
    of_class = {v.class_id: v for v in venues if v.kind == "class" and v.active}
    rooms = [
        Wanted(venue=of_class[found.id], members=found.people, teachers=found.teachers)
        for found in first_classes(connection)
        if found.id in of_class
    ]
    return [*rooms, *_staff_rooms(connection, venues)]


def _staff_rooms(connection: Connection, venues: Iterable[Venue]) -> Iterator[Wanted]:
    """Each with the staff of its school, and with the district's own."""
    orgs = decisions.load(connection, Org).values()
    district = {org.id for org in orgs if org.kind == "district"}
    staff = [p for p in _with_accounts(connection).values() if STAFF & set(p.roles)]
    for venue in venues:
        if venue.kind == "staff" and venue.active:
            places = {*district, venue.org}
            yield Wanted(venue=venue, members=tuple(p for p in staff if places & set(p.orgs)))


def first_classes(connection: Connection) -> list[ClassRoom]:
    """The classes whose people get accounts in the sandbox."""
    people = _with_accounts(connection)
    seats = [seat for seat in decisions.load(connection, Enrollment).values() if seat.active]
    classes = sorted(
        (found for found in decisions.load(connection, SchoolClass).values() if found.active),
        key=lambda found: found.id,
    )
    return [_class_room(found, seats, people) for found in classes[:CLASSES_WITH_ACCOUNTS]]


def main_role(person: Person) -> Role:
    """The role that a person is shown with, where they have several."""
    return next(role for role in Role if role in person.roles)


def _with_accounts(connection: Connection) -> dict[str, Person]:
    people = decisions.load(connection, Person)
    return {key: person for key, person in people.items() if person.active and person.user_id}


def _class_room(
    found: SchoolClass, seats: Iterable[Enrollment], people: dict[str, Person]
) -> ClassRoom:
    def those(role: str) -> tuple[Person, ...]:
        ids = (s.person for s in seats if s.class_id == found.id and s.role == role)
        return tuple(sorted((people[i] for i in ids if i in people), key=lambda p: p.roster_id))

    return ClassRoom(
        id=found.id,
        title=found.title,
        org=found.org,
        teachers=those("teacher"),
        students=those("student"),
    )


def _with_room(homeserver: Homeserver, engine: Engine, wanted: Wanted) -> Wanted:
    if wanted.venue.room_id is not None:
        return wanted
    room_id = homeserver.create_room(room_request(wanted))
    venue = replace(wanted.venue, room_id=room_id)
    with engine.begin() as connection:
        decisions.record(connection, venue, by=BY, note="room made")
    return replace(wanted, venue=venue)


def room_request(wanted: Wanted) -> dict[str, Any]:
    """The body of `createRoom`.

    The creator is left out of the power levels: from room version 12 on its power is unlimited,
    and a list that names it is refused.
    """
    return {
        "name": wanted.venue.name,
        "preset": "private_chat",
        "visibility": "private",
        "creation_content": {"m.federate": False, VENUE_MARK: wanted.venue.kind},
        "initial_state": [
            _state("m.room.history_visibility", {"history_visibility": "shared"}),
            _state("m.room.guest_access", {"guest_access": "forbidden"}),
        ],
        "power_level_content_override": {
            "users": {_account(teacher): TEACHER_POWER for teacher in wanted.teachers},
            "state_default": 100,
            "invite": 100,
        },
    }


def _state(kind: str, content: dict[str, str]) -> dict[str, Any]:
    return {"type": kind, "state_key": "", "content": content}


def _missing(homeserver: Homeserver, wanted: Wanted) -> list[Person]:
    room_id = wanted.venue.room_id
    joined = homeserver.members(room_id) if room_id else set()
    return [person for person in wanted.members if person.user_id not in joined]


def _join(homeserver: Homeserver, venue: Venue, person: Person) -> None:
    """Invite and join; a refusal is asked again until the snapshot must know the venue."""
    deadline = time.monotonic() + REFRESHED_WITHIN
    while True:
        try:
            homeserver.invite(str(venue.room_id), _account(person))
            homeserver.join(str(venue.room_id), _account(person))
        except RefusedError as error:
            if error.status != 403 or time.monotonic() > deadline:
                raise
            time.sleep(0.25)
        else:
            return


def _account(person: Person) -> str:
    if person.user_id is None:
        raise ValueError(f"person {person.id} has no account")
    return person.user_id
