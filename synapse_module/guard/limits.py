"""What a way that is open takes: each limit is one function, and one line in `LIMITS`.

A check answers whether a request is within the limit; a filter takes from the answer what goes too
far. Where Synapse's own reading of a request would be an error, so is ours.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from synapse.http.servlet import parse_json_object_from_request
from synapse.http.site import SynapseRequest
from synapse.server import HomeServer

from homeroom.registry.seeing import MXC
from homeroom.ways_in.model import Caller, Limit

SMALL_BYTES = 64 * 1024
"""The longest request for what is somebody's own: settings, keys, tags."""
TOLD_NOW = frozenset({b"ts", b"user_id", b"access_token", b"device_id"})
"""The only query of an event; `ts` counts for bridges, and the rules go by the server's clock."""
OUTSIDE = frozenset({"medium", "address", "id_server", "id_access_token", "invite_3pid"})
STATUS = frozenset({"presence", "status_msg"})
OWN_BY_USER = ("device_keys", "master_keys", "self_signing_keys", "user_signing_keys")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request, as a limit sees it."""

    hs: HomeServer
    request: SynapseRequest
    parts: Mapping[str, str]
    """What stands in its path, by name."""
    service: Caller | None

    def body(self) -> Mapping[str, Any]:
        """What was sent, read as Synapse reads it, and left for Synapse to read again."""
        content: Mapping[str, Any] = parse_json_object_from_request(
            self.request, allow_empty_body=True
        )
        if self.request.content is not None:
            self.request.content.seek(0)
        return content


async def now(asked: Asked) -> bool:
    """What is said is said now: nothing that would be sent later, or taken away again."""
    return set(asked.request.args or ()) <= TOLD_NOW


async def no_outside_address(asked: Asked) -> bool:
    """Nobody is invited by an e-mail address or a number."""
    return not OUTSIDE & set(asked.body())


async def no_status_words(asked: Asked) -> bool:
    """Whether somebody is there, and nothing in words."""
    body = asked.body()
    return set(body) <= STATUS and not body.get("status_msg")


async def known_events(asked: Asked) -> bool:
    """An event's id is one, of this room: it could be any words otherwise."""
    named = [asked.parts["event_id"]] if "event_id" in asked.parts else asked.body().values()
    store = asked.hs.get_datastores().main
    for event_id in named:
        if not isinstance(event_id, str):
            continue
        event = await store.get_event(event_id, allow_none=True)
        if event is None or event.room_id != asked.parts["room_id"]:
            return False
    return True


async def push_without_content(asked: Asked) -> bool:
    """Only ids leave; a push can always be ended."""
    body = asked.body()
    data = body.get("data")
    ends = "kind" in body and body["kind"] is None
    plain = isinstance(data, Mapping) and data.get("format") == "event_id_only"
    return ends or (body.get("kind") == "http" and plain)


async def people(asked: Asked) -> bool:
    """Not for a bridge, which is sent what it may have."""
    return asked.service != "bridge"


async def small(asked: Asked) -> bool:
    """Enough for settings and keys, and not for a store of files."""
    content = asked.request.content
    if content is None:
        return True
    length: int = content.seek(0, 2)
    content.seek(0)
    return length <= SMALL_BYTES


async def known_file(asked: Asked) -> bool:
    """A picture is a file that is here, whole; none is one, too."""
    url = asked.body().get("avatar_url", "")
    if not isinstance(url, str):
        return True  # Synapse refuses it
    named = MXC.fullmatch(url)
    if named is None or named[1] != asked.hs.hostname:
        return not url
    found = await asked.hs.get_datastores().main.get_local_media(named[2])
    return found is not None and found.media_length is not None


LIMITS: dict[Limit, Callable[[Asked], Awaitable[bool]]] = {
    "now": now,
    "no_outside_address": no_outside_address,
    "no_status_words": no_status_words,
    "known_events": known_events,
    "push_without_content": push_without_content,
    "people": people,
    "small": small,
    "known_file": known_file,
}


def own_keys(answer: Mapping[str, Any], user_id: str) -> dict[str, Any]:
    """An answer about keys and devices, of the reader's own alone."""
    return {
        key: {user: value for user, value in found.items() if user == user_id}
        if key in OWN_BY_USER
        else found
        for key, found in answer.items()
    }


FILTERS: dict[Limit, Callable[[Mapping[str, Any], str], dict[str, Any]]] = {"own_keys": own_keys}
JUDGED = frozenset[Limit]({"clean_name", "approved"})
"""What the rules say of a content that comes past the rooms."""
