"""Designated venues: the places where the district lets people talk."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, cast, func, select
from sqlalchemy.dialects.postgresql import JSONB

from homeroom.errors import InputError
from homeroom.registry import consents
from homeroom.registry.decisions import Named, encode, find, naming, record
from homeroom.registry.model import Org, Person, Venue, VenueKind

YEARLY = frozenset[VenueKind]({"club", "team"})
"""Kinds that end with the school year, where nobody says otherwise."""
ROOM = re.compile(r"![!-~]{1,254}")
"""A room's id; from version 12 on without a server's name."""


def add(connection: Connection, venue: Venue, *, by: str) -> Venue:
    """Designate a venue; `InputError` if its id is taken."""
    if find(connection, Venue, venue.id) is not None:
        raise InputError(f"venue {venue.id}: exists; choose another id")
    if venue.room_id is not None:
        _free(connection, venue.room_id)
    record(connection, venue, by=by, note="designated")
    return venue


def last_day(connection: Connection, kind: VenueKind, today: date) -> date | None:
    """The day with which a venue of this kind ends by itself; None for one that goes on."""
    return consents.ends(connection, today) if kind in YEARLY else None


def close(connection: Connection, venue_id: str, *, by: str) -> Venue:
    """Close a venue: its room takes no event but leave, and stays to be read."""
    found = find(connection, Venue, venue_id)
    if found is None:
        raise InputError(f"venue {venue_id}: unknown; see `homeroom venue list`")
    closed = replace(found, active=False)
    record(connection, closed, by=by, note="closed")
    return closed


def adopted_id(room_id: str) -> str:
    """The id of the venue that a room from before Homeroom becomes."""
    return f"adopted-{_digest(room_id)}"


def _digest(room_id: str) -> str:
    return hashlib.sha256(room_id.encode()).hexdigest()[:10]


def _free(connection: Connection, room_id: str) -> None:
    if not ROOM.fullmatch(room_id):
        raise InputError(
            f"venue: {room_id!r} is no room's id; give one such as !room:district.example"
        )
    if taken := naming(connection, Venue, "room_id", [room_id]):
        raise InputError(
            f"venue: this room is the place of {taken[0].id}; see `homeroom venue list`"
        )


def place(connection: Connection, venue_id: str, room_id: str) -> None:
    """Record where a designated venue's room is; all that the steward may decide of a venue."""
    connection.execute(select(func.registry.record_room(venue_id, room_id)))


def made(connection: Connection, venue: Venue, *, by: str) -> None:
    """Record the venue of a room that a user makes; all that the module may decide of a venue."""
    state = cast(encode(venue), JSONB)
    connection.execute(select(func.registry.record_made(by, state)))


def close_unfinished(connection: Connection) -> int:
    """Close the venues of rooms that users began to make, and that never came to be; how many."""
    return int(connection.scalar(select(func.registry.close_unfinished())) or 0)


def made_by(
    room_id: str, kind: VenueKind, name: str, maker: Person, orgs: Mapping[str, Org], ends: date
) -> Venue:
    """The venue of a room that somebody makes: of their school, theirs, until the year ends."""
    places = [orgs[each] for each in maker.orgs if each in orgs and orgs[each].active]
    schools = [org.id for org in places if org.kind == "school"]
    return Venue(
        id=f"made-{_digest(room_id)}",
        kind=kind,
        name=name or maker.name,
        room_id=room_id,
        org=next(iter([*schools, *(org.id for org in places)]), None),
        owner=maker.id,
        ends=ends,
    )


def of_room(connection: Connection, room_id: str) -> Venue | None:
    """The active venue that a room is the place of."""
    return next(iter(_active(connection, "room_id", [room_id])), None)


def of_class(connection: Connection, class_id: str) -> list[Venue]:
    """The active venues of a class: its class room and its family rooms."""
    return of_classes(connection, [class_id])


def of_classes(connection: Connection, class_ids: Collection[str]) -> list[Venue]:
    """As `of_class`, of several classes."""
    return _active(connection, "class_id", class_ids)


def of_student(connection: Connection, student: str) -> list[Venue]:
    """The active family venues about a student (person id)."""
    return _active(connection, "student", [student])


def _active(connection: Connection, field: Named, values: Collection[str]) -> list[Venue]:
    return [venue for venue in naming(connection, Venue, field, values) if venue.active]
