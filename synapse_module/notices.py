"""Tells a sender why something was refused, in a read-only room of the system account.

At most one notice a rule and minute, in the background, never the only explanation; a notice
that is refused itself causes none.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from synapse.api.errors import SynapseError
from synapse.module_api import ModuleApi

from homeroom.policy.verdict import Reason
from homeroom.policy.wording import Language, explain
from homeroom.registry.seeing import VENUE_MARK

logger = logging.getLogger(__name__)
INTERVAL_SECONDS = 60.0
MOST_REMEMBERED = 10_000
NAMES: dict[Language, str] = {"en": "Homeroom notices", "es": "Avisos de Homeroom"}


class Notices:
    """One a process; the room of each user is found by its alias."""

    def __init__(
        self, api: ModuleApi, account: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._api = api
        self._account = account
        self._clock = clock
        self._next: dict[tuple[str, str], float] = {}

    def due(self, user_id: str, rule: str, every: float = INTERVAL_SECONDS) -> bool:
        """May this user be told of this rule now? Asking counts as telling. `every` in seconds."""
        now = self._clock()
        if now < self._next.get((user_id, rule), now):
            return False
        if len(self._next) >= MOST_REMEMBERED:
            self._next = {key: due for key, due in self._next.items() if now < due}
        self._next[user_id, rule] = now + every
        return True

    async def tell(self, user_id: str, reasons: list[Reason], language: Language) -> None:
        """Send one notice with these reasons; a failure is logged by its kind only."""
        try:
            room_id = await self._room(user_id, language)
            await self._api.create_and_send_event_into_room(
                {
                    "type": "m.room.message",
                    "room_id": room_id,
                    "sender": self._account,
                    "content": {
                        "msgtype": "m.notice",
                        "body": "\n".join(explain(reason, language) for reason in reasons),
                    },
                }
            )
        except SynapseError as error:
            logger.warning("notice not sent: status %s", error.code)

    async def _room(self, user_id: str, language: Language) -> str:
        localpart = user_id.removeprefix("@").partition(":")[0]
        alias = f"homeroom-notices-{localpart}"
        try:
            room_id, _ = await self._api.lookup_room_alias(f"#{alias}:{self._api.server_name}")
        except SynapseError as error:
            if error.code != 404:
                raise
            room_id = await self._make(user_id, alias, language)
        await self._bring_in(user_id, room_id)
        return room_id

    async def _make(self, user_id: str, alias: str, language: Language) -> str:
        room_id, _ = await self._api.create_room(
            self._account,
            {
                "preset": "private_chat",
                "name": NAMES[language],
                "room_alias_name": alias,
                "invite": [user_id],
                "creation_content": {VENUE_MARK: "system", "m.federate": False},
                "power_level_content_override": {"events_default": 100, "invite": 100},
            },
            ratelimit=False,
        )
        return room_id

    async def _bring_in(self, user_id: str, room_id: str) -> None:
        state = await self._api.get_room_state(room_id, [("m.room.member", user_id)])
        member = state.get(("m.room.member", user_id))
        if member is not None and member.content.get("membership") == "invite":
            await self._api.update_room_membership(user_id, user_id, room_id, "join")
