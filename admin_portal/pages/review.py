"""The review of a request: what is covered and left out, and a second person's approval of it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from admin_portal import sessions
from admin_portal.auth import Permission
from admin_portal.forms import Fields, Form, read
from admin_portal.page import Page, needs
from admin_portal.pages.releases import about
from admin_portal.queries import names
from homeroom.disclosure import approving, preparing, reviewing
from homeroom.errors import InputError

router = APIRouter(prefix="/requests")


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
        page.note(connection, "view", f"review-of:{request_id}")
        newest = reviewing.newest(connection, request_id)
        covered = approving.scope_digest(connection, request_id)
        approved = approving.approval(connection, request_id, decision=newest, scope=covered)
        return page.show(
            "review/one.html",
            status=status,
            problem=problem,
            request=request,
            found=found,
            newest=newest,
            approved=approved,
            who=names.accounts(connection, set(approved.by) | set(approved.authors)),
        )
