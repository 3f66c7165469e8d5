"""A draft of the policy: checked, and tried on what was said. Nothing is published here."""

from __future__ import annotations

import logging
import threading
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import UploadFile

from admin_portal import drafts
from admin_portal.auth import Permission
from admin_portal.drafts import Fault
from admin_portal.language import mark
from admin_portal.page import Page, needs
from admin_portal.queries import names
from homeroom.registry import policies
from homeroom.registry.policy_file import formats
from homeroom.replay import isolated
from homeroom.replay.isolated import FailedError, TookTooLongError
from homeroom.replay.report import Report

log = logging.getLogger(__name__)
router = APIRouter(prefix="/policy")

ONE_AT_A_TIME = threading.Lock()
"""Of each portal process: whoever comes second is told so, and waits on no thread."""
BUSY = mark("Somebody else is trying a draft right now. Try again in a minute.")
TOOK_TOO_LONG = mark(
    "It took too long, so it was ended. Try again later, or ask your IT staff to run "
    "“homeroom policy try” with the draft."
)
FAILED = mark("The draft could not be tried. Tell your IT staff.")
EMPTY = mark("Choose a file, or write the draft into the field.")


async def _draft(request: Request) -> str:
    """The file that was chosen, else what stands in the field."""
    async with request.form(max_files=1, max_fields=5) as form:
        file, text = form.get("file"), form.get("draft")
        if isinstance(file, UploadFile) and (content := await file.read()):
            return content.decode("utf-8", errors="replace")
        return text if isinstance(text, str) else ""


Draft = Annotated[str, Depends(_draft)]


@router.get("/try")
def begin(page: Annotated[Page, needs(Permission.POLICIES_TRY)]) -> HTMLResponse:
    """The form, with the policy in force to begin from."""
    with page.database() as connection:
        version = policies.in_force(connection)
    text = formats.upgraded(version.text, version.format).text if version else ""
    return _show(page, text)


@router.post("/try")
def try_(page: Annotated[Page, needs(Permission.POLICIES_TRY)], draft: Draft) -> HTMLResponse:
    """Every fault by its line; or what the draft would have changed. That somebody did is kept."""
    text = draft.removeprefix("\ufeff").replace("\r\n", "\n")
    if not text.strip():
        return _show(page, text, problem=EMPTY, status=HTTPStatus.BAD_REQUEST)
    if not ONE_AT_A_TIME.acquire(blocking=False):
        return _show(page, text, problem=BUSY, status=HTTPStatus.CONFLICT)
    try:
        with page.database() as connection:
            page.note(connection, "policy_try", "policy")
        return _tried(page, text)
    finally:
        ONE_AT_A_TIME.release()


def _tried(page: Page, text: str) -> HTMLResponse:
    try:
        answer = isolated.try_(page.portal.config.data, text)
    except TookTooLongError:
        return _show(page, text, problem=TOOK_TOO_LONG, status=HTTPStatus.SERVICE_UNAVAILABLE)
    except FailedError as error:
        log.error("draft not tried", extra={"fault": str(error)})
        return _show(page, text, problem=FAILED, status=HTTPStatus.INTERNAL_SERVER_ERROR)
    if answer.faults:
        found = drafts.faults(answer.faults, text)
        return _show(page, text, faults=found, status=HTTPStatus.BAD_REQUEST)
    return _show(page, text, report=answer.report)


def _show(
    page: Page,
    text: str,
    *,
    faults: tuple[Fault, ...] = (),
    problem: str = "",
    report: Report | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HTMLResponse:
    with page.database() as connection:
        schools = names.schools(connection) if report else {}
    return page.show(
        "policy/try.html",
        status=status,
        draft=text,
        faults=faults,
        problem=problem,
        report=report,
        schools=schools,
        says=drafts,
        days=isolated.WINDOW.days,
        most=isolated.MOST_ENTRIES,
        seconds=isolated.SECONDS,
    )
