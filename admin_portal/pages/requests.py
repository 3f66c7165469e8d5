"""Requests for records: list, open, and one page as the hub of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from sqlalchemy import Connection

from admin_portal import own_family, zipped
from admin_portal.auth import Permission
from admin_portal.forms import ANY_FIELD, Fields, FilledText, Form, Read, ShortText, read
from admin_portal.language import mark
from admin_portal.page import Page, needs
from admin_portal.queries import history, names, overview
from admin_portal.queries import requests as counted
from admin_portal.statements import came_later
from homeroom.disclosure import due, keeping, letters, productions, requests, reviewing, scope
from homeroom.disclosure.formats import FORMATS, USUAL
from homeroom.disclosure.productions import Production
from homeroom.errors import HomeroomError, InputError
from homeroom.registry.decisions import find
from homeroom.registry.model import Law, Person, Request

router = APIRouter(prefix="/requests")


NO_REASON = mark("Say why it takes longer. The requester reads it.")
FORMAT = "format_"
"""What the name of a format's box begins with."""
BELIEVED = timedelta(minutes=10)
"""A production that waits longer than this was lost with its process."""


class NewRequest(Form):
    """A request, as it came in."""

    law: Law
    requester: FilledText
    text: ShortText = ""


class MoreTime(Form):
    """Why a request takes longer; the requester is told it."""

    reason: FilledText


class Letter(Form):
    """What a letter says besides what is known."""

    kind: ShortText
    letter_language: Literal["en", "es"] = "en"
    letter_reason: ShortText = ""


class NewCopy(Form):
    """How a copy is made."""

    language: Literal["en", "es"] = "en"


@router.get("")
def all_requests(
    page: Annotated[Page, needs(Permission.REQUESTS_READ)], state: str = ""
) -> HTMLResponse:
    """All requests, the newest first."""
    with page.database() as connection:
        hidden = own_family.hidden(connection, page)
        known = [r for r in requests.list_requests(connection) if r.about not in hidden]
        students = names.people(connection, {request.about for request in known})
    counts = Counter(request.state for request in known)
    clocks = page.portal.clocks
    rows = [
        overview.due(r, clocks, page.hours, page.now)
        for r in known
        if not state or r.state == state
    ]
    return page.show(
        "requests/list.html",
        rows=rows,
        counts=counts,
        total=len(known),
        state=state,
        students=students,
    )


@router.get("/add")
def choose(page: Annotated[Page, needs(Permission.REQUESTS_WORK)], student: str = "") -> Response:
    """First the student whom the request is about."""
    with page.database() as connection:
        found = names.search(connection, student, role="student") if student.strip() else []
    return page.show("requests/choose.html", student=student, found=found)


@router.get("/add/{person}")
def ask(page: Annotated[Page, needs(Permission.REQUESTS_WORK)], person: str) -> HTMLResponse:
    """Then who asks, and under which law."""
    form: Read[NewRequest] = Read(given={}, value=None, problems={})
    with page.database() as connection:
        return _form(page, connection, person, form, HTTPStatus.OK)


@router.post("/add/{person}")
def add(
    page: Annotated[Page, needs(Permission.REQUESTS_WORK)], person: str, fields: Fields
) -> Response:
    """Open a request: from now on nothing about the student is disposed of."""
    form = read(NewRequest, fields)
    with page.database() as connection:
        student = _student(connection, page, person)
        if form.value is None:
            return _form(page, connection, person, form, HTTPStatus.BAD_REQUEST)
        try:
            made = requests.open_request(
                connection,
                about=student.id,
                law=form.value.law,
                requester=form.value.requester,
                text=form.value.text,
                clock=due.clock_for(page.portal.config, page.portal.clocks, form.value.law),
                by=page.by,
            )
        except InputError as error:
            again = form.but(ANY_FIELD, str(error))
            return _form(page, connection, person, again, HTTPStatus.BAD_REQUEST)
    return page.go(f"/requests/{made.id}", done="request_opened")


@router.get("/{request_id}")
def one(page: Annotated[Page, needs(Permission.REQUESTS_READ)], request_id: str) -> HTMLResponse:
    """One request: its scope in numbers, its copies, what to do next, its history."""
    return _one(page, request_id)


@router.post("/{request_id}/done")
def done(
    page: Annotated[Page, needs(Permission.REQUESTS_WORK)], request_id: str, fields: Fields
) -> Response:
    """A step was taken, as telling the requester that the request is here."""
    step = fields.get("step", "")

    def act(connection: Connection, request: Request) -> None:
        due.may_mark(request, page.portal.clocks, step)
        requests.mark_done(connection, request.id, step, by=page.by)

    return _decide(page, request_id, act, done="request_step_done")


@router.post("/{request_id}/extend")
def extend(
    page: Annotated[Page, needs(Permission.REQUESTS_WORK)], request_id: str, fields: Fields
) -> Response:
    """More time is taken, for a reason."""
    form = read(MoreTime, fields)
    if form.value is None:
        return _one(page, request_id, problem=NO_REASON, status=HTTPStatus.BAD_REQUEST)
    reason = form.value.reason

    def act(connection: Connection, request: Request) -> None:
        due.may_extend(request, page.portal.clocks, page.hours.day, page.now)
        requests.extend(connection, request.id, reason=reason, by=page.by)

    return _decide(page, request_id, act, done="request_extended")


