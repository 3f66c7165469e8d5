"""The homeserver, as ghosts and the bridge's bot use it: mautrix's intents, with clear outcomes.

Every call either did it, or raises `RefusedError` (the homeserver said no, with its words) or
`UnavailableError` (it may work later).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, TypeVar

import aiohttp
from mautrix.api import Method, Path
from mautrix.appservice import AppService, IntentAPI
from mautrix.errors import MatrixConnectionError, MatrixRequestError
from mautrix.types import (
    ContentURI,
    PaginationDirection,
    RoomCreatePreset,
    RoomID,
    UserID,
)

from bridges.base.model import REMOTE, MediaFile
from homeroom.errors import HomeroomError

T = TypeVar("T")

REFRESH_SECONDS = 5.0
"""How long a refusal may come from a snapshot of the registry that is behind ours."""
BETWEEN_TRIES = 0.4


class RefusedError(Exception):
    """The homeserver refused, in its own words."""

    def __init__(self, reason: str, errcode: str = "") -> None:
        super().__init__(errcode)
        self.reason = reason
        self.errcode = errcode


class UnavailableError(Exception):
    """The homeserver could not be asked, or has no time."""


class Homeserver:
    """What the bridge asks of Synapse. `fresh()` says whether the registry changed just now."""

    def __init__(self, service: AppService, fresh: Callable[[], bool]) -> None:
        self._service = service
        self.fresh = fresh

    @property
    def bot(self) -> UserID:
        return self._service.bot_mxid

    def user_id(self, localpart: str) -> UserID:
        """The user id of an account of the bridge's."""
        return UserID(f"@{localpart}:{self._service.domain}")

    def own(self, user_id: str) -> bool:
        """Whether an account is the bridge's bot or one of its ghosts."""
        prefix = self._service.bot_mxid.removesuffix(f"bot:{self._service.domain}")
        return user_id.startswith(prefix) and user_id.endswith(f":{self._service.domain}")

    async def register_bot(self, stop: asyncio.Event) -> None:
        """Make the bot's account, once the homeserver answers."""
        while not stop.is_set():
            try:
                await _clear(self._service.intent.ensure_registered())
                return
            except RefusedError as error:
                raise HomeroomError(
                    f"The homeserver does not take the bridge ({error.reason}): name its "
                    "registration.yaml in app_service_config_files, and start both again."
                ) from None
            except UnavailableError:
                await asyncio.sleep(BETWEEN_TRIES)

    async def say(
        self, who: UserID, room_id: str, event_type: str, content: dict[str, Any], transaction: str
    ) -> str:
        """Send an event; the same transaction id never sends twice to one running Synapse."""
        path = Path.v3.rooms[RoomID(room_id)].send[event_type][transaction]
        api = self._intent(who).api

        async def send() -> str:
            return str((await api.request(Method.PUT, path, dict(content)))["event_id"])

        return await self._patient(send)

    async def said(self, who: UserID, room_id: str, remote_id: str, since: datetime) -> str | None:
        """The event in which `who` already said a remote message, looking back to `since`."""
        start: str | None = None
        while True:
            query = {"dir": PaginationDirection.BACKWARD.value, "limit": "100"}
            path = Path.v3.rooms[RoomID(room_id)].messages
            page = await _clear(
                self._intent(who).api.request(
                    Method.GET, path, query_params=query | ({"from": start} if start else {})
                )
            )
            for event in page.get("chunk", []):
                mark = event.get("content", {}).get(REMOTE)
                if isinstance(mark, dict) and mark.get("id") == remote_id:
                    return str(event["event_id"])
                if event.get("origin_server_ts", 0) < since.timestamp() * 1000:
                    return None
            start = page.get("end")
            if not start or not page.get("chunk"):
                return None

    async def make_room(self, name: str, creation: dict[str, Any]) -> str:
        """Make a private room as the bot; nobody is invited yet."""
        intent = self._intent(self.bot)
        return str(
            await _clear(
                intent.create_room(
                    name=name, preset=RoomCreatePreset.PRIVATE, creation_content=dict(creation)
                )
            )
        )

    async def made_room(self, key: str, value: str, known: set[str]) -> str | None:
        """A room of the bot's whose create event has this mark, outside of `known`."""
        intent = self._intent(self.bot)
        for room_id in await _clear(intent.get_joined_rooms()):
            if room_id in known:
                continue
            path = Path.v3.rooms[room_id].state["m.room.create"][""]
            content = await _clear(intent.api.request(Method.GET, path))
            if content.get(key) == value:
                return str(room_id)
        return None

    async def join(self, who: UserID, room_id: str) -> None:
        """Bring a ghost into a room: invited by the bot, and joined."""
        await self.invite(UserID(who), room_id)
        intent = self._intent(who)
        await self._patient(lambda: intent.join_room_by_id(RoomID(room_id)))

    async def invite(self, who: str, room_id: str) -> None:
        """Invite somebody; nothing where they are invited or there already."""
        intent = self._intent(self.bot)
        await _clear(intent.ensure_registered())
        if who != self.bot and self.own(who):
            await _clear(self._intent(UserID(who)).ensure_registered())
        path = Path.v3.rooms[RoomID(room_id)].state["m.room.member"][UserID(who)]
        try:
            content = await _clear(intent.api.request(Method.GET, path))
        except RefusedError:  # They never had anything to do with the room.
            content = {}
        if content.get("membership") not in ("invite", "join"):
            invite, said = Path.v3.rooms[RoomID(room_id)].invite, {"user_id": who}
            await self._patient(lambda: intent.api.request(Method.POST, invite, dict(said)))

    async def name(self, who: UserID, name: str) -> None:
        """Set the name that a ghost is shown with."""
        await _clear(self._intent(who).set_displayname(name))

    async def members(self, room_id: str) -> set[str]:
        """The user ids that are joined to a room."""
        path = Path.v3.rooms[RoomID(room_id)].joined_members
        content = await _clear(self._intent(self.bot).api.request(Method.GET, path))
        return set(content.get("joined", {}))

    async def upload(self, who: UserID, file: MediaFile) -> str:
        """Put a file into the homeserver's media; its mxc address."""
        intent = self._intent(who)
        return str(
            await _clear(intent.upload_media(file.content, mime_type=file.mime, filename=file.name))
        )

    async def download(self, mxc: str) -> bytes:
        """A file that an event names."""
        return bytes(await _clear(self._intent(self.bot).download_media(ContentURI(mxc))))

    def _intent(self, who: UserID) -> IntentAPI:
        intent: IntentAPI = self._service.intent
        return intent if who == self.bot else intent.user(who)

    async def _patient(self, call: Callable[[], Awaitable[T]]) -> T:
        """Try a refused call again while Synapse may judge by an older registry than ours."""
        deadline = asyncio.get_running_loop().time() + REFRESH_SECONDS
        while True:
            try:
                return await _clear(call())
            except RefusedError:
                late = asyncio.get_running_loop().time() > deadline
                if late or not self.fresh():
                    raise
            await asyncio.sleep(BETWEEN_TRIES)


async def _clear(call: Awaitable[T]) -> T:
    """Await a call, and class its failure."""
    try:
        return await call
    except MatrixRequestError as error:
        if error.http_status == 429 or error.http_status >= 500:
            raise UnavailableError(f"HTTP {error.http_status}") from None
        raise RefusedError(error.message or f"HTTP {error.http_status}", error.errcode) from None
    except aiohttp.ClientResponseError as error:
        if error.status == 429 or error.status >= 500:
            raise UnavailableError(f"HTTP {error.status}") from None
        raise RefusedError(f"HTTP {error.status}") from None
    except (MatrixConnectionError, aiohttp.ClientError, TimeoutError, OSError) as error:
        raise UnavailableError(type(error).__name__) from None
