"""A write comes from our own pages, a body has a limit, and every answer has the headers."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Message, Receive, Scope, Send

from admin_portal.boundary import BODY_LIMIT, Boundary, from_here

HERE = {"host": "portal.example:8009"}


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        # A browser of today: it says where the write comes from; Origin is null by our policy.
        ({"sec-fetch-site": "same-origin", "origin": "null"}, True),
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "same-origin", "origin": "http://portal.example:8009"}, True),
        ({"sec-fetch-site": "cross-site", "origin": "http://portal.example:8009"}, False),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "none"}, False),
        # Contradictory: never by a browser.
        ({"sec-fetch-site": "same-origin", "origin": "https://evil.example"}, False),
        # An older browser.
        ({"origin": "http://portal.example:8009"}, True),
        ({"origin": "https://portal.example:8009"}, True),
        ({"origin": "http://portal.example"}, False),
        ({"origin": "http://portal.example:8009.evil.example"}, False),
        ({"origin": "null"}, False),
        ({"origin": "file://portal.example:8009"}, False),
        ({"origin": "http://[bad"}, False),
        # Neither is said: refused.
        ({}, False),
        ({"referer": "http://portal.example:8009/"}, False),
    ],
)
def test_from_here(headers: dict[str, str], ours: bool) -> None:
    assert from_here({**HERE, **headers}) is ours


def test_without_a_host_nothing_is_ours() -> None:
    assert not from_here({"origin": "http://"})


async def reach(
    method: str, headers: dict[str, str], *bodies: bytes
) -> tuple[int, dict[str, str], bool]:
    """Status and headers that come back, and whether the application was asked."""
    asked = False

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal asked
        asked = True
        await Request(scope, receive).body()
        await PlainTextResponse("done")(scope, receive, send)

    def refuse(_: Request, status: HTTPStatus) -> Response:
        return PlainTextResponse("refused", status_code=status)

    def fault(_: Request, error: Exception) -> Response:
        return PlainTextResponse("fault", status_code=getattr(error, "status_code", 500))

    waiting = [{"type": "http.request", "body": b, "more_body": True} for b in bodies]
    waiting.append({"type": "http.request", "body": b"", "more_body": False})
    sent: list[Message] = []

    async def receive() -> Message:
        return waiting.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    raw = [(name.encode(), value.encode()) for name, value in {**HERE, **headers}.items()]
    scope = {"type": "http", "method": method, "path": "/", "headers": raw, "query_string": b""}
    await Boundary(app, refuse, fault)(scope, receive, send)
    found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], found, asked


SAME = {"sec-fetch-site": "same-origin"}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
async def test_a_foreign_write_never_reaches_the_application(method: str) -> None:
    status, _, asked = await reach(method, {"sec-fetch-site": "cross-site"})
    assert (status, asked) == (403, False)
    status, _, asked = await reach(method, SAME)
    assert (status, asked) == (200, True)


async def test_a_foreign_read_does() -> None:
    status, _, asked = await reach("GET", {"sec-fetch-site": "cross-site"})
    assert (status, asked) == (200, True)


async def test_a_large_body_is_refused_by_its_length() -> None:
    status, _, asked = await reach("POST", {**SAME, "content-length": str(BODY_LIMIT + 1)})
    assert (status, asked) == (413, False)


async def test_a_large_body_without_a_length_is_stopped_while_it_comes() -> None:
    half = b"x" * (BODY_LIMIT // 2 + 1)
    status, _, _ = await reach("POST", SAME, half, half)
    assert status == 413


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_every_answer_has_the_security_headers(method: str) -> None:
    _, headers, _ = await reach(method, {})
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
