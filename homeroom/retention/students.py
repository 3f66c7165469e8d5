"""Whose a room is, and when the last of its students left the district."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from homeroom.registry.decisions import decode, load, of_kind
from homeroom.registry.model import Enrollment, Person, Venue
from homeroom.registry.policies import zone


@dataclass(frozen=True, slots=True)
class Leavings:
    """By the id of a room that is or was a venue's: its kind, and when its students left."""

    kinds: dict[str, str]
    last: dict[str, date | None]

    @classmethod
    def of(cls, connection: Connection) -> Leavings:
        """As the registry says now."""
        left = _left(connection)
        classes: dict[str, set[str]] = {}
        for each in load(connection, Enrollment).values():
            if each.role == "student":
                classes.setdefault(each.class_id, set()).add(each.person)
        kinds: dict[str, str] = {}
        last: dict[str, date | None] = {}
        for decision in of_kind(connection, Venue):
            venue = decode(Venue, decision.state)
            if venue.room_id:
                kinds[venue.room_id] = venue.kind
                last[venue.room_id] = _last(_students(venue, classes), left)
        return cls(kinds, last)

    def venue_kind(self, room: str) -> str | None:
        return self.kinds.get(room)

    def left(self, room: str) -> date | None:
        """The day when the last of them left; None while one is here, or nobody knows whose."""
        return self.last.get(room)


def _left(connection: Connection) -> dict[str, date]:
    """The day from which each person who is not of the roster any more is not."""
    found: dict[str, date] = {}
    here = zone(connection)
    for decision in of_kind(connection, Person):
        person = decode(Person, decision.state)
        if person.active:
            found.pop(person.id, None)
        else:
            found.setdefault(person.id, decision.at.astimezone(here).date())
    return found


def _students(venue: Venue, classes: dict[str, set[str]]) -> set[str]:
    if venue.student:
        return {venue.student}
    return classes.get(venue.class_id, set()) if venue.class_id else set()


def _last(students: set[str], left: dict[str, date]) -> date | None:
    days = [left.get(student) for student in students]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None
