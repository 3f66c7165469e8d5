"""Takes pages of software that is not in force, or no longer, out of the rooms they stand in.

The verdict keeps new ones out; this ends those that are there when a tool is suspended, or its
agreement is over. Nothing brings one back: whoever wants it again adds it again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date
from time import monotonic
from typing import Any

from synapse.api.constants import Membership
from synapse.events import EventBase
from synapse.module_api import ModuleApi
from synapse.types import StateMap
from synapse.types.state import StateFilter

from homeroom.policy.verdict import Reason
from homeroom.registry import pages
from homeroom.registry.occupancy import CREATE, MEMBER, Occupancy
from homeroom.registry.rooms import see
from synapse_module.judge import Judge

logger = logging.getLogger(__name__)
EVERY_SECONDS = 0.5
ANYWAY_SECONDS = 60.0
"""So often it is looked even where nothing changed: one may have come in meanwhile elsewhere."""
SHOWN = """
SELECT room_id FROM current_state_events WHERE type = ANY(%s) AND membership IS NULL
GROUP BY room_id
"""
PEOPLE = StateFilter.from_types(
    [(CREATE, ""), (MEMBER, None), *((kind, None) for kind in pages.WIDGETS)]
)


class Widgets:
    """`settle` is called again and again, in one process; it acts where registry or day moved."""

    def __init__(self, api: ModuleApi, judge: Judge, system: str) -> None:
        self._api = api
        self._judge = judge
        self._system = system
        self._seen: tuple[int, date] | None = None
        self._looked = float("-inf")

    async def settle(self) -> None:
        """Do what is missing. What fails is logged by its kind, and done the next time."""
        now = (self._judge.snapshot.seq, self._judge.lens().day)
        if now == self._seen and monotonic() - self._looked < ANYWAY_SECONDS:
            return
        try:
            for room_id in await self._api.run_db_interaction("homeroom_widgets", _rooms):
                await self._clear(room_id)
        except Exception as error:
            logger.error("widgets not looked at: %s", type(error).__name__)
            return
        self._seen, self._looked = now, monotonic()

    async def _clear(self, room_id: str) -> None:
        storage = self._api._hs.get_storage_controllers()
        state = await storage.state.get_current_state(room_id, PEOPLE)
        lens = self._judge.lens()
        schools = see(room_id, Occupancy.of(state), lens).room.schools
        for event in _widgets(state.values()):
            if all(use.fit for use in pages.in_room(event.content, schools, lens)):
                continue
            await self._remove(event, state)

    async def _remove(self, event: EventBase, state: StateMap[EventBase]) -> None:
        """By the district's account; where it is not in the room, as whoever put it there."""
        ours = state.get((MEMBER, self._system))
        joined = ours is not None and ours.membership == Membership.JOIN
        sender = self._system if joined else event.sender
        emptied = {
            "type": event.type,
            "room_id": event.room_id,
            "state_key": event.state_key,
            "sender": sender,
            "content": {},
        }
        await self._api.create_and_send_event_into_room(emptied)
        reason = Reason(rule="unapproved_widget", clause="software")
        removed = {"sender": sender, "room_id": event.room_id, "removed": event.event_id}
        await self._judge.flag(reason, self._judge.lens().party(sender), removed)


def _widgets(state: Iterable[EventBase]) -> Iterable[EventBase]:
    return (event for event in state if event.type in pages.WIDGETS and event.content)


def _rooms(transaction: Any) -> list[str]:
    transaction.execute(SHOWN, (list(pages.WIDGETS),))
    return [room_id for (room_id,) in transaction.fetchall()]
