"""What is answered when a request cannot be served: what happened, and what to do now."""

from __future__ import annotations

import logging
import traceback
import uuid
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from admin_portal.page import (
    NotTrusted,
    OwnFamily,
    SignInFirst,
    address_of,
    note_denied,
    respond,
)
from admin_portal.render import link

log = logging.getLogger(__name__)


def install(app: FastAPI) -> None:
    """Our own pages for every error, and none that tells of the inside."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(NotTrusted, _not_trusted)
    app.add_exception_handler(OwnFamily, _own_family)
    app.add_exception_handler(SignInFirst, _sign_in)


def refused(request: Request, status: HTTPStatus) -> Response:
    """The answer to a write that is not from here, or is too large."""
    reason = "origin" if status is HTTPStatus.FORBIDDEN else str(status.value)
    return respond(request, "error.html", status=status, reason=reason, error_id="")


def _http(request: Request, error: Exception) -> Response:
    status = HTTPStatus(error.status_code) if isinstance(error, HTTPException) else None
    shown = status or HTTPStatus.INTERNAL_SERVER_ERROR
    return respond(request, "error.html", status=shown, reason=str(shown.value), error_id="")


def _unreadable(request: Request, _: Exception) -> Response:
    return respond(request, "error.html", status=HTTPStatus.BAD_REQUEST, reason="400", error_id="")


def _not_trusted(request: Request, _: Exception) -> Response:
    return respond(
        request,
        "error.html",
        status=HTTPStatus.FORBIDDEN,
        reason="network",
        error_id="",
        address=address_of(request),
    )


def _own_family(request: Request, _: Exception) -> Response:
    note_denied(request, "own_family")
    return respond(request, "error.html", status=HTTPStatus.FORBIDDEN, reason="family", error_id="")


def _sign_in(_: Request, error: Exception) -> Response:
    back = error.back if isinstance(error, SignInFirst) and error.back != "/" else ""
    return RedirectResponse(link("/login", back=back), status_code=HTTPStatus.SEE_OTHER)


def fault(request: Request, error: Exception) -> Response:
    """A page with an id; the log has the id, what failed and where, and no content (invariant 11).

    The error's own message is left out: it may quote what somebody wrote.
    """
    error_id = uuid.uuid4().hex[:8]
    places = [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    kind = type(error).__name__
    log.error("fault", extra={"error_id": error_id, "fault": kind, "places": places[-12:]})
    return respond(
        request,
        "error.html",
        status=HTTPStatus.INTERNAL_SERVER_ERROR,
        reason="500",
        error_id=error_id,
    )
