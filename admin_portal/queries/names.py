"""Names for ids: a page shows people and rooms, not identifiers."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, text

from homeroom.db.tables.registry import current
from homeroom.folding import fold
from homeroom.registry.decisions import decode, load
from homeroom.registry.model import Org, Person, Venue

BRIDGED = "@_"
"""How the accounts of bridges begin; nobody else's name is taken from the chat."""
ENTRIES_READ = 20
ENTERED = text("""
    SELECT p.payload FROM archive.search AS s JOIN archive.payload AS p
    USING (district, epoch, index)
    WHERE s.district = registry.this_district() AND s.sender = :sender
      AND s.type = 'm.room.member' AND s.kind = 'event'
    ORDER BY s.at DESC LIMIT :limit
""")


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
    """Names by user id; a bridge's account has the name shown in the chat, others the id."""
    found = _people(connection, current.c.state["user_id"].astext, user_ids, "user_id")
    for user_id in user_ids:
        if user_id not in found and user_id.startswith(BRIDGED):
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
    rows = connection.scalars(ENTERED, {"sender": user_id, "limit": ENTRIES_READ})
    return called(user_id, (json.loads(row).get("event") for row in rows))


def called(user_id: str, events: Iterable[Any]) -> str:
    """The display name under which an account entered a room last, or nothing.

    Only what the account says of itself counts: an invitation that it sends names somebody else.
    """
    for event in events:
        if not isinstance(event, dict) or event.get("state_key") != user_id:
            continue
        content = event.get("content")
        if isinstance(content, dict) and content.get("membership") == "join":
            shown = content.get("displayname")
            return shown if isinstance(shown, str) else ""
    return ""


def schools(connection: Connection) -> dict[str, str]:
    """Names by org id."""
    return {key: org.name for key, org in load(connection, Org).items()}


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
