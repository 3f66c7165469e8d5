"""Tells a sender why something was refused, in a read-only room of the system account.

At most one notice a rule and minute, in the background, never the only explanation; a notice
that is refused itself causes none.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from weakref import WeakValueDictionary

from synapse.api.errors import SynapseError
from synapse.logging.context import PreserveLoggingContext, make_deferred_yieldable
from synapse.module_api import ModuleApi
from twisted.internet.defer import DeferredLock

from homeroom.policy.wording import Language
from homeroom.registry import notices_room

logger = logging.getLogger(__name__)
INTERVAL_SECONDS = 60.0
MOST_REMEMBERED = 10_000
PAUSES = (0.2, 0.5, 1.0, 2.0)
"""Seconds after each try that failed."""


class Notices:
    """One a process; the room of each user is found by its alias."""

    def __init__(
        self, api: ModuleApi, account: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._api = api
        self._account = account
        self._clock = clock
        self._next: dict[tuple[str, str], float] = {}
        self._locks: WeakValueDictionary[str, DeferredLock] = WeakValueDictionary()

    def due(self, user_id: str, rule: str, every: float = INTERVAL_SECONDS) -> bool:
        """May this user be told of this rule now? Asking counts as telling. `every` in seconds."""
        now = self._clock()
        if now < self._next.get((user_id, rule), now):
            return False
        if len(self._next) >= MOST_REMEMBERED:
            self._next = {key: due for key, due in self._next.items() if now < due}
        self._next[user_id, rule] = now + every
        return True

    async def tell(self, user_id: str, lines: Sequence[str], language: Language) -> bool:
        """Send one notice with these lines; a failure is logged by its kind only.

        One after the other for each user: the first makes the room.
        """
        lock = self._locks.setdefault(user_id, DeferredLock())
        await make_deferred_yieldable(lock.acquire())
        try:
            return await self._tell(user_id, lines, language)
        finally:
            with PreserveLoggingContext():
                lock.release()

    async def _tell(self, user_id: str, lines: Sequence[str], language: Language) -> bool:
        """Another process may be making the room at this moment: then it is tried again."""
        for pause in PAUSES:
            try:
                await self._send(await self._room(user_id, language), lines)
            except SynapseError as error:
                logger.warning("notice not sent: %s %s", error.code, error.errcode)
                await self._api.sleep(pause)
            else:
                return True
        return False

    async def _send(self, room_id: str, lines: Sequence[str]) -> None:
        await self._api.create_and_send_event_into_room(
            {
                "type": "m.room.message",
                "room_id": room_id,
                "sender": self._account,
                "content": notices_room.notice("\n".join(lines)),
            }
        )

    async def _room(self, user_id: str, language: Language) -> str:
        room_id = await self._known(user_id) or await self._make(user_id, language)
        await self._bring_in(user_id, room_id)
        return room_id

    async def _known(self, user_id: str) -> str | None:
        alias = f"#{notices_room.alias_of(user_id)}:{self._api.server_name}"
        try:
            room_id, _ = await self._api.lookup_room_alias(alias)
        except SynapseError as error:
            if error.code != 404:
                raise
            return None
        return room_id

    async def _make(self, user_id: str, language: Language) -> str:
        room_id, _ = await self._api.create_room(
            self._account, notices_room.request(user_id, language), ratelimit=False
        )
        return room_id

    async def _bring_in(self, user_id: str, room_id: str) -> None:
        state = await self._api.get_room_state(room_id, [("m.room.member", user_id)])
        member = state.get(("m.room.member", user_id))
        if member is not None and member.content.get("membership") == "invite":
            await self._api.update_room_membership(user_id, user_id, room_id, "join")
