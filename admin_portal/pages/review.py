"""The review of a request: what is covered and left out, decided, and approved by another."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import Connection

from admin_portal import sessions
from admin_portal.auth import Permission
from admin_portal.forms import Fields, FilledText, Form, ShortText, read
from admin_portal.language import mark
from admin_portal.page import Page, needs
from admin_portal.pages.releases import about
from admin_portal.queries import names
from homeroom.disclosure import approving, exemptions, preparing, reviewing
from homeroom.disclosure.reviewing import Choice, Counsel
from homeroom.errors import InputError
from homeroom.registry.model import Request

router = APIRouter(prefix="/requests")
NO_REASON = mark("Say why it is shown. It stays with the request.")
NO_COUNSEL = mark(
    "Counsel alone decides this: write the lawyer's name, the day, and where it is written down."
)


class Decision(Form):
    """What somebody decides on one place, as they saw it."""

    place: FilledText
    action: Literal["redact", "release", "not_person", "withhold", "whole"]
    seen: int
    exemption: ShortText = ""
    reason: ShortText = ""
    counsel: ShortText = ""
    counsel_on: date | None = None
    reference: ShortText = ""


class Seen(Form):
    """The newest decision that whoever approves has seen."""

    decision: int


@router.get("/{request_id}/review")
def one(page: Annotated[Page, needs(Permission.REQUESTS_READ)], request_id: str) -> HTMLResponse:
    """What is suggested, what was decided, and who has approved it. The look is recorded."""
    return _shown(page, request_id)


@router.post("/{request_id}/review/accept")
def accept(page: Annotated[Page, needs(Permission.REQUESTS_WORK)], request_id: str) -> Response:
    """Take every suggestion that needs no closer look."""
    try:
        with page.database() as connection:
            about(connection, page, request_id)
            found = preparing.review(connection, page.portal.config.data, request_id)
            preparing.accept(connection, request_id, found, by=page.by)
    except InputError as error:
        return _shown(page, request_id, problem=str(error), status=HTTPStatus.CONFLICT)
    return page.go(f"/requests/{request_id}/review", done="review_accepted")


@router.post("/{request_id}/review/decide")
def decide(
    page: Annotated[Page, needs(Permission.REQUESTS_WORK)], request_id: str, fields: Fields
) -> Response:
    """Decide on one place; somebody else's later decision is never overwritten."""
    form = read(Decision, fields)
    if form.value is None:
        problem = next(iter(form.problems.values()), "")
        return _shown(page, request_id, problem=problem, status=HTTPStatus.BAD_REQUEST)
    try:
        with page.database() as connection:
            request = about(connection, page, request_id)
            problem = _missing(connection, page, request, form.value)
            if not problem:
                choice, counsel = _chosen(form.value)
                reviewing.decide(connection, request.id, [choice], by=page.by, counsel=counsel)
    except InputError as error:
        return _shown(page, request_id, problem=str(error), status=HTTPStatus.CONFLICT)
    if problem:
        return _shown(page, request_id, problem=problem, status=HTTPStatus.BAD_REQUEST)
    return page.go(f"/requests/{request_id}/review", done="review_decided")


@router.post("/{request_id}/review/approve")
def approve(
    page: Annotated[Page, needs(Permission.REQUESTS_RELEASE)], request_id: str, fields: Fields
) -> Response:
    """Say as the second person that it may go out as it was seen."""
    form = read(Seen, fields)
    try:
        with page.database() as connection:
            about(connection, page, request_id)
            approving.approve(
                connection,
                request_id,
                decision=form.value.decision if form.value else -1,
                by=page.by,
                token_hash=sessions.digest(page.token),
            )
    except InputError as error:
        return _shown(page, request_id, problem=str(error), status=HTTPStatus.CONFLICT)
    return page.go(f"/requests/{request_id}/review", done="review_approved")


def _chosen(said: Decision) -> tuple[Choice, Counsel | None]:
    hides = said.action in ("redact", "withhold")
    choice = Choice(
        place=said.place,
        action=said.action,
        seen=said.seen,
        exemption=said.exemption if hides else "",
        reason=said.reason,
    )
    if not (said.counsel and said.counsel_on):
        return choice, None
    return choice, Counsel(name=said.counsel, on=said.counsel_on, reference=said.reference)


def _missing(connection: Connection, page: Page, request: Request, said: Decision) -> str:
    """What a decision to show a record must say and does not; empty where it may be taken."""
    if said.action not in ("release", "whole") or not said.place.startswith("entry:"):
        return ""
    if not said.reason:
        return NO_REASON
    found = preparing.review(connection, page.portal.config.data, request.id)
    protected = {each.place for each in found.left_out if each.counsel}
    told = said.counsel and said.counsel_on and said.reference
    return NO_COUNSEL if said.place in protected and not told else ""


def _shown(
    page: Page, request_id: str, *, problem: str = "", status: HTTPStatus = HTTPStatus.OK
) -> HTMLResponse:
    with page.database() as connection:
        request = about(connection, page, request_id)
        found = (
            preparing.review(connection, page.portal.config.data, request_id)
            if request.state != "received"
            else None
        )
        law = exemptions.load(page.portal.config.data)
        page.note(connection, "view", f"review-of:{request_id}")
        newest = reviewing.newest(connection, request_id)
        covered = approving.scope_digest(connection, request_id)
        approved = approving.approval(connection, request_id, decision=newest, scope=covered)
        return page.show(
            "review/one.html",
            status=status,
            problem=problem,
            request=request,
            student=names.people(connection, {request.about}).get(request.about, request.about),
            found=found,
            newest=newest,
            approved=approved,
            titles={code: known.title for code, known in law.by_code.items()},
            who=names.accounts(connection, set(approved.by) | set(approved.authors)),
        )
