"""Who has proven an account comes in: somebody of the roster, from where they may, by a session."""

from __future__ import annotations

from typing import Literal

from fastapi.responses import Response
from sqlalchemy import Connection, select

from admin_portal import sessions
from admin_portal.auth import Permission
from admin_portal.page import Page
from admin_portal.reach import reaches
from homeroom.db.tables.registry import current
from homeroom.registry.decisions import decode
from homeroom.registry.model import Person

Refused = Literal["unknown", "network"]


def enter(page: Page, connection: Connection, user_id: str) -> tuple[str, Refused | None]:
    """A new session's token, or why there is none; either is recorded."""
    person = _person(connection, user_id)
    why: Refused | None = None
    if person is None:
        why = "unknown"
    elif not reaches(connection, page.address, person, Permission.SIGN_IN, page.now):
        why = "network"
    if person is None or why is not None:
        page.note(connection, "sign_in_refused", "", by=user_id, reason=why)
        return "", why
    page.note(connection, "sign_in", "", by=user_id, roles=list(person.roles))
    return sessions.start(connection, person, page.now), None


def give(page: Page, response: Response, token: str) -> None:
    """Put the session into the browser."""
    scheme = page.request.url.scheme
    response.set_cookie(
        page.portal.session_cookie(scheme),
        token,
        max_age=int(sessions.ABSOLUTE.total_seconds()),
        secure=page.portal.secure(scheme),
        httponly=True,
        samesite="strict",
    )


def local(back: str) -> str:
    """A path of this portal, or nothing: a sign-in never leads elsewhere."""
    plain = back.startswith("/") and not back.startswith("//") and "\\" not in back
    return back if plain and back.isprintable() and len(back) <= 200 else ""


def _person(connection: Connection, user_id: str) -> Person | None:
    """The active person whom an account belongs to."""
    states = connection.scalars(
        select(current.c.state).where(
            current.c.subject == Person.SUBJECT, current.c.state["user_id"].astext == user_id
        )
    )
    found = (decode(Person, state) for state in states)
    return next((person for person in found if person.active), None)
