"""This was fine: a sender says why, and somebody in charge of the school answers."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import Connection

from admin_portal.auth import Permission
from admin_portal.forms import ANY_FIELD, Fields, FilledText, Form, Read, read
from admin_portal.language import mark
from admin_portal.page import Page, needs
from admin_portal.queries import reviews as queries
from admin_portal.queries.reviews import Refused, Row
from admin_portal.sessions import User
from homeroom.errors import InputError
from homeroom.registry import policies, reviews
from homeroom.registry.decisions import find
from homeroom.registry.model import Review
from homeroom.registry.snapshot import Snapshot

router = APIRouter()

ANSWERED = mark("Somebody has answered this already, or it may not be let pass.")


class Asking(Form):
    """Why it was fine."""

    why: FilledText


class Upholding(Form):
    """Why it stays refused, for the sender to read."""

    answer: FilledText


@router.get("/review/{key}")
def ask(page: Annotated[Page, needs(Permission.SIGNED_IN)], key: str) -> HTMLResponse:
    """The sender's page: what was refused and why, and the place to say that it was fine."""
    return _asked(page, key, Read(given={}, value=None, problems={}))


@router.post("/review/{key}")
def say(page: Annotated[Page, needs(Permission.SIGNED_IN)], key: str, fields: Fields) -> Response:
    """Put it before a reviewer; the same attempt once."""
    form = read(Asking, fields)
    if form.value is None:
        return _asked(page, key, form)
    with page.database() as connection:
        refused, user = _own(connection, page, key), _user(page)
        version = policies.in_force(connection)
        if version is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        review = Review(
            id=key,
            person=user.person.id,
            room_id=refused.room_id,
            rules=refused.rules,
            why=form.value.why,
            asked=page.now,
            due=reviews.due_by(page.now, policies.read(version), user.person.orgs),
        )
        reviews.ask(connection, review, by=page.by)
    return page.go(f"/review/{key}", done="review_asked")


@router.get("/reviews")
def queue(page: Annotated[Page, needs(Permission.REVIEWS_READ)]) -> HTMLResponse:
    """What waits for an answer, the first due first."""
    with page.database() as connection:
        directory, person = _known(page, connection).directory(), _user(page).person
        return page.show(
            "reviews/list.html",
            waiting=queries.waiting(connection, person, directory, page.now),
            answered=queries.answered(connection, person, directory, page.now),
        )


@router.get("/reviews/{key}")
def one(page: Annotated[Page, needs(Permission.REVIEWS_READ)], key: str) -> HTMLResponse:
    """One of them with the message itself. The look is recorded."""
    return _one(page, key, Read(given={}, value=None, problems={}))


@router.post("/reviews/{key}/release")
def release(page: Annotated[Page, needs(Permission.REVIEWS_ANSWER)], key: str) -> Response:
    """Let the message pass, once, until the end of the next school day."""
    with page.database() as connection:
        row, refused = _queued(connection, page, key)
        version = policies.in_force(connection)
        if version is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        sender = _known(page, connection).states["person"].get(row.review.person)
        schools = sender.orgs if sender else ()
        until = reviews.until(page.now, policies.read(version), schools)
        try:
            reviews.release(connection, key, refused.attempt, by=page.by, until=until)
        except InputError:
            return _one(page, key, _not_now())
    return page.go("/reviews", done="review_released")


@router.post("/reviews/{key}/uphold")
def uphold(
    page: Annotated[Page, needs(Permission.REVIEWS_ANSWER)], key: str, fields: Fields
) -> Response:
    """It stays refused, and the sender is told why."""
    form = read(Upholding, fields)
    if form.value is None:
        return _one(page, key, form)
    with page.database() as connection:
        _queued(connection, page, key)
        try:
            reviews.uphold(connection, key, form.value.answer, by=page.by)
        except InputError:
            return _one(page, key, _not_now())
    return page.go("/reviews", done="review_upheld")


def _asked(page: Page, key: str, form: Read[Asking]) -> HTMLResponse:
    with page.database() as connection:
        refused = _own(connection, page, key)
        return page.show(
            "reviews/ask.html",
            status=_status(form),
            key=key,
            refused=refused,
            review=find(connection, Review, key),
            given=form.given,
            problems=form.problems,
        )


def _one(page: Page, key: str, form: Read[Upholding]) -> HTMLResponse:
    with page.database() as connection:
        row, refused = _queued(connection, page, key)
        page.note(connection, "view", f"review:{key}")
        return page.show(
            "reviews/one.html",
            status=_status(form),
            row=row,
            refused=refused,
            releasable=reviews.releasable(row.review),
            given=form.given,
            problems=form.problems,
        )


def _own(connection: Connection, page: Page, key: str) -> Refused:
    """The user's own refused attempt; for anybody else there is none."""
    refused = queries.refused(connection, key)
    if refused is None or refused.sender != _user(page).user_id:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return refused


def _queued(connection: Connection, page: Page, key: str) -> tuple[Row, Refused]:
    directory = _known(page, connection).directory()
    row = queries.one(connection, key, _user(page).person, directory, page.now)
    refused = queries.refused(connection, key) if row else None
    if row is None or refused is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return row, refused


def _known(page: Page, connection: Connection) -> Snapshot:
    return page.portal.register.now(connection)


def _user(page: Page) -> User:
    if page.user is None:
        raise HTTPException(HTTPStatus.FORBIDDEN)
    return page.user


def _not_now() -> Read[Upholding]:
    return Read(given={}, value=None, problems={ANY_FIELD: ANSWERED})


def _status(form: Read[Asking] | Read[Upholding]) -> HTTPStatus:
    return HTTPStatus.BAD_REQUEST if form.problems else HTTPStatus.OK
