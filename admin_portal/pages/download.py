"""Where a requester takes what was released to them: no account, a link and a passcode, once.

Anybody may open it, from any network: whoever asks for records is at home, and often has nothing to
do with the school. It names no student. Looking changes nothing, so that a mail program that opens
links to show what is behind them uses none up; a form is sent to download.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from typing import Annotated

import anyio
from anyio.to_thread import run_sync
from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from admin_portal import attempts, zipped
from admin_portal.auth import Permission
from admin_portal.forms import Fields, FilledText, Form, read
from admin_portal.language import mark
from admin_portal.page import Page, needs
from admin_portal.statements import came_later
from homeroom.disclosure import keeping, links, productions
from homeroom.disclosure.links import Link, Outcome, Taken
from homeroom.disclosure.productions import Production

router = APIRouter(prefix="/download")

WRONG = mark("This is not the passcode. Look at it again: 8 digits.")
BUSY = mark("Too many attempts. Wait 15 minutes, then try again.")
WITHHELD = mark("It cannot be handed over at the moment. Ask the office that sent you the link.")


class Passcode(Form):
    """What the requester was told by another way."""

    passcode: FilledText


@router.get("/{token}")
def look(page: Annotated[Page, needs(Permission.WITH_LINK)], token: str) -> HTMLResponse:
    """What will be handed over, and for how long; nothing is used up."""
    with page.database() as connection:
        link = links.look(connection, token, address=page.address)
    return _shown(page, link)


@router.post("/{token}")
def take(
    page: Annotated[Page, needs(Permission.WITH_LINK)], token: str, fields: Fields
) -> Response:
    """Hand it over, once."""
    form = read(Passcode, fields)
    passcode = form.value.passcode if form.value else ""
    limits, account = page.portal.limits, f"download:{links.digest(token).hex()}"
    with page.database() as connection:
        attempt = attempts.begin(connection, page.address, account, page.now, limits)
    if attempt is None:
        return _refused(page, token, BUSY, HTTPStatus.TOO_MANY_REQUESTS)
    with page.database() as connection:
        taken = links.take(connection, token, passcode, address=page.address, today=page.today)
        if taken is not None and taken.outcome == "begun":
            attempts.succeeded(connection, attempt)
    if taken is None or taken.production is None:
        return _not_taken(page, token, taken)
    return _handed(page, taken.link, taken.production)


class Handed(StreamingResponse):
    """A zip file on its way; `ended` is told whether all of it was sent."""

    def __init__(
        self, pieces: Iterable[bytes], name: str, ended: Callable[[Outcome], None]
    ) -> None:
        self._whole, self._ended = False, ended
        super().__init__(
            self._watched(pieces),
            media_type="application/zip",
            headers={"Content-Disposition": f'attachment; filename="{name}.zip"'},
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it; whatever happens meanwhile, how it ended is told."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            with anyio.CancelScope(shield=True):
                await run_sync(self._ended, "sent" if self._whole else "broken_off")

    def _watched(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        yield from pieces
        self._whole = True


def _handed(page: Page, link: Link, made: Production) -> Handed:
    name = f"{made.request}-{made.number}"

    def ended(outcome: Outcome) -> None:
        with page.database() as connection:
            links.note(connection, link, outcome, page.address)

    files = keeping.files(page.portal.config, made)
    return Handed(zipped.stream(files, name, came_later(page, made)), name, ended)


def _not_taken(page: Page, token: str, taken: Taken | None) -> HTMLResponse:
    if taken is not None and taken.outcome == "wrong":
        return _refused(page, token, WRONG, HTTPStatus.FORBIDDEN)
    if taken is not None and taken.outcome == "withheld":
        return _shown(page, taken.link, problem=WITHHELD, status=HTTPStatus.CONFLICT)
    return _shown(page, taken.link if taken else None)


def _refused(page: Page, token: str, problem: str, status: HTTPStatus) -> HTMLResponse:
    with page.database() as connection:
        link = links.look(connection, token, address=page.address)
    return _shown(page, link, problem=problem, status=status)


def _shown(
    page: Page, link: Link | None, *, problem: str = "", status: HTTPStatus = HTTPStatus.OK
) -> HTMLResponse:
    """The page of a link: with a form where it is open, else with what to do instead."""
    state = link.state if link else "unknown"
    made = None
    if link is not None and state == "open":
        with page.database() as connection:
            made = productions.progress(connection, link.production)
    else:
        status = HTTPStatus.NOT_FOUND if link is None else HTTPStatus.GONE
    answer = page.show(
        "download/page.html",
        status=status,
        shown=link,
        state=state,
        problem=problem,
        made=made,
        left=links.MOST_WRONG - link.wrong if link else 0,
        megabytes=_megabytes(made) if made else 0,
        office=page.portal.config.portal.office,
    )
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _megabytes(made: Production) -> int:
    """How large it is, at most, rounded up."""
    return keeping.size(made) // 1_000_000 + 1
