"""Releasing a copy, and handing it over: the second person's word, links, and who tried them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response
from pydantic import StringConstraints
from sqlalchemy import Connection

from admin_portal import own_family
from admin_portal.auth import Permission
from admin_portal.forms import Fields, FilledText, Form, ShortText, read
from admin_portal.language import mark
from admin_portal.page import Page, needs
from admin_portal.queries import names
from homeroom.disclosure import disagreements, disclosures, links, productions, releasing
from homeroom.disclosure.links import Issued
from homeroom.errors import HomeroomError, InputError
from homeroom.registry.decisions import find
from homeroom.registry.model import Person, Request

router = APIRouter(prefix="/requests")

NO_STATEMENT = mark("Write whose statement it is, and the statement itself.")


class NewLink(Form):
    """For how long a link works."""

    days: Literal["3", "7", "14", "30"] = "14"


class Disagreement(Form):
    """A statement against what a request found, or against some entries of it."""

    author: FilledText
    statement: Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
    entries: ShortText = ""


@router.get("/{request_id}/release")
def one(page: Annotated[Page, needs(Permission.REQUESTS_READ)], request_id: str) -> HTMLResponse:
    """What may be released, what was, and every attempt to take it."""
    return _shown(page, request_id)


@router.post("/{request_id}/release")
def release(page: Annotated[Page, needs(Permission.REQUESTS_RELEASE)], request_id: str) -> Response:
    """Say as the second person that the newest copy may be handed over."""
    try:
        with page.database() as connection:
            about(connection, page, request_id)
            made = releasing.release(connection, page.portal.config, request_id, by=page.by)
            page.note(connection, "release", f"production:{request_id}/{made.number}")
    except HomeroomError as error:
        return _shown(page, request_id, problem=str(error), status=HTTPStatus.CONFLICT)
    return page.go(f"/requests/{request_id}/release", done="copy_released")


@router.post("/{request_id}/link")
def issue(
    page: Annotated[Page, needs(Permission.REQUESTS_EXPORT)], request_id: str, fields: Fields
) -> Response:
    """A new link and its passcode, shown this once; an open one is taken back."""
    form = read(NewLink, fields)
    if form.value is None:
        raise HTTPException(HTTPStatus.BAD_REQUEST)
    try:
        with page.database() as connection:
            about(connection, page, request_id)
            issued = links.issue(
                connection, request_id, days=int(form.value.days), by=page.by, today=page.today
            )
    except InputError as error:
        return _shown(page, request_id, problem=str(error), status=HTTPStatus.CONFLICT)
    return _shown(page, request_id, issued=issued)


@router.post("/{request_id}/link/revoke")
def revoke(page: Annotated[Page, needs(Permission.REQUESTS_EXPORT)], request_id: str) -> Response:
    """Take the open link back."""
    with page.database() as connection:
        about(connection, page, request_id)
        links.revoke(connection, request_id, by=page.by)
    return page.go(f"/requests/{request_id}/release", done="link_revoked")


@router.post("/{request_id}/disagree")
def disagree(
    page: Annotated[Page, needs(Permission.REQUESTS_WORK)], request_id: str, fields: Fields
) -> Response:
    """Keep a family's statement: it goes along with what it contests from now on."""
    form = read(Disagreement, fields)
    try:
        with page.database() as connection:
            request = about(connection, page, request_id)
            if form.value is None:
                raise InputError(NO_STATEMENT)
            entries = [disagreements.entry(each) for each in form.value.entries.split()]
            disagreements.note(
                connection,
                about=request.about,
                statement=form.value.statement,
                author=form.value.author,
                request="" if entries else request_id,
                entries=entries,
                by=page.by,
            )
    except InputError as error:
        return _shown(page, request_id, problem=str(error), status=HTTPStatus.BAD_REQUEST)
    return page.go(f"/requests/{request_id}/release", done="disagreement")


def about(connection: Connection, page: Page, request_id: str) -> Request:
    """A request; nobody reads or releases one about their own family."""
    found = find(connection, Request, request_id)
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    if (student := find(connection, Person, found.about)) is not None:
        own_family.keep_out(connection, page, student)
    return found


def _shown(
    page: Page,
    request_id: str,
    *,
    problem: str = "",
    issued: Issued | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HTMLResponse:
    with page.database() as connection:
        request = about(connection, page, request_id)
        made = productions.productions_of(connection, request_id)
        given = links.of_request(connection, request_id)
        draft = made[0] if made and made[0].state == "draft" else None
        out = links.released(connection, request_id)
        people = {name for each in made for name in (each.requested_by, each.released_by) if name}
        people |= {link.made_by for link, _ in given}
        return page.show(
            "releases/one.html",
            status=status,
            problem=problem,
            request=request,
            student=names.people(connection, {request.about}).get(request.about, request.about),
            draft=draft,
            second=draft is not None
            and (draft.requested_by != page.by or page.portal.config.sandbox),
            out=out,
            given=given,
            issued=issued,
            address=f"{page.portal.config.public_portal}/download/{issued.token}" if issued else "",
            days=links.DAYS,
            who=names.accounts(connection, people),
            record=disclosures.about(connection, request.about),
            statements=disagreements.about(connection, request.about),
        )
