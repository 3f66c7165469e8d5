"""What a request covers: counted, looked at, narrowed and widened by rules that are tried first."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from http import HTTPStatus
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import Connection

from admin_portal import own_family
from admin_portal.auth import Permission
from admin_portal.forms import ANY_FIELD, Fields, Form, Read, ShortText, read
from admin_portal.page import Page, needs
from admin_portal.queries import names, samples
from homeroom.disclosure import scope, selecting
from homeroom.disclosure.model import Reason
from homeroom.disclosure.scope import Effect
from homeroom.disclosure.selecting import Wanted
from homeroom.errors import HomeroomError, InputError
from homeroom.registry.decisions import find
from homeroom.registry.model import Person, Request
from homeroom.registry.people import resolve

router = APIRouter(prefix="/requests")
CHANGEABLE = ("received", "scoped", "produced")


class NewRule(Form):
    """A rule as somebody makes it; what is empty is any."""

    action: Literal["include", "exclude", "context"]
    room: ShortText = ""
    sender: ShortText = ""
    reason: ShortText = ""
    words: ShortText = ""
    since: date | None = None
    until: date | None = None
    around: int = 0
    why: ShortText = ""
    act: Literal["try", "decide"] = "try"


class Withdrawal(Form):
    """The end of a rule."""

    rule: int
    why: ShortText = ""


NOTHING: Read[NewRule] = Read(given={}, value=None, problems={})


@router.get("/{request_id}/scope")
def one(
    page: Annotated[Page, needs(Permission.REQUESTS_READ)], request_id: str, why: str = ""
) -> HTMLResponse:
    """The scope of a request in numbers, its rules, and some of what it holds."""
    return _show(page, request_id, why=why)


@router.post("/{request_id}/scope/count")
def count(page: Annotated[Page, needs(Permission.REQUESTS_WORK)], request_id: str) -> Response:
    """Find and count what the request covers as of now."""
    try:
        with page.database() as connection:
            scope.make_scope(connection, _request(connection, page, request_id).id, by=page.by)
    except HomeroomError as error:
        return _show(page, request_id, problem=str(error), status=HTTPStatus.CONFLICT)
    return page.go(f"/requests/{request_id}/scope", done="scope_counted")


@router.post("/{request_id}/scope/rule")
def rule(
    page: Annotated[Page, needs(Permission.REQUESTS_WORK)], request_id: str, fields: Fields
) -> Response:
    """Try a rule, or decide it."""
    form = read(NewRule, fields)
    if form.value is None:
        return _show(page, request_id, form=form, status=HTTPStatus.BAD_REQUEST)
    try:
        with page.database() as connection:
            request = _request(connection, page, request_id)
            wanted = _wanted(connection, page, form.value)
            tried = form.value.act == "try"
            carry_out = scope.try_rule if tried else scope.add_rule
            effect = carry_out(
                connection,
                request.id,
                form.value.action,
                wanted,
                reason=form.value.why,
                by=page.by,
            )
    except InputError as error:
        problem = form.but(ANY_FIELD, str(error))
        return _show(page, request_id, form=problem, status=HTTPStatus.BAD_REQUEST)
    if tried:
        return _show(page, request_id, form=form, effect=effect)
    return page.go(f"/requests/{request_id}/scope", done="scope_rule_made")


@router.post("/{request_id}/scope/withdraw")
def withdraw(
    page: Annotated[Page, needs(Permission.REQUESTS_WORK)], request_id: str, fields: Fields
) -> Response:
    """End a rule; it stays in the list."""
    form = read(Withdrawal, fields)
    if form.value is None:
        raise HTTPException(HTTPStatus.BAD_REQUEST)
    wanted = Wanted(rule=form.value.rule)
    try:
        with page.database() as connection:
            request = _request(connection, page, request_id)
            scope.add_rule(
                connection, request.id, "withdraw", wanted, reason=form.value.why, by=page.by
            )
    except InputError as error:
        return _show(page, request_id, problem=str(error), status=HTTPStatus.BAD_REQUEST)
    return page.go(f"/requests/{request_id}/scope", done="scope_rule_ended")


def _wanted(connection: Connection, page: Page, form: NewRule) -> Wanted:
    """In the district's days; the last is included."""
    zone = ZoneInfo(page.hours.timezone)
    last = form.until + timedelta(days=1) if form.until else None
    if form.since and form.until and form.until < form.since:
        last = form.until
    return Wanted(
        room=form.room,
        sender=resolve(connection, form.sender).id if form.sender else "",
        reason=form.reason,
        words=form.words,
        since=datetime.combine(form.since, time.min, zone) if form.since else None,
        until=datetime.combine(last, time.min, zone) if last else None,
        around=form.around if form.action == "context" else 0,
    )


def _show(
    page: Page,
    request_id: str,
    *,
    why: str = "",
    form: Read[NewRule] = NOTHING,
    effect: Effect | None = None,
    problem: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> HTMLResponse:
    with page.database() as connection:
        request = _request(connection, page, request_id)
        found = scope.found_of(connection, request.id)
        counts = scope.count(found)
        rules = selecting.rules_of(connection, request.id)
        shown = samples.of(connection, request.id, found, why, own_family.kin(connection, page))
        rooms = {item.room_id for item in found if item.room_id}
        return page.show(
            "scopes/one.html",
            status=status,
            request=request,
            student=names.people(connection, {request.about}).get(request.about, request.about),
            counts=counts,
            found=len(found),
            rooms=names.rooms(connection, rooms),
            made_rules=rules,
            in_force={each.id for each in selecting.in_force(rules)},
            senders=names.people(connection, {each.wanted.sender for each in rules}),
            makers=names.accounts(connection, {each.by for each in rules}),
            samples=shown,
            who=names.accounts(connection, samples.senders(shown)),
            why=why,
            reasons=[reason.value for reason in Reason],
            changeable=request.state in CHANGEABLE,
            given=form.given,
            problems=form.problems,
            problem=problem,
            effect=effect,
        )


def _request(connection: Connection, page: Page, request_id: str) -> Request:
    """A request; nobody reads or works on one about their own family."""
    found = find(connection, Request, request_id)
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    if (about := find(connection, Person, found.about)) is not None:
        own_family.keep_out(connection, page, about)
    return found
