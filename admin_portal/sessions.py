"""Sessions on the server: a random token in a cookie, its SHA-256 in the database."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, or_, select, update

from homeroom.db.tables.portal import session
from homeroom.db.tables.registry import current
from homeroom.policy.roles import Role
from homeroom.registry.decisions import find
from homeroom.registry.model import CourtOrder, Person

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=8)
NOTED_EVERY = timedelta(minutes=1)
"""How exactly the last use is kept: one write a minute, not one a request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody signed in: the person of the roster, as the roster has them now."""

    person: Person
    user_id: str

    @property
    def roles(self) -> tuple[Role, ...]:
        return self.person.roles


def start(connection: Connection, person: Person, now: datetime) -> str:
    """Begin a session and return its token, which is stored nowhere."""
    _forget_expired(connection, now)
    token = secrets.token_urlsafe(32)
    connection.execute(
        insert(session).values(
            token_hash=digest(token),
            person=person.id,
            roles=[role.value for role in person.roles],
            created_at=now,
            seen_at=now,
        )
    )
    return token


def resume(connection: Connection, token: str, now: datetime) -> User | None:
    """Who a token belongs to; None once it expired, or the person's roles are others now."""
    row = connection.execute(
        select(session).where(session.c.token_hash == digest(token))
    ).one_or_none()
    if row is None or now - row.seen_at > IDLE or now - row.created_at > ABSOLUTE:
        return None
    person = find(connection, Person, row.person)
    if person is None or not person.active or person.user_id is None:
        return None
    if sorted(row.roles) != sorted(role.value for role in person.roles):
        return None
    if _barred_since(connection, person, row.created_at):
        return None
    if now - row.seen_at > NOTED_EVERY:
        connection.execute(
            update(session).where(session.c.token_hash == row.token_hash).values(seen_at=now)
        )
    return User(person=person, user_id=person.user_id)


def _barred_since(connection: Connection, person: Person, since: datetime) -> bool:
    """Did a court's order against somebody come on record after this session began?

    What the session has shown so far stood on what the order takes away; a new one sees the rest.
    """
    ordered = select(current.c.key).where(
        current.c.subject == CourtOrder.SUBJECT,
        current.c.state["guardian"].astext == person.id,
        current.c.state["active"].astext == "true",
        current.c.at > since,
    )
    return connection.scalar(ordered.limit(1)) is not None


def end(connection: Connection, token: str) -> None:
    """End a session at once."""
    connection.execute(delete(session).where(session.c.token_hash == digest(token)))


def _forget_expired(connection: Connection, now: datetime) -> None:
    connection.execute(
        delete(session).where(
            or_(session.c.seen_at < now - IDLE, session.c.created_at < now - ABSOLUTE)
        )
    )


def digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