@router.post("/{request_id}/letter")
def letter(
    page: Annotated[Page, needs(Permission.REQUESTS_WORK)], request_id: str, fields: Fields
) -> Response:
    """A letter as plain text, to be printed or sent."""
    form = read(Letter, fields)
    if form.value is None:
        raise HTTPException(HTTPStatus.BAD_REQUEST)
    with page.database() as connection:
        request = _request(connection, page, request_id)
        told = due.told(request, page.portal.clocks, page.hours.day)
    try:
        written = letters.write(
            page.portal.config,
            request,
            told,
            kind=form.value.kind,
            language=form.value.letter_language,
            reason=form.value.letter_reason or request.extended,
            today=page.today,
        )
    except InputError as error:
        return _one(page, request_id, problem=str(error), status=HTTPStatus.BAD_REQUEST)
    return PlainTextResponse(written)


@router.post("/{request_id}/produce")
def produce(
    page: Annotated[Page, needs(Permission.REQUESTS_WORK)], request_id: str, fields: Fields
) -> Response:
    """Make a copy in the background: of what was reviewed, else of what it covers as of now."""
    form = read(NewCopy, {k: v for k, v in fields.items() if not k.startswith(FORMAT)})
    language = form.value.language if form.value else "en"
    formats = [name for name in FORMATS if fields.get(FORMAT + name)]
    try:
        with page.database() as connection:
            _request(connection, page, request_id)
            if not reviewing.newest(connection, request_id):
                scope.make_scope(connection, request_id, by=page.by)
            made = productions.start_production(
                connection,
                page.portal.config,
                request_id,
                by=page.by,
                formats=formats,
                language=language,
            )
            page.note(connection, "produce", f"production:{request_id}/{made.number}")
    except HomeroomError as error:
        return _one(page, request_id, problem=str(error), status=HTTPStatus.CONFLICT)
    page.portal.producer.start(made.id)
    return page.go(f"/requests/{request_id}", done="copy_started")


@router.get("/{request_id}/{number}.zip")
def download(
    page: Annotated[Page, needs(Permission.REQUESTS_EXPORT)], request_id: str, number: int
) -> StreamingResponse:
    """A finished copy as one zip file; that it was taken is recorded."""
    with page.database() as connection:
        _request(connection, page, request_id)
        made = productions.productions_of(connection, request_id)
        copy = next((p for p in made if p.number == number and ready(p)), None)
        if copy is None or not keeping.exists(copy):
            raise HTTPException(HTTPStatus.NOT_FOUND)
        if scope.sealed_since(connection, request_id):
            raise HTTPException(HTTPStatus.FORBIDDEN)
        page.note(connection, "download", f"production:{request_id}/{number}")
    name = f"{request_id}-{number}"
    headers = {"Content-Disposition": f'attachment; filename="{name}.zip"'}
    return StreamingResponse(
        zipped.stream(keeping.files(page.portal.config, copy), name, came_later(page, copy)),
        media_type="application/zip",
        headers=headers,
    )


def ready(production: Production) -> bool:
    """Is there a folder to be downloaded?"""
    return production.state in ("draft", "released")


def busy(production: Production, now: datetime) -> bool:
    """Is it being made, so that the page should look again?"""
    waits = production.state == "waiting" and now - production.made_at < BELIEVED
    return production.state == "running" or waits


def _one(
    page: Page, request_id: str, *, problem: str = "", status: HTTPStatus = HTTPStatus.OK
) -> HTMLResponse:
    with page.database() as connection:
        request = _request(connection, page, request_id)
        made = productions.productions_of(connection, request_id)
        clocks = page.portal.clocks
        return page.show(
            "requests/one.html",
            status=status,
            problem=problem,
            due=overview.due(request, clocks, page.hours, page.now),
            deadlines=due.deadlines_of(request, clocks, page.hours.day),
            clock=due.clock_of(request, clocks),
            longer=due.can_extend(request, clocks),
            letters=letters.KINDS,
            today=page.today,
            request=request,
            student=names.people(connection, {request.about}).get(request.about, request.about),
            scope=counted.scope(connection, request_id),
            copies=[(each, busy(each, page.now), ready(each)) for each in made],
            who=names.accounts(connection, {each.requested_by for each in made}),
            history=history.of(connection, Request, request_id),
            formats=[(name, name in USUAL) for name in FORMATS],
        )


def _decide(
    page: Page, request_id: str, act: Callable[[Connection, Request], None], *, done: str
) -> Response:
    """Do it, or show the request again with what stands against it."""
    try:
        with page.database() as connection:
            act(connection, _request(connection, page, request_id))
    except InputError as error:
        return _one(page, request_id, problem=str(error), status=HTTPStatus.CONFLICT)
    return page.go(f"/requests/{request_id}", done=done)


def _request(connection: Connection, page: Page, request_id: str) -> Request:
    """A request; nobody reads or works on one about their own family."""
    found = find(connection, Request, request_id)
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    if (about := find(connection, Person, found.about)) is not None:
        own_family.keep_out(connection, page, about)
    return found


def _student(connection: Connection, page: Page, person: str) -> Person:
    found = find(connection, Person, person)
    if found is None or "student" not in found.roles:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    own_family.keep_out(connection, page, found)
    return found


def _form(
    page: Page,
    connection: Connection,
    person: str,
    form: Read[NewRequest],
    status: HTTPStatus,
) -> HTMLResponse:
    return page.show(
        "requests/add.html",
        status=status,
        student=_student(connection, page, person),
        given=form.given,
        problems=form.problems,
    )
