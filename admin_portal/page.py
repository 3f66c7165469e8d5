"""What a handler is given: who asks, in which language, and the means to answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import Any

from fastapi import Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy import Connection, Engine

from admin_portal import audit, sessions
from admin_portal.attempts import Limits
from admin_portal.auth import ANYWHERE, Permission, allows
from admin_portal.boundary import SAFE_METHODS
from admin_portal.homeserver import Homeserver
from admin_portal.language import COOKIE as LANGUAGE_COOKIE
from admin_portal.language import LANGUAGES, Language, choose
from admin_portal.production import Producer
from admin_portal.reach import policy_in_force, reaches
from admin_portal.register import Register
from admin_portal.render import link, render
from admin_portal.sessions import User
from homeroom.config import HomeroomConfig
from homeroom.disclosure.due import Clocks
from homeroom.policy.addresses import client_address
from homeroom.policy.policy import Hours


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """What all requests share."""

    config: HomeroomConfig
    engine: Engine
    homeserver: Homeserver
    limits: Limits
    producer: Producer
    register: Register
    clocks: Clocks
    """By when requests are answered; read once, so that a faulty file is told at the start."""

    def session_cookie(self, scheme: str) -> str:
        """`__Host-` keeps other hosts and paths out, and needs https; the sandbox has none."""
        return "__Host-homeroom" if self.secure(scheme) else "homeroom"

    def secure(self, scheme: str) -> bool:
        """Is the cookie for https alone? Always, but in a sandbox reached over http."""
        return not self.config.sandbox or scheme == "https"


class NotTrusted(Exception):  # noqa: N818 - an answer, not a fault
    """The client's address is not in a network that the district trusts for this person."""


class OwnFamily(Exception):  # noqa: N818 - an answer, not a fault
    """What was asked for is about the user, or a student of their own family."""


class SignInFirst(Exception):  # noqa: N818 - an answer, not a fault
    """Nobody is signed in; `back` is where they wanted to go."""

    def __init__(self, back: str) -> None:
        super().__init__(back)
        self.back = back


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One request that was let in, and the answer to it."""

    request: Request
    portal: Portal
    user: User | None
    now: datetime
    hours: Hours
    """The district's: all that is dated counts in its days."""

    @property
    def today(self) -> date:
        return self.hours.day(self.now)

    @property
    def language(self) -> Language:
        return language_of(self.request)

    @property
    def address(self) -> str:
        return address_of(self.request)

    @property
    def by(self) -> str:
        """The user id that decisions are recorded with."""
        if self.user is None:
            raise LookupError("nobody is signed in on a page that records a decision")
        return self.user.user_id

    @property
    def token(self) -> str:
        """Of the session; empty where nobody is signed in."""
        name = self.portal.session_cookie(self.request.url.scheme)
        return self.request.cookies.get(name, "")

    @contextmanager
    def database(self) -> Iterator[Connection]:
        """One transaction, committed at the end of the block and before the answer."""
        with self.portal.engine.begin() as connection:
            yield connection

    def note(
        self, connection: Connection, act: audit.Act, object_: str, *, by: str = "", **details: Any
    ) -> None:
        """Record who did or saw what; `by` where nobody is signed in yet."""
        audit.note(
            connection,
            audit.Access(
                act=act,
                by=self.user.user_id if self.user else by,
                address=self.address,
                at=self.now,
                object=object_,
                details=details,
            ),
        )

    def show(
        self, template: str, /, *, status: HTTPStatus = HTTPStatus.OK, **context: Any
    ) -> HTMLResponse:
        """Answer with a page."""
        return respond(self.request, template, status=status, **context)

    def go(self, path: str, **query: object) -> RedirectResponse:
        """After a write: on to a page that can be loaded again without writing again."""
        return RedirectResponse(link(path, **query), status_code=HTTPStatus.SEE_OTHER)


def respond(
    request: Request,
    template: str,
    /,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    **context: Any,
) -> HTMLResponse:
    """A page in the language of the request; a language asked for is remembered."""
    language = language_of(request)
    user: User | None = getattr(request.state, "user", None)
    frame = {
        "user": user,
        "may": lambda name: user is not None and allows(Permission(name), user.roles),
        "timezone": getattr(request.state, "timezone", "UTC"),
        "path": request.url.path,
        "query": request.query_params,
        "languages": LANGUAGES,
        "done": request.query_params.get("done", ""),
    }
    response = HTMLResponse(render(language, template, {**frame, **context}), status_code=status)
    if request.query_params.get("lang") in LANGUAGES:
        response.set_cookie(LANGUAGE_COOKIE, language, samesite="strict", httponly=True)
    response.headers["Content-Language"] = language
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response


def note_denied(request: Request, reason: str) -> None:
    """Record that whoever is signed in was turned away, after the request's own transaction."""
    portal: Portal = request.app.state.portal
    user: User = request.state.user
    denied = audit.Access(
        act="denied",
        by=user.user_id,
        address=address_of(request),
        at=datetime.now(UTC),
        object=request.url.path,
        details={"reason": reason},
    )
    with portal.engine.begin() as connection:
        audit.note(connection, denied)


def language_of(request: Request) -> Language:
    """The language of the answer."""
    accepted = request.headers.get("accept-language", "")
    return choose(request.query_params, request.cookies, accepted)


def address_of(request: Request) -> str:
    """Where the client is; a header counts only as far as our own proxies wrote it."""
    portal: Portal = request.app.state.portal
    peer = request.client.host if request.client else ""
    forwarded = request.headers.getlist("x-forwarded-for")
    return client_address(peer, forwarded, portal.config.gateway.trusted_proxies)


def needs(permission: Permission) -> Any:
    """The one dependency of every route: lets in who has the permission, from where it counts."""

    def admit(request: Request) -> Page:
        portal: Portal = request.app.state.portal
        now = datetime.now(UTC)
        with portal.engine.begin() as connection:
            hours = policy_in_force(connection).hours
        page = Page(request=request, portal=portal, user=None, now=now, hours=hours)
        request.state.timezone = hours.timezone
        if permission in ANYWHERE:
            return page
        with page.database() as connection:
            user = _user(connection, page)
            person = user.person if user else None
            changes = request.method not in SAFE_METHODS
            reached = reaches(
                connection, page.address, person, permission, page.now, changes=changes
            )
        request.state.user = user
        admitted = replace(page, user=user)
        if reached and allows(permission, user.roles if user else None):
            return admitted
        raise _turned_away(admitted, permission, reached=reached)

    admit.__dict__["permission"] = permission
    return Depends(admit)


def _user(connection: Connection, page: Page) -> User | None:
    return sessions.resume(connection, page.token, page.now) if page.token else None


def _turned_away(page: Page, permission: Permission, *, reached: bool) -> Exception:
    if reached and page.user is None:
        return SignInFirst(page.request.url.path if page.request.method == "GET" else "/")
    if page.user is not None:
        reason = permission.value if reached else "network"
        with page.database() as connection:
            page.note(connection, "denied", page.request.url.path, reason=reason)
    return HTTPException(HTTPStatus.FORBIDDEN) if reached else NotTrusted()
