"""What holds for every request and every answer, before any page is asked.

- A write comes from a page of this portal: `Sec-Fetch-Site`, else `Origin`, must say so.
- A body has an upper limit.
- Every answer carries the security headers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
BODY_LIMIT = 1_000_000

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def from_here(headers: Mapping[str, str]) -> bool:
    """Does a write come from a page of this portal?

    A browser that sends `Sec-Fetch-Site` sends `Origin: null` beside it, because our pages
    are `no-referrer`; one that does not must send our own origin. Neither: refused.
    """
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    ours = origin is not None and _host(origin) == headers.get("host", "").lower() != ""
    if site is None:
        return ours
    return site == "same-origin" and (origin in (None, "null") or ours)


def _host(origin: str) -> str:
    try:
        parts = urlsplit(origin.lower())
    except ValueError:
        return ""
    return parts.netloc if parts.scheme in ("http", "https") else ""


class Boundary:
    """ASGI middleware that applies this file's rules around the application."""

    def __init__(
        self,
        app: ASGIApp,
        refuse: Callable[[Request, HTTPStatus], Response],
        fault: Callable[[Request, Exception], Response],
    ) -> None:
        self._app = app
        self._refuse = refuse
        self._fault = fault

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse or pass on one request; add the headers to its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = self._app
        if refusal := _refusal(scope["method"], Headers(scope=scope)):
            answer = self._refuse(Request(scope), refusal)
        sender = _Sender(send)
        try:
            await answer(scope, _limited(receive), sender)
        except Exception as error:
            page = self._fault(Request(scope), error)
            if sender.started:
                raise ConnectionAbortedError("an answer broke off") from None
            await page(scope, receive, sender)


def _refusal(method: str, headers: Headers) -> HTTPStatus | None:
    if method not in SAFE_METHODS and not from_here(headers):
        return HTTPStatus.FORBIDDEN
    length = headers.get("content-length", "0")
    if not length.isdigit() or int(length) > BODY_LIMIT:
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    return None


def _limited(receive: Receive) -> Receive:
    """The body up to the limit, for a request that does not say its length."""
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > BODY_LIMIT:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return message

    return limited


class _Sender:
    """Sends an answer with the security headers, and knows whether it has begun."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            headers = MutableHeaders(scope=message)
            for name, value in SECURITY_HEADERS.items():
                headers[name] = value
            headers.setdefault("Cache-Control", "no-store")
        await self._send(message)
