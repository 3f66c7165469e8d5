"""Legal holds: which there are, a new one, and the end of one."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import Connection

from admin_portal import own_family
from admin_portal.auth import Permission
from admin_portal.forms import ANY_FIELD, Fields, FilledText, Form, Read, ShortText, read
from admin_portal.language import mark
from admin_portal.page import Page, needs
from admin_portal.queries import names
from homeroom.errors import InputError
from homeroom.registry.decisions import load
from homeroom.registry.model import Venue
from homeroom.retention import holds
from homeroom.retention.holds import Wanted

router = APIRouter(prefix="/holds")

WRONG = mark(
    "Name a person, a room, words or days. A person by full name or roster number, a room by its "
    "name; the last day comes after the first."
)
RELEASED = mark("This hold was released already.")


class NewHold(Form):
    """A hold as somebody places it; what is empty is any."""

    name: FilledText
    reason: FilledText
    person: ShortText = ""
    room: ShortText = ""
    words: ShortText = ""
    since: date | None = None
    until: date | None = None

    def wanted(self) -> Wanted:
        """With whole days, the last included."""
        return Wanted(
            person=self.person,
            room=self.room,
            words=self.words,
            since=_midnight(self.since) if self.since else None,
            until=_midnight(self.until) + timedelta(days=1) if self.until else None,
        )


class Release(Form):
    """Why a hold ends."""

    reason: FilledText


@router.get("")
def listed(page: Annotated[Page, needs(Permission.HOLDS_READ)]) -> HTMLResponse:
    """Every hold, those in force first, and the form for a new one."""
    with page.database() as connection:
        return _show(page, connection, Read(given={}, value=None, problems={}))


@router.post("")
def add(page: Annotated[Page, needs(Permission.HOLDS_DECIDE)], fields: Fields) -> Response:
    """Place a hold: from now on nothing of it is destroyed."""
    form = read(NewHold, fields)
    with page.database() as connection:
        if form.value is None:
            return _show(page, connection, form)
        try:
            value = form.value
            made = holds.add(connection, value.wanted(), value.reason, name=value.name, by=page.by)
            own_family.keep_out_of(connection, page, holds.about(connection, made))
        except InputError:
            return _show(page, connection, form.but(ANY_FIELD, WRONG))
    return page.go("/holds", done="hold_placed")


@router.post("/{hold_id}/release")
def release(
    page: Annotated[Page, needs(Permission.HOLDS_DECIDE)], hold_id: str, fields: Fields
) -> Response:
    """End a hold; nothing is deleted by this."""
    form = read(Release, fields)
    with page.database() as connection:
        if form.value is None:
            return _show(page, connection, _with(form.problems))
        try:
            done = holds.release(connection, hold_id, by=page.by, reason=form.value.reason)
            own_family.keep_out_of(connection, page, holds.about(connection, done))
        except InputError:
            return _show(page, connection, _with({ANY_FIELD: RELEASED}))
    return page.go("/holds", done="hold_released")


def _with(problems: dict[str, str]) -> Read[NewHold]:
    return Read(given={}, value=None, problems=problems)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)


def _show(page: Page, connection: Connection, form: Read[NewHold]) -> HTMLResponse:
    hidden = own_family.hidden(connection, page)
    placed = holds.placed(connection)
    found = [p for p in placed if hidden.isdisjoint(holds.about(connection, p.hold))]
    venues = load(connection, Venue)
    return page.show(
        "holds/list.html",
        status=HTTPStatus.BAD_REQUEST if form.problems else HTTPStatus.OK,
        holds=found,
        who=names.people(connection, {each.hold.person for each in found if each.hold.person}),
        rooms={key: venue.name for key, venue in venues.items()},
        given=form.given,
        problems=form.problems,
    )
