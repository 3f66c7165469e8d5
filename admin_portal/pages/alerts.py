"""Alerts: who may be in danger, what was said, and what an adult does about it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import Connection

from admin_portal.auth import Permission
from admin_portal.forms import ANY_FIELD, Fields, FilledText, Form, Read, ShortText, read
from admin_portal.language import mark
from admin_portal.page import Page, needs
from admin_portal.queries import alerts
from admin_portal.queries import on_call as chains
from admin_portal.queries.alerts import Shown
from admin_portal.sessions import User
from homeroom.danger import acting
from homeroom.errors import InputError
from homeroom.registry import on_call
from homeroom.registry.on_call import Directory

router = APIRouter(prefix="/alerts")

NOT_NOW = mark("Somebody has closed this alert, or it changed meanwhile. Load the page again.")


class Closing(Form):
    """What was done about it."""

    note: FilledText


class Telling(Form):
    """Which guardian was told, and how."""

    guardian: FilledText
    note: ShortText = ""


@router.get("")
def all_(page: Annotated[Page, needs(Permission.ALERTS_READ)]) -> HTMLResponse:
    """Those that concern the user: what waits first, then what was closed lately."""
    with page.database() as connection:
        user, directory = _user(page), _directory(page, connection)
        return page.show(
            "alerts/list.html",
            waiting=alerts.waiting(connection, user.person, directory),
            closed=alerts.closed(connection, user.person, directory),
            on_duty=_on_duty(connection, page, user, directory),
        )


@router.get("/{alert}")
def one(page: Annotated[Page, needs(Permission.ALERTS_READ)], alert: int) -> HTMLResponse:
    """One alert with what was said. The look is recorded."""
    return _one(page, alert, Read(given={}, value=None, problems={}))


@router.post("/{alert}/acknowledge")
def acknowledge(page: Annotated[Page, needs(Permission.ALERTS_ANSWER)], alert: int) -> Response:
    """An adult takes it over: nobody else is told."""
    with page.database() as connection:
        _found(connection, page, alert)
        try:
            acting.acknowledge(connection, alert, by=page.by)
        except InputError:
            return page.go(f"/alerts/{alert}", done="alert_changed")
    return page.go(f"/alerts/{alert}", done="alert_acknowledged")


@router.post("/{alert}/guardian")
def tell_guardian(
    page: Annotated[Page, needs(Permission.ALERTS_ANSWER)], alert: int, fields: Fields
) -> Response:
    """Record that a person decided to tell a guardian, and did."""
    form = read(Telling, fields)
    if form.value is None:
        return _one(page, alert, form)
    with page.database() as connection:
        _found(connection, page, alert)
        try:
            acting.guardian_told(
                connection,
                alert,
                form.value.guardian,
                by=page.by,
                note=form.value.note,
                day=page.today,
            )
        except InputError:
            return _one(page, alert, form.but(ANY_FIELD, NOT_NOW))
    return page.go(f"/alerts/{alert}", done="alert_guardian_told")


@router.post("/{alert}/close")
def close(
    page: Annotated[Page, needs(Permission.ALERTS_ANSWER)], alert: int, fields: Fields
) -> Response:
    """Close it, saying what was done."""
    form = read(Closing, fields)
    if form.value is None:
        return _one(page, alert, form)
    with page.database() as connection:
        _found(connection, page, alert)
        try:
            acting.close(connection, alert, by=page.by, note=form.value.note)
        except InputError:
            return _one(page, alert, form.but(ANY_FIELD, NOT_NOW))
    return page.go("/alerts", done="alert_closed")


def _one(page: Page, alert: int, form: Read[Closing] | Read[Telling]) -> HTMLResponse:
    with page.database() as connection:
        shown = _found(connection, page, alert)
        page.note(connection, "view", f"alert:{alert}")
        return page.show(
            "alerts/one.html",
            status=HTTPStatus.BAD_REQUEST if form.problems else HTTPStatus.OK,
            shown=shown,
            said=alerts.said(connection, shown.alert),
            steps=alerts.done(connection, shown.alert),
            guardians=alerts.guardians(connection, shown.alert, page.today),
            given=form.given,
            problems=form.problems,
        )


def _found(connection: Connection, page: Page, alert: int) -> Shown:
    """The alert, if it concerns the user; else there is none."""
    shown = None
    if 0 < alert < 2**63:
        directory = _directory(page, connection)
        shown = alerts.one(connection, alert, _user(page).person, directory)
    if shown is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return shown


def _user(page: Page) -> User:
    if page.user is None:
        raise HTTPException(HTTPStatus.FORBIDDEN)
    return page.user


def _directory(page: Page, connection: Connection) -> Directory:
    return page.portal.register.now(connection).directory()


def _on_duty(
    connection: Connection, page: Page, user: User, directory: Directory
) -> list[tuple[str, list[str]]]:
    """Whose turn it is now, in each chain: the place's name, and people's."""
    rows = []
    for org in sorted(directory.chains):
        place = directory.orgs.get(org)
        if place is None or not chains.concerns(place, user.person):
            continue
        turn = on_call.turn(org, directory, page.now)
        rows.append((place.name, [directory.people[p].name for p in turn if p in directory.people]))
    return rows
