"""Urgent notices: sent by a principal or a class's teacher, and looked at by somebody else."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response
from pydantic import StringConstraints
from sqlalchemy import Connection

from admin_portal.auth import Permission
from admin_portal.forms import ANY_FIELD, Fields, FilledText, Form, Read, read
from admin_portal.language import mark
from admin_portal.page import Page, needs
from homeroom.errors import HomeroomError, InputError
from homeroom.registry import urgent
from homeroom.registry.decisions import find, load
from homeroom.registry.model import Person, SchoolClass, UrgentNotice
from homeroom.steward import urgent as sending
from homeroom.steward.homeserver import Homeserver

router = APIRouter(prefix="/urgent")

NOT_YOURS = mark("Choose a class that you teach, or one of your school.")
NOT_SENT = mark("It could not be sent. Try again, or call the families.")
NOT_REVIEWED = mark("Somebody other than its sender says what they think of it, in a sentence.")


class NewNotice(Form):
    """A notice as somebody writes it."""

    school_class: FilledText
    text: Annotated[str, StringConstraints(min_length=1, max_length=sending.LONGEST)]
    reason: FilledText


class Review(Form):
    """What somebody thinks of a notice."""

    review: FilledText


@router.get("")
def all_notices(page: Annotated[Page, needs(Permission.URGENT_READ)]) -> HTMLResponse:
    """All notices, those first that nobody has looked at, and the form for a new one."""
    with page.database() as connection:
        return _list(page, connection, Read(given={}, value=None, problems={}))


@router.post("")
def send(page: Annotated[Page, needs(Permission.URGENT_SEND)], fields: Fields) -> Response:
    """Send a notice now, whatever the hour."""
    form = read(NewNotice, fields)
    with page.database() as connection:
        if form.value is None:
            return _list(page, connection, form, status=HTTPStatus.BAD_REQUEST)
        where = find(connection, SchoolClass, form.value.school_class)
        try:
            made = _send(page, connection, where, form.value)
        except InputError:
            again = form.but("school_class", NOT_YOURS)
            return _list(page, connection, again, status=HTTPStatus.BAD_REQUEST)
        except HomeroomError:
            again = form.but(ANY_FIELD, NOT_SENT)
            return _list(page, connection, again, status=HTTPStatus.BAD_GATEWAY)
    return page.go(f"/urgent/{made.id}", done="urgent_sent")


@router.get("/{notice_id}")
def one(page: Annotated[Page, needs(Permission.URGENT_READ)], notice_id: str) -> HTMLResponse:
    """One notice, and whom it reached."""
    with page.database() as connection:
        return _one(page, connection, notice_id, {})


@router.post("/{notice_id}/review")
def review(
    page: Annotated[Page, needs(Permission.URGENT_REVIEW)], notice_id: str, fields: Fields
) -> Response:
    """Note that somebody looked at it."""
    form = read(Review, fields)
    with page.database() as connection:
        problems = form.problems
        if form.value is not None:
            try:
                urgent.review(connection, notice_id, form.value.review, by=page.by)
            except InputError:
                problems = {"review": NOT_REVIEWED}
        if problems:
            return _one(page, connection, notice_id, problems, status=HTTPStatus.BAD_REQUEST)
    return page.go(f"/urgent/{notice_id}", done="urgent_reviewed")


def _send(
    page: Page, connection: Connection, where: SchoolClass | None, value: NewNotice
) -> UrgentNotice:
    if where is None or page.user is None:
        raise InputError("urgent notice: no such class")
    with Homeserver(page.portal.config) as homeserver:
        return sending.send(
            homeserver,
            connection,
            page.user.person,
            where,
            value.text,
            value.reason,
            page.now,
            by=page.by,
        )


def _list(
    page: Page,
    connection: Connection,
    form: Read[NewNotice],
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HTMLResponse:
    found = load(connection, UrgentNotice).values()
    return page.show(
        "urgent/list.html",
        status=status,
        notices=sorted(found, key=lambda each: (bool(each.reviewed_by), -each.at.timestamp())),
        classes=_classes(page, connection),
        known=load(connection, SchoolClass),
        people=load(connection, Person),
        given=form.given,
        problems=form.problems,
    )


def _classes(page: Page, connection: Connection) -> list[tuple[str, str]]:
    """The classes that whoever is signed in may write to, as the options of a select."""
    if page.user is None:
        return []
    open_to = []
    for each in load(connection, SchoolClass).values():
        try:
            urgent.check(connection, page.user.person, each, page.now)
        except InputError:
            continue
        open_to.append((each.id, each.title))
    return sorted(open_to, key=lambda option: option[1])


def _one(
    page: Page,
    connection: Connection,
    notice_id: str,
    problems: dict[str, str],
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HTMLResponse:
    notice = find(connection, UrgentNotice, notice_id)
    if notice is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    reached: dict[str, Any] = {"recipients": None}
    try:
        with Homeserver(page.portal.config) as homeserver:
            reached = {"recipients": sending.reach(homeserver, connection, notice)}
    except HomeroomError:
        pass  # The page says that it is not known now.
    return page.show(
        "urgent/one.html",
        status=status,
        notice=notice,
        school_class=find(connection, SchoolClass, notice.class_id),
        sender=find(connection, Person, notice.sender),
        problems=problems,
        given={},
        **reached,
    )
