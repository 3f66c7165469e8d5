"""The connection to the homeserver with the provisioning service's rights, and its accounts."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from functools import cached_property
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import httpx

from homeroom.config import HomeroomConfig
from homeroom.errors import HomeroomError
from homeroom.registry.matrix import SYSTEM_ACCOUNT

CLIENT = "/_matrix/client/v3"
PROVISIONER = SYSTEM_ACCOUNT
"""The localpart of the district's own account, which makes rooms and sends notices."""
REGISTER = "/_synapse/admin/v1/register"


def _rooms_alone() -> str:
    """The filter of a sync that asks for no event (Matrix specification, Filtering).

    No two are alike: Synapse keeps the answer to a first sync for two minutes.
    """
    nothing: dict[str, Any] = {"types": []}
    timeline = nothing | {"limit": 1 + secrets.randbelow(10**9)}
    inside = {"timeline": timeline, "state": nothing, "ephemeral": nothing, "account_data": nothing}
    return json.dumps({"presence": nothing, "account_data": nothing, "room": inside})


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The rooms (ids) that an account is in, and those it has an invitation to."""

    joined: frozenset[str] = frozenset()
    invited: frozenset[str] = frozenset()

    @property
    def every(self) -> frozenset[str]:
        return self.joined | self.invited


class RefusedError(HomeroomError):
    """The homeserver said no; `code` is its Matrix error code."""

    def __init__(self, doing: str, status: int, code: str, reason: str) -> None:
        super().__init__(f"The homeserver would not {doing}: {reason or code} ({status})")
        self.status, self.code = status, code


def password_of(config: HomeroomConfig, user_id: str) -> str:
    """A demo account's password: made from a secret of the folder, so it need not be stored."""
    key = config.secret("registration_shared_secret").encode()
    made = hmac.new(key, f"homeroom/password/{user_id}".encode(), hashlib.sha256).digest()
    return base64.b32encode(made[:10]).decode().lower()


def _localpart(user_id: str) -> str:
    return user_id[1:].partition(":")[0]


