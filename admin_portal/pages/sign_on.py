"""Signing in by the district's sign-on: through the homeserver, which knows whose account it is.

The browser goes to the homeserver, from there to the district's provider, and comes back with a
login token (Matrix client-server API, "SSO client login"), which the homeserver changes into a user
id. Only the browser that began here may come back.
"""

from __future__ import annotations

import secrets
from hmac import compare_digest
from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote, unquote, urlencode

from fastapi import APIRouter, HTTPException
from fastapi.responses import RedirectResponse, Response

from admin_portal.auth import Permission
from admin_portal.entering import enter, give, local
from admin_portal.page import Page, needs
from admin_portal.pages.sign_in import PROBLEMS, form_page

router = APIRouter(prefix="/login")
COOKIE = "homeroom_sign_on"
SECONDS = 600
REDIRECT = "/_matrix/client/v3/login/sso/redirect"


@router.get("/with/{provider}")
def begin(
    page: Annotated[Page, needs(Permission.SIGN_IN)], provider: str, back: str = ""
) -> Response:
    """Send the browser to the homeserver; a cookie says that it was this one."""
    config = page.portal.config
    if provider not in config.sign_on.providers:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    state = secrets.token_urlsafe(24)
    returns = f"{config.public_portal}/login/return?{urlencode({'state': state})}"
    where = f"{config.public_homeserver}{REDIRECT}/{quote(provider, safe='')}"
    response = RedirectResponse(
        f"{where}?{urlencode({'redirectUrl': returns})}", status_code=HTTPStatus.SEE_OTHER
    )
    response.set_cookie(
        COOKIE,
        f"{state}:{quote(local(back), safe='')}",
        max_age=SECONDS,
        path="/login",
        secure=page.portal.secure(page.request.url.scheme),
        httponly=True,
        samesite="lax",  # it must come along when the provider sends the browser back
    )
    return response


@router.get("/return")
def returned(
    page: Annotated[Page, needs(Permission.SIGN_IN)],
    state: str = "",
    loginToken: str = "",  # noqa: N803 - the protocol's name, and no secret
) -> Response:
    """Begin a session for whoever the homeserver says it is, if they began here."""
    begun, _, back = page.request.cookies.get(COOKIE, "").partition(":")
    if not begun or not compare_digest(begun.encode(), state.encode()):
        return _refuse(page, "elsewhere", HTTPStatus.FORBIDDEN)
    answer = page.portal.homeserver.redeem(loginToken, page.address)
    if answer.outcome in ("wrong", "busy"):
        return _refuse(page, "elsewhere")
    if answer.outcome != "right":
        return _refuse(page, answer.outcome, HTTPStatus.FORBIDDEN)
    with page.database() as connection:
        token, why = enter(page, connection, answer.user_id)
    if why is not None:
        return _refuse(page, why, HTTPStatus.FORBIDDEN)
    # A redirect from elsewhere would not carry the session, which is for this site's own steps.
    response = page.show("signed_in.html", next=local(unquote(back)) or "/")
    give(page, response, token)
    response.delete_cookie(COOKIE, path="/login")
    return response


def _refuse(page: Page, why: str, status: HTTPStatus = HTTPStatus.UNAUTHORIZED) -> Response:
    return form_page(page, {}, problem=PROBLEMS[why], status=status)
