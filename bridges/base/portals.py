"""Portals: which room a guardian's conversation about a student has."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass

from sqlalchemy import Connection, select, text, update
from sqlalchemy.dialects.postgresql import insert

from homeroom.db.tables.bridge import portal
from homeroom.registry.decisions import encode
from homeroom.registry.model import Venue


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """`room_id` is None until the room is made and recorded as a venue."""

    id: str
    ghost: int
    student: str
    class_id: str
    room_id: str | None
    invited: tuple[str, ...]


def reserve(
    connection: Connection, network: str, ghost: int, student: str, class_id: str
) -> tuple[Portal, bool]:
    """The portal of a ghost and a student, and whether it was made by this call.

    It is reserved before its room is made, so that a room made in a crash can be found again.
    """
    row = {"network": network, "ghost": ghost, "student": student, "class_id": class_id}
    made = (
        insert(portal)
        .values(id=secrets.token_hex(10), **row)
        .on_conflict_do_nothing(constraint="portal_once")
        .returning(portal.c.id)
    )
    new = connection.execute(made).scalar() is not None
    found = _one(
        connection,
        portal.c.network == network,
        portal.c.ghost == ghost,
        portal.c.student == student,
    )
    assert found is not None
    return found, new


def of_room(connection: Connection, network: str, room_id: str) -> Portal | None:
    """The portal whose room this is."""
    return _one(connection, portal.c.network == network, portal.c.room_id == room_id)


def rooms(connection: Connection, network: str) -> set[str]:
    """Every portal room of a network."""
    found = connection.scalars(
        select(portal.c.room_id).where(portal.c.network == network, portal.c.room_id.isnot(None))
    )
    return {str(room) for room in found}


def established(connection: Connection, of: Portal, venue: Venue) -> None:
    """Record the room as a family venue of the district, and as the portal's, together."""
    connection.execute(
        text("SELECT registry.record_venue(:key, cast(:state AS jsonb))"),
        {"key": venue.key, "state": json.dumps(encode(venue))},
    )
    connection.execute(update(portal).where(portal.c.id == of.id).values(room_id=venue.room_id))


def invited(connection: Connection, of: Portal, who: tuple[str, ...]) -> None:
    """Note who has been invited."""
    connection.execute(update(portal).where(portal.c.id == of.id).values(invited=list(who)))


def _one(connection: Connection, *where: object) -> Portal | None:
    names = ("id", "ghost", "student", "class_id", "room_id", "invited")
    query = select(*(portal.c[name] for name in names))
    for condition in where:
        query = query.where(condition)  # type: ignore[arg-type]
    row = connection.execute(query).first()
    if row is None:
        return None
    return Portal(**(dict(row._mapping) | {"invited": tuple(row.invited)}))
