"""Signing in with a homeserver account, and out."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import StringConstraints

from admin_portal import attempts, sessions
from admin_portal.auth import Permission
from admin_portal.entering import enter, give, local
from admin_portal.forms import Fields, FilledText, Form, Read, ShortText, read
from admin_portal.homeserver import Answer, account_name
from admin_portal.language import mark
from admin_portal.page import Page, needs

router = APIRouter()

PROBLEMS = {
    "wrong": mark("The user name or the password is not right. Check both and try again."),
    "busy": mark("Too many attempts. Wait 15 minutes, then try again, or ask your IT staff."),
    "unreachable": mark("The homeserver does not answer. Try again in a minute, or tell IT."),
    "unknown": mark(
        "This account belongs to nobody active in the district's roster. Ask the office to check "
        "the roster."
    ),
    "elsewhere": mark("This sign-in took too long, or did not begin here. Sign in once more."),
    "network": mark(
        "This network is not trusted for your role. Use a district computer or network."
    ),
}
STATUS = {
    "wrong": HTTPStatus.UNAUTHORIZED,
    "busy": HTTPStatus.TOO_MANY_REQUESTS,
    "unreachable": HTTPStatus.SERVICE_UNAVAILABLE,
}


class SignIn(Form):
    """The sign-in form."""

    account: FilledText
    password: Annotated[
        str, StringConstraints(min_length=1, max_length=512, strip_whitespace=False)
    ]
    back: ShortText = ""


@router.get("/login")
def ask(page: Annotated[Page, needs(Permission.SIGN_IN)], back: str = "") -> Response:
    """The sign-in form; who is signed in already goes on."""
    if page.user is not None:
        return page.go("/")
    return _form(page, read(SignIn, {"back": local(back)}), sent=False)


@router.post("/login")
def sign_in(page: Annotated[Page, needs(Permission.SIGN_IN)], fields: Fields) -> Response:
    """Check the password with the homeserver, the person with the roster, then begin a session."""
    form = read(SignIn, fields)
    if form.value is None:
        return _form(page, form)
    account = account_name(form.value.account, page.portal.config.server_name)
    with page.database() as connection:
        attempt = attempts.begin(connection, page.address, account, page.now, page.portal.limits)
    if attempt is None:
        return _refuse(page, form, "busy")
    answer = page.portal.homeserver.check(form.value.account, form.value.password, page.address)
    if answer.outcome != "right":
        return _refuse(page, form, answer.outcome)
    return _begin(page, form, answer, attempt)


@router.post("/logout")
def sign_out(page: Annotated[Page, needs(Permission.SIGNED_IN)]) -> RedirectResponse:
    """End the session on the server, then in the browser."""
    scheme = page.request.url.scheme
    cookie = page.portal.session_cookie(scheme)
    with page.database() as connection:
        sessions.end(connection, page.request.cookies.get(cookie, ""))
        page.note(connection, "sign_out", "")
    response = page.go("/login", done="signed_out")
    response.delete_cookie(cookie, secure=page.portal.secure(scheme), httponly=True)
    return response


def _begin(page: Page, form: Read[SignIn], answer: Answer, attempt: int) -> Response:
    with page.database() as connection:
        attempts.succeeded(connection, attempt)
        token, why = enter(page, connection, answer.user_id)
    if why is not None:
        return _refuse(page, form, why)
    response = page.go(local(form.value.back if form.value else "") or "/")
    give(page, response, token)
    return response


def _refuse(page: Page, form: Read[SignIn], why: str) -> HTMLResponse:
    return _form(page, form, problem=PROBLEMS[why], status=STATUS.get(why, HTTPStatus.FORBIDDEN))


def _form(
    page: Page,
    form: Read[SignIn],
    *,
    problem: str = "",
    sent: bool = True,
    status: HTTPStatus = HTTPStatus.OK,
) -> HTMLResponse:
    problems = form.problems if sent else {}
    shown = HTTPStatus.BAD_REQUEST if problems else status
    given = {name: value for name, value in form.given.items() if name != "password"}
    return form_page(page, given, problems=problems, problem=problem, status=shown)


def form_page(
    page: Page,
    given: Mapping[str, str],
    *,
    problems: Mapping[str, str] | None = None,
    problem: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> HTMLResponse:
    """The ways to sign in that the district has, with what went wrong."""
    config = page.portal.config
    return page.show(
        "sign_in.html",
        status=status,
        given=given,
        problems=problems or {},
        problem=problem,
        providers=config.sign_on.providers,
        passwords=config.sandbox or config.sign_on.passwords,
    )
