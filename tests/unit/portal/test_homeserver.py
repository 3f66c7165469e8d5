"""What the portal says to the homeserver, and how it reads the answer."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from admin_portal.homeserver import Homeserver


@contextmanager
def answering(status: int, content: Any) -> Iterator[tuple[Homeserver, list[str | None]]]:
    """A homeserver that gives this answer, and the addresses that it was told."""
    told: list[str | None] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(self.headers.get("X-Forwarded-For"))
            self.rfile.read(int(self.headers["Content-Length"]))
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    homeserver = Homeserver(f"http://127.0.0.1:{server.server_port}")
    try:
        yield homeserver, told
    finally:
        homeserver.close()
        server.shutdown()
        thread.join()
        server.server_close()


ELSEWHERE = {"district.homeroom.reasons": [{"rule": "trusted_network"}]}
CASES = [
    (200, {"user_id": "@amy:x", "access_token": "t"}, "right"),
    (403, {"errcode": "M_FORBIDDEN"}, "wrong"),
    (403, ELSEWHERE, "network"),
    (403, {"district.homeroom.reasons": [{"rule": "school_accounts"}]}, "wrong"),
    (429, {}, "busy"),
    (500, {}, "unreachable"),
    (403, ["not", "an object"], "wrong"),
]


@pytest.mark.parametrize(("status", "content", "outcome"), CASES)
def test_how_an_answer_is_read(status: int, content: Any, outcome: str) -> None:
    with answering(status, content) as (homeserver, told):
        assert homeserver.check("amy", "password", "198.51.100.7").outcome == outcome
        assert told[0] == "198.51.100.7"
