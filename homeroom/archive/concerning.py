"""What of the archive is about somebody's own family, so that somebody else looks at it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select, tuple_

from homeroom.archive.search import Hit
from homeroom.archive.words import words
from homeroom.db.tables.archive import payload
from homeroom.db.tables.archive import search as table
from homeroom.registry import decisions, people
from homeroom.registry.model import Person, Venue

Place = tuple[int, int]
"""Epoch and index of an entry."""
AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """A family, as entries name it."""

    ids: frozenset[str] = frozenset()
    """Person ids and user ids, which a payload names as they are."""
    names: frozenset[frozenset[str]] = frozenset()
    """Each a name's words, or a number, folded: all of them stand in a text."""
    rooms: frozenset[str] = frozenset()
    """Rooms that are about them alone: family rooms, and direct ones that they were in."""

    def concerned(self, *, room_id: str | None, text: str, payload: str) -> bool:
        """Is an entry by them, about them, or from a room of theirs?"""
        if room_id in self.rooms or any(each in payload for each in self.ids):
            return True
        said = set(words(text))
        return any(name <= said for name in self.names)


def kin(connection: Connection, members: Collection[str]) -> Kin:
    """These people (person ids), with every name, number and account that they ever had."""
    known = [each for member in members for each in people.versions(connection, member)]
    accounts = {person.user_id for person in known if person.user_id}
    named = (frozenset(words(name)) for person in known for name in _names(person))
    return Kin(
        ids=frozenset({*members, *accounts}),
        names=frozenset(name for name in named if name),
        rooms=_rooms(connection, members, accounts),
    )


def concerned(connection: Connection, hits: Sequence[Hit], kin: Kin) -> frozenset[Place]:
    """Which of these entries are about the family."""
    said = _payloads(connection, hits)
    return frozenset(
        place
        for hit in hits
        if kin.concerned(
            room_id=hit.room_id,
            text=hit.text,
            payload=said.get(place := (hit.epoch, hit.entry), ""),
        )
    )


def any_concerned(connection: Connection, places: Iterable[Place], kin: Kin) -> bool:
    """Is any of these entries about the family? Asked in batches, until the first that is."""
    for batch in _batches(places):
        rows = connection.execute(
            select(table.c.room_id, table.c.text, payload.c.payload)
            .join(
                payload,
                (payload.c.district == table.c.district)
                & (payload.c.epoch == table.c.epoch)
                & (payload.c["index"] == table.c["index"]),
            )
            .where(
                table.c.district == func.registry.this_district(),
                tuple_(table.c.epoch, table.c["index"]).in_(batch),
            )
        )
        if any(kin.concerned(room_id=r.room_id, text=r.text, payload=r.payload) for r in rows):
            return True
    return False


def _batches(places: Iterable[Place]) -> Iterator[list[Place]]:
    waiting = list(places)
    for start in range(0, len(waiting), AT_ONCE):
        yield waiting[start : start + AT_ONCE]


def _payloads(connection: Connection, hits: Sequence[Hit]) -> dict[Place, str]:
    places = [(hit.epoch, hit.entry) for hit in hits]
    rows = connection.execute(
        select(payload.c.epoch, payload.c["index"], payload.c.payload).where(
            payload.c.district == func.registry.this_district(),
            tuple_(payload.c.epoch, payload.c["index"]).in_(places),
        )
    )
    return {(epoch, index): said for epoch, index, said in rows}


def _names(person: Person) -> Iterator[str]:
    """A first name alone is many people's, and no name of one of them."""
    yield f"{person.given_name} {person.family_name}"
    if person.preferred_name:
        yield f"{person.preferred_name} {person.family_name}"
    yield person.roster_id
    if person.number:
        yield person.number


def _rooms(
    connection: Connection, members: Collection[str], accounts: Collection[str]
) -> frozenset[str]:
    """Family rooms by the registry; direct ones are no venues, and known by who joined them."""
    venues = decisions.naming(connection, Venue, "student", members)
    joined = connection.scalars(
        select(table.c.room_id)
        .distinct()
        .where(
            table.c.district == func.registry.this_district(),
            table.c.sender.in_(list(accounts)),
            table.c.type == "m.room.member",
            table.c.kind == "event",
            table.c.room_id.is_not(None),
        )
    ).all()
    shared = {v.room_id for v in decisions.naming(connection, Venue, "room_id", joined)}
    own = {venue.room_id for venue in venues if venue.room_id}
    return frozenset(own | (set(joined) - shared))