class Homeserver:
    """A connection to Synapse with the provisioning service's rights; close it by `with`."""

    def __init__(self, config: HomeroomConfig) -> None:
        self._config = config
        token = config.secret("provisioning_as_token")
        self._http = httpx.Client(
            base_url=config.homeserver,
            headers={"Authorization": f"Bearer {token}"},
            timeout=30,
            trust_env=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.close()

    @property
    def server_name(self) -> str:
        """The part of the district's user ids after the colon."""
        return self._config.server_name

    @cached_property
    def user_id(self) -> str:
        """The service's own account: it makes the rooms and stays in them."""
        return str(self.call("say who we are", "GET", f"{CLIENT}/account/whoami")["user_id"])

    def register(self, user_id: str, name: str, *, password: str | None = None) -> bool:
        """Make an account with a password; False where it exists, and stays as it is."""
        localpart = _localpart(user_id)
        password = password or password_of(self._config, user_id)
        nonce = self.call("make an account", "GET", REGISTER)["nonce"]
        proof = hmac.new(
            self._config.secret("registration_shared_secret").encode(),
            b"\x00".join((nonce.encode(), localpart.encode(), password.encode(), b"notadmin")),
            hashlib.sha1,
        )
        body = {
            "nonce": nonce,
            "username": localpart,
            "password": password,
            "displayname": name,
            "admin": False,
            "mac": proof.hexdigest(),
        }
        try:
            self.call(f"make the account {user_id}", "POST", REGISTER, json=body)
        except RefusedError as error:
            if error.code != "M_USER_IN_USE":
                raise
            return False
        return True

    def ensure_account(self, user_id: str, name: str) -> None:
        """Make an account without a password, under this name; one that exists stays as it is."""
        body = {
            "type": "m.login.application_service",
            "username": _localpart(user_id),
            "inhibit_login": True,
        }
        try:
            self.call(f"make the account {user_id}", "POST", f"{CLIENT}/register", json=body)
        except RefusedError as error:
            if error.code != "M_USER_IN_USE":
                raise
        else:
            self.name(user_id, name)

    def name(self, user_id: str, name: str) -> None:
        """Give one of the district's accounts its display name."""
        self.call(
            f"name {user_id}",
            "PUT",
            f"{CLIENT}/profile/{quote(user_id)}/displayname",
            params={"user_id": user_id},
            json={"displayname": name},
        )

    def create_room(self, request: dict[str, Any]) -> str:
        """Make a room as the service's own user, and return its id."""
        made = self.call(
            f"make the room {request['name']!r}", "POST", f"{CLIENT}/createRoom", json=request
        )
        return str(made["room_id"])

    def members(self, room_id: str) -> set[str]:
        """Who has joined a room that the service's user is in."""
        path = f"{CLIENT}/rooms/{quote(room_id)}/joined_members"
        return set(self.call("list a room's members", "GET", path)["joined"])

    def join(self, room_id: str, user_id: str) -> None:
        """Accept an invitation for one of the district's accounts."""
        path = f"{CLIENT}/rooms/{quote(room_id)}/join"
        self.call(f"let {user_id} join", "POST", path, params={"user_id": user_id}, json={})

    def rooms_of(self, user_id: str) -> set[str]:
        """The rooms that one of the district's accounts, a ghost's too, has joined."""
        found = self.call(
            "list an account's rooms",
            "GET",
            f"{CLIENT}/joined_rooms",
            params={"user_id": user_id},
        )
        return set(found["joined_rooms"])

    def places_of(self, user_id: str) -> Places:
        """Where one of the district's accounts is, and where it is asked to come in."""
        query = {"user_id": user_id, "timeout": "0", "filter": _rooms_alone()}
        answer = self.call("list invitations", "GET", f"{CLIENT}/sync", params=query)
        invited = frozenset(answer.get("rooms", {}).get("invite", ()))
        # Such a sync leaves out the joined rooms, for nothing of them was asked for.
        return Places(joined=frozenset(self.rooms_of(user_id)), invited=invited)

    def members_as(self, user_id: str, room_id: str) -> set[str]:
        """Who has joined a room, as one of them sees it."""
        path = f"{CLIENT}/rooms/{quote(room_id)}/joined_members"
        found = self.call("list a room's members", "GET", path, params={"user_id": user_id})
        return set(found["joined"])

    def leave(self, user_id: str, room_id: str) -> None:
        """Have one of the district's accounts leave, or decline an invitation.

        They leave by themselves: it needs no power in the room, and tells nobody who decided it.
        """
        path = f"{CLIENT}/rooms/{quote(room_id)}/leave"
        self.call("let an account leave", "POST", path, params={"user_id": user_id}, json={})

    def room_named(self, alias: str) -> str | None:
        """The room with this alias (its localpart), if there is one."""
        full = quote(f"#{alias}:{self._config.server_name}")
        try:
            found = self.call("find a room", "GET", f"{CLIENT}/directory/room/{full}")
        except RefusedError as error:
            if error.status != 404:
                raise
            return None
        return str(found["room_id"])

    def send(self, room_id: str, content: dict[str, Any], transaction: str) -> None:
        """Send a message as the service's own user; the same transaction is sent once."""
        path = f"{CLIENT}/rooms/{quote(room_id)}/send/m.room.message/{quote(transaction)}"
        self.call("send a notice", "PUT", path, json=content)

    def call(self, doing: str, method: str, path: str, **arguments: Any) -> dict[str, Any]:
        """A request that answers with an object; `doing` says in an error what was asked for."""
        answer = self._answer(doing, method, path, **arguments)
        return answer if isinstance(answer, dict) else {}

    def call_for_list(
        self, doing: str, method: str, path: str, **arguments: Any
    ) -> list[dict[str, Any]]:
        """A request that answers with a list of objects."""
        answer = self._answer(doing, method, path, **arguments)
        return answer if isinstance(answer, list) else []

    def _answer(self, doing: str, method: str, path: str, **arguments: Any) -> Any:
        try:
            response = self._http.request(method, path, **arguments)
        except httpx.HTTPError as error:
            raise HomeroomError(
                f"The homeserver did not answer while it was asked to {doing}: "
                f"{type(error).__name__}"
            ) from None
        body = response.json() if response.content else {}
        if response.is_error:
            code, reason = str(body.get("errcode", "")), str(body.get("error", ""))
            raise RefusedError(doing, response.status_code, code, reason)
        return body
