"""Designated venues: the places where the district lets people talk."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from homeroom.db.tables.registry import current
from homeroom.errors import InputError
from homeroom.registry.decisions import decode, find, record
from homeroom.registry.model import Venue


def add(connection: Connection, venue: Venue, *, by: str) -> Venue:
    """Designate a venue; `InputError` if its id is taken."""
    if find(connection, Venue, venue.id) is not None:
        raise InputError(f"venue {venue.id}: exists; choose another id")
    record(connection, venue, by=by, note="designated")
    return venue


def place(connection: Connection, venue_id: str, room_id: str) -> None:
    """Record where a designated venue's room is; all that the steward may decide of a venue."""
    connection.execute(select(func.registry.record_room(venue_id, room_id)))


def of_room(connection: Connection, room_id: str) -> Venue | None:
    """The active venue that a room is the place of."""
    return next(iter(_where(connection, "room_id", room_id)), None)


def of_class(connection: Connection, class_id: str) -> list[Venue]:
    """The active venues of a class: its class room and its family rooms."""
    return _where(connection, "class_id", class_id)


def of_student(connection: Connection, student: str) -> list[Venue]:
    """The active family venues about a student (person id)."""
    return _where(connection, "student", student)


def _where(connection: Connection, field: str, value: str) -> list[Venue]:
    rows = connection.scalars(
        select(current.c.state)
        .where(current.c.subject == Venue.SUBJECT, current.c.state[field].astext == value)
        .order_by(current.c.key)
    )
    return [venue for state in rows if (venue := decode(Venue, state)).active]
