"""The calls to the homeserver that make rooms and their members, as the provisioning service."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import quote

from homeroom.rooms.actual import ActualRoom, Content, actual_room
from homeroom.steward.homeserver import CLIENT, Homeserver, RefusedError

ROOM_ALIAS = "homeroom-room-"
ALIAS_DIGITS = 20


def alias_of(venue: str) -> str:
    """The local part of the hidden alias by which a venue's room is found again."""
    return ROOM_ALIAS + hashlib.sha256(venue.encode()).hexdigest()[:ALIAS_DIGITS]


class RoomCalls:
    """What the steward asks of the homeserver about rooms; each call is one request."""

    def __init__(self, homeserver: Homeserver) -> None:
        self._homeserver = homeserver
        self._call = homeserver.call

    def default_version(self) -> str:
        """The room version that the homeserver makes by itself."""
        answer = self._call("say what it can", "GET", f"{CLIENT}/capabilities")
        return str(answer["capabilities"]["m.room_versions"]["default"])

    def create(self, venue: str, request: dict[str, Any]) -> str:
        """Make the room of a venue and return its id; one that was made before is found."""
        body = request | {"room_alias_name": alias_of(venue)}
        try:
            return self._homeserver.create_room(body)
        except RefusedError as error:
            if error.code != "M_ROOM_IN_USE":
                raise
        return self._made_before(venue) or self._homeserver.create_room(body)

    def _made_before(self, venue: str) -> str | None:
        """The room that has the alias; where it was never finished, the alias is free again."""
        room_id = self._homeserver.room_named(alias_of(venue))
        try:
            if room_id is not None:
                self.state(room_id)
        except RefusedError:
            alias = quote(f"#{alias_of(venue)}:{self._homeserver.server_name}")
            self._call("free a name", "DELETE", f"{CLIENT}/directory/room/{alias}")
            return None
        return room_id

    def state(self, room_id: str) -> ActualRoom:
        """A room as it is; refused where the service's own account is not in it."""
        path = f"{CLIENT}/rooms/{quote(room_id)}/state"
        return actual_room(self._homeserver.call_for_list("show a room", "GET", path))

    def set(self, room_id: str, kind: str, key: str, content: Content) -> None:
        """Send a state event."""
        path = f"{CLIENT}/rooms/{quote(room_id)}/state/{quote(kind)}/{quote(key, safe='')}"
        self._call(f"set {kind}", "PUT", path, json=dict(content))

    def remove(self, room_id: str, account: str) -> None:
        """Turn an account out, or take its invitation back."""
        path = f"{CLIENT}/rooms/{quote(room_id)}/kick"
        self._call(f"remove {account}", "POST", path, json={"user_id": account})

    def invite(self, room_id: str, account: str) -> None:
        path = f"{CLIENT}/rooms/{quote(room_id)}/invite"
        self._call(f"invite {account}", "POST", path, json={"user_id": account})
