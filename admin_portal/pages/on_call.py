"""The adults on call: who is told first that somebody may be in danger, and who next."""

from __future__ import annotations

from datetime import date, time
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import Connection

from admin_portal.auth import Permission
from admin_portal.forms import ANY_FIELD, Fields, FilledText, Form, Read, ShortText, read
from admin_portal.language import mark
from admin_portal.page import Page, needs
from admin_portal.queries import on_call as queries
from admin_portal.sessions import User
from homeroom.danger import alerts
from homeroom.errors import InputError
from homeroom.registry import duties, people
from homeroom.registry.model import Duty

router = APIRouter(prefix="/oncall")

WRONG = mark(
    "Nobody, or several people, are called so, or somebody is no staff who works here now. "
    "Give both hours, or none."
)
DAY_FIELDS = tuple(f"day{number}" for number in range(7))


class NewTurn(Form):
    """An adult's turn, at the end of a chain; both adults are found by name or roster id."""

    org: FilledText
    person: FilledText
    deputy: ShortText = ""
    opens: time | None = None
    closes: time | None = None
    starts: date | None = None
    ends: date | None = None
    day0: str = ""
    day1: str = ""
    day2: str = ""
    day3: str = ""
    day4: str = ""
    day5: str = ""
    day6: str = ""

    @property
    def days(self) -> tuple[int, ...]:
        """The days that were ticked; none is every day."""
        return tuple(n for n, name in enumerate(DAY_FIELDS) if getattr(self, name))


class OneTurn(Form):
    """A turn as the page showed it, so that two who edit at once do not undo each other."""

    place: int
    person: FilledText


@router.get("")
def listed(page: Annotated[Page, needs(Permission.ONCALL_READ)]) -> HTMLResponse:
    """Every chain in its order, with whose turn it is now."""
    return _show(page, Read(given={}, value=None, problems={}))


@router.post("")
def add(page: Annotated[Page, needs(Permission.ONCALL_DECIDE)], fields: Fields) -> Response:
    """Put an adult at the end of a chain."""
    form = read(NewTurn, fields)
    if form.value is None:
        return _show(page, form)
    with page.database() as connection:
        _may_edit(page, form.value.org)
        try:
            duties.put_on(connection, form.value.org, _duty(connection, form.value), by=page.by)
        except InputError:
            return _show(page, form.but(ANY_FIELD, WRONG))
    return page.go("/oncall", done="oncall_added")


@router.post("/{org}/remove")
def remove(
    page: Annotated[Page, needs(Permission.ONCALL_DECIDE)], org: str, fields: Fields
) -> Response:
    """Take a turn out of a chain."""
    turn = _turn(page, org, fields)
    with page.database() as connection:
        try:
            duties.take_off(connection, org, turn.place, turn.person, by=page.by)
        except InputError:
            return page.go("/oncall", done="oncall_changed")
    return page.go("/oncall", done="oncall_removed")


@router.post("/{org}/sooner")
def sooner(
    page: Annotated[Page, needs(Permission.ONCALL_DECIDE)], org: str, fields: Fields
) -> Response:
    """Have an adult told one place earlier."""
    turn = _turn(page, org, fields)
    with page.database() as connection:
        try:
            duties.sooner(connection, org, turn.place, turn.person, by=page.by)
        except InputError:
            return page.go("/oncall", done="oncall_changed")
    return page.go("/oncall", done="oncall_sooner")


@router.post("/{org}/drill")
def drill(page: Annotated[Page, needs(Permission.ONCALL_DECIDE)], org: str) -> Response:
    """Try the chain: its adults are told as if somebody were in danger."""
    _may_edit(page, org)
    with page.database() as connection:
        try:
            duties.chain_of(connection, org)
        except InputError:
            raise HTTPException(HTTPStatus.NOT_FOUND) from None
        alerts.drill(connection, org, by=page.by)
    return page.go("/oncall", done="oncall_drill")


def _show(page: Page, form: Read[NewTurn]) -> HTMLResponse:
    user = _user(page)
    with page.database() as connection:
        directory = page.portal.register.now(connection).directory()
        chains = queries.chains(directory, user.person, page.now)
    return page.show(
        "oncall/list.html",
        status=HTTPStatus.BAD_REQUEST if form.problems else HTTPStatus.OK,
        chains=chains,
        editable=[(each.org, each.name) for each in chains if each.editable],
        day_fields=DAY_FIELDS,
        given=form.given,
        problems=form.problems,
    )


def _turn(page: Page, org: str, fields: dict[str, str]) -> OneTurn:
    _may_edit(page, org)
    form = read(OneTurn, fields)
    if form.value is None:
        raise HTTPException(HTTPStatus.BAD_REQUEST)
    return form.value


def _duty(connection: Connection, said: NewTurn) -> Duty:
    deputy = people.resolve(connection, said.deputy).id if said.deputy else None
    return Duty(
        person=people.resolve(connection, said.person).id,
        deputy=deputy,
        days=said.days,
        opens=said.opens,
        closes=said.closes,
        starts=said.starts,
        ends=said.ends,
    )


def _may_edit(page: Page, org: str) -> None:
    if not duties.may_edit(_user(page).person, org):
        raise HTTPException(HTTPStatus.FORBIDDEN)


def _user(page: Page) -> User:
    if page.user is None:
        raise HTTPException(HTTPStatus.FORBIDDEN)
    return page.user
