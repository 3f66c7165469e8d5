"""Names for ids: a page shows people and rooms, not identifiers."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from homeroom.db.tables.archive import search as entry
from homeroom.db.tables.registry import current
from homeroom.registry.decisions import decode
from homeroom.registry.model import Person, Venue
from homeroom.registry.people import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Somebody of the roster, as a list shows them."""

    id: str
    name: str
    roster_id: str
    roles: tuple[str, ...]


def people(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """Names by person id."""
    return _people(connection, current.c.key, ids, "id")


def accounts(connection: Connection, user_ids: Collection[str]) -> dict[str, str]:
    """Names by user id; whoever is not in the roster has the name shown in the chat, or the id."""
    found = _people(connection, current.c.state["user_id"].astext, user_ids, "user_id")
    for user_id in user_ids:
        if user_id not in found and user_id.startswith("@"):
            found[user_id] = _in_chat(connection, user_id)
    return {user_id: found.get(user_id) or user_id for user_id in user_ids}


def rooms(connection: Connection, room_ids: Collection[str]) -> dict[str, str]:
    """Names of venues by the room they are in."""
    states = connection.scalars(
        select(current.c.state).where(
            current.c.subject == Venue.SUBJECT,
            current.c.state["room_id"].astext.in_(list(room_ids)),
        )
    )
    venues = [decode(Venue, state) for state in states]
    return {venue.room_id: venue.name for venue in venues if venue.room_id}


def _in_chat(connection: Connection, user_id: str) -> str:
    """The display name that an account joined a room with last: guardians at bridges have one."""
    shown = connection.scalar(
        select(entry.c.text)
        .where(
            entry.c.district == func.registry.this_district(),
            entry.c.sender == user_id,
            entry.c.type == "m.room.member",
            entry.c.kind == "event",
            entry.c.text != "",
        )
        .order_by(entry.c.at.desc())
        .limit(1)
    )
    return str(shown).partition("\n")[0] if shown else ""


def search(connection: Connection, wanted: str, *, role: str = "", limit: int = 20) -> list[Found]:
    """Active people whose name or roster id contains every word, by name."""
    words = fold(wanted).split()
    state = current.c.state
    rows = connection.execute(
        select(
            current.c.key,
            state["given_name"].astext,
            state["preferred_name"].astext,
            state["family_name"].astext,
            state["roster_id"].astext,
            state["roles"],
        ).where(current.c.subject == Person.SUBJECT, state["active"].astext == "true")
    )
    found = sorted(_matching(rows, words, role), key=lambda person: fold(person.name))
    return found[:limit]


def _matching(rows: Iterable[Any], words: Collection[str], role: str) -> Iterable[Found]:
    for key, given, preferred, family, roster_id, roles in rows:
        text = fold(f"{given} {preferred} {family} {roster_id}")
        if (not role or role in roles) and all(word in text for word in words):
            name = f"{preferred or given} {family}"
            yield Found(id=key, name=name, roster_id=roster_id, roles=tuple(roles))


def _people(connection: Connection, column: Any, keys: Collection[str], by: str) -> dict[str, str]:
    if not keys:
        return {}
    states = connection.scalars(
        select(current.c.state).where(current.c.subject == Person.SUBJECT, column.in_(list(keys)))
    )
    persons = [decode(Person, state) for state in states]
    return {str(getattr(person, by)): person.name for person in persons}
