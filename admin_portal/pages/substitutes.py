"""Substitutes: a class is given to somebody for dated hours; it ends early, and is taken back."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from http import HTTPStatus
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response
from pydantic import NaiveDatetime
from sqlalchemy import Connection

from admin_portal.auth import Permission
from admin_portal.forms import ANY_FIELD, Fields, FilledText, Form, Read, read
from admin_portal.language import mark
from admin_portal.page import Page, needs
from admin_portal.queries import substitutes as queries
from homeroom.errors import InputError
from homeroom.registry import people, substitutions
from homeroom.registry.decisions import find
from homeroom.registry.model import Person, SchoolClass, Substitution

router = APIRouter(prefix="/substitutes")

WRONG = mark(
    "Nobody, or several people, are called so, or somebody is no staff who works here now, or has "
    "a child in the class. The hours end after they begin, in the future, and within a year."
)
LOCAL = "%Y-%m-%dT%H:%M"


class Giving(Form):
    """A class for somebody, by the district's clock."""

    school_class: FilledText
    person: FilledText
    starts: NaiveDatetime
    ends: NaiveDatetime

    def hours(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """As instants."""
        begin, end = (each.replace(tzinfo=zone) for each in (self.starts, self.ends))
        return begin.astimezone(UTC), end.astimezone(UTC)


@router.get("")
def listed(page: Annotated[Page, needs(Permission.SUBSTITUTES_READ)]) -> HTMLResponse:
    """Who has which class and until when, and the form: from now until the end of today."""
    zone = ZoneInfo(page.hours.timezone)
    local = page.now.astimezone(zone)
    midnight = datetime.combine(local.date() + timedelta(days=1), time(0), zone)
    given = {"starts": f"{local:{LOCAL}}", "ends": f"{midnight:{LOCAL}}"}
    return _show(page, Read(given=given, value=None, problems={}))


@router.post("")
def give(page: Annotated[Page, needs(Permission.SUBSTITUTES_DECIDE)], fields: Fields) -> Response:
    """Give a class; the substitute is its teacher for these hours, and no longer."""
    form = read(Giving, fields)
    if form.value is None:
        return _show(page, form)
    try:
        starts, ends = form.value.hours(ZoneInfo(page.hours.timezone))
    except OverflowError:
        return _show(page, form.but(ANY_FIELD, WRONG))
    if ends <= page.now or starts - page.now > substitutions.LONGEST:
        return _show(page, form.but(ANY_FIELD, WRONG))
    with page.database() as connection:
        school_class = _yours(connection, page, form.value.school_class)
        try:
            person = people.resolve(connection, form.value.person)
            substitutions.add(connection, person, school_class, starts, ends, by=page.by)
        except InputError:
            return _show(page, form.but(ANY_FIELD, WRONG))
    return page.go("/substitutes", done="class_given")


@router.post("/{key}/end")
def end(page: Annotated[Page, needs(Permission.SUBSTITUTES_DECIDE)], key: str) -> Response:
    """End it now; it stays in the record."""
    with page.database() as connection:
        _known(connection, page, key)
        substitutions.end(connection, key, by=page.by)
    return page.go("/substitutes", done="class_ended")


@router.post("/{key}/resume")
def resume(page: Annotated[Page, needs(Permission.SUBSTITUTES_DECIDE)], key: str) -> Response:
    """Take an end back, while the hours are not over."""
    with page.database() as connection:
        _known(connection, page, key)
        try:
            substitutions.resume(connection, key, page.now, by=page.by)
        except InputError:
            raise HTTPException(HTTPStatus.NOT_FOUND) from None
    return page.go("/substitutes", done="class_resumed")


def _known(connection: Connection, page: Page, key: str) -> Substitution:
    """One of a class that the user may give."""
    found = find(connection, Substitution, key)
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    _yours(connection, page, found.class_id)
    return found


def _yours(connection: Connection, page: Page, class_id: str) -> SchoolClass:
    found = find(connection, SchoolClass, class_id)
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    if not substitutions.may_give(connection, _user(page), found, page.today):
        raise HTTPException(HTTPStatus.FORBIDDEN)
    return found


def _user(page: Page) -> Person:
    if page.user is None:
        raise HTTPException(HTTPStatus.FORBIDDEN)
    return page.user.person


def _show(page: Page, form: Read[Giving]) -> HTMLResponse:
    with page.database() as connection:
        classes = queries.givable(connection, _user(page), page.today)
        return page.show(
            "substitutes/list.html",
            status=HTTPStatus.BAD_REQUEST if form.problems else HTTPStatus.OK,
            rows=queries.rows(connection, _user(page), set(classes), page.now),
            classes=sorted(classes.items(), key=lambda pair: pair[1]),
            given=form.given,
            problems=form.problems,
        )
