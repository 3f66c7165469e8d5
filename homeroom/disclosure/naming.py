"""Names for a reader: of the accounts and rooms that a production speaks of."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, and_, func, select

from homeroom.db.tables import archive as tables
from homeroom.db.tables.registry import decision
from homeroom.registry.decisions import decode, load
from homeroom.registry.model import Person, Venue


def names_of_people(connection: Connection, rooms: Collection[str]) -> dict[str, str]:
    """Names by user id: of the roster, else the display name that a member of the rooms had."""
    names: dict[str, str] = {}
    for payload in _state(connection, rooms, "m.room.member"):
        event = payload.get("event") or {}
        content = event.get("content")
        shown = content.get("displayname") if isinstance(content, dict) else None
        if isinstance(shown, str) and shown.strip() and isinstance(event.get("state_key"), str):
            names[event["state_key"]] = shown.strip()
    for person in load(connection, Person).values():
        if person.user_id:
            names[person.user_id] = person.name
    return names


def names_of_rooms(connection: Connection, rooms: Collection[str]) -> dict[str, str]:
    """Names by room id: of the venue, else the last name that the room was given."""
    names: dict[str, str] = {}
    for payload in _state(connection, rooms, "m.room.name"):
        event = payload.get("event") or {}
        content = event.get("content")
        given = content.get("name") if isinstance(content, dict) else None
        if isinstance(given, str) and given.strip():
            names[str(event.get("room_id"))] = given.strip()
    venues = select(decision.c.state).where(decision.c.subject == Venue.SUBJECT)
    for state in connection.scalars(venues.order_by(decision.c.seq)):
        venue = decode(Venue, state)
        if venue.room_id in rooms:
            names[str(venue.room_id)] = venue.name
    return names


def _state(connection: Connection, rooms: Collection[str], kind: str) -> list[dict[str, Any]]:
    search, payload = tables.search, tables.payload
    joined = and_(*(search.c[n] == payload.c[n] for n in ("district", "epoch", "index")))
    rows = connection.scalars(
        select(payload.c.payload)
        .select_from(search.join(payload, joined))
        .where(
            search.c.district == func.registry.this_district(),
            search.c.room_id.in_(rooms),
            search.c.type == kind,
        )
        .order_by(search.c.epoch, search.c.index)
    )
    return [json.loads(row) for row in rows]
