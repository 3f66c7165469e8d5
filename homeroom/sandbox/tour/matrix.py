"""A person of the demo at a Matrix client, by the client-server API."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import httpx

from homeroom.errors import HomeroomError

T = TypeVar("T")
WAITS_SECONDS = 20.0


def eventually(what: str, look: Callable[[], T | None], seconds: float = WAITS_SECONDS) -> T:
    """Look until there is something; `HomeroomError` names what did not happen in time."""
    deadline = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > deadline:
            raise HomeroomError(f"{what}: did not happen within {seconds:.0f} s")
        time.sleep(0.2)


class Somebody:
    """One account, signed in; `address` is the loopback address its requests come from."""

    def __init__(self, homeserver: str, account: dict[str, Any], address: str = "127.0.0.1"):
        self.account = account
        self._since = ""
        transport = httpx.HTTPTransport(local_address=address)
        self._http = httpx.Client(base_url=homeserver, transport=transport, timeout=30)

    @property
    def user_id(self) -> str:
        return str(self.account["user_id"])

    @property
    def name(self) -> str:
        return str(self.account["name"])

    def sign_in(self) -> httpx.Response:
        """Sign in with the account's password; what is sent later carries the token."""
        answer = self._http.post(
            "/_matrix/client/v3/login",
            json={
                "type": "m.login.password",
                "identifier": {"type": "m.id.user", "user": self.user_id},
                "password": self.account["password"],
            },
        )
        if answer.is_success:
            self.use(answer.json()["access_token"])
        return answer

    def use(self, token: str) -> None:
        """Send this access token from now on."""
        self._http.headers["Authorization"] = f"Bearer {token}"

    @property
    def token(self) -> str:
        return self._http.headers["Authorization"].removeprefix("Bearer ")

    def call(self, method: str, path: str, content: Any = None) -> httpx.Response:
        return self._http.request(method, f"/_matrix/client/v3{path}", json=content)

    def send(self, room_id: str, body: str) -> httpx.Response:
        content = {"msgtype": "m.text", "body": body}
        path = f"/rooms/{room_id}/send/m.room.message/{uuid.uuid4().hex}"
        return self.call("PUT", path, content)

    def rooms(self) -> list[str]:
        joined: list[str] = self.call("GET", "/joined_rooms").json()["joined_rooms"]
        return joined

    def invitations(self) -> list[str]:
        """The rooms to which somebody invited this person since the last look.

        By increments, as clients do: the homeserver keeps the answer to a first sync for a while.
        """
        since = f"&since={self._since}" if self._since else ""
        synced = self.call("GET", f"/sync?timeout=0{since}").json()
        self._since = synced["next_batch"]
        return list(synced.get("rooms", {}).get("invite", {}))

    def join(self, room_id: str) -> httpx.Response:
        return self.call("POST", f"/join/{room_id}", {})

    def messages(self, room_id: str) -> list[dict[str, Any]]:
        """The newest hundred events of a room, newest first."""
        answer = self.call("GET", f"/rooms/{room_id}/messages?dir=b&limit=100")
        chunk: list[dict[str, Any]] = answer.json().get("chunk", [])
        return chunk

    def reads(self, room_id: str, body: str) -> dict[str, Any] | None:
        """The message with this body, if it has arrived."""
        for event in self.messages(room_id):
            if event["content"].get("body") == body:
                return event
        return None

    def reads_anywhere(self, body: str) -> str | None:
        """The room in which a message with this body has arrived."""
        return next((room for room in self.rooms() if self.reads(room, body)), None)

    def close(self) -> None:
        self._http.close()


def notices(person: Somebody) -> Iterator[str]:
    """What the system account has told this person."""
    for room in person.rooms():
        for event in person.messages(room):
            if event["content"].get("msgtype") == "m.notice":
                yield event["content"]["body"]
