"""What is no event, on its way to a bridge (invariant 5): typing and receipts go where words may.

Presence, messages from device to device and lists of devices never go to an application service,
whatever its registration asks for.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from synapse.appservice import ApplicationService
from synapse.appservice.scheduler import ApplicationServiceScheduler
from synapse.events import EventBase
from synapse.module_api import ModuleApi
from synapse.types import JsonMapping
from synapse.types.state import StateFilter
from synapse.util.async_helpers import Linearizer

from homeroom.policy.facts import EventFacts, Party
from homeroom.policy.rules.bridges import may_not_cross
from homeroom.policy.rules.freshness import stale_for_event
from homeroom.registry.occupancy import CREATE, MEMBER, Occupancy
from homeroom.registry.rooms import see
from synapse_module.guard.contract import Pin
from synapse_module.judge import Judge

PINS = (
    Pin(
        place="synapse.appservice.scheduler:ApplicationServiceScheduler.enqueue_for_appservice",
        digest="4d66ee5fa17e163b",
        why="everything that goes to a bridge is queued by it",
    ),
)
CROSSING = frozenset({"m.typing", "m.receipt"})
PEOPLE = StateFilter.from_types([(CREATE, ""), (MEMBER, None)])


class Ephemeral:
    """One a process."""

    def __init__(self, api: ModuleApi, judge: Judge) -> None:
        self._api = api
        self._judge = judge
        self._turns = Linearizer("homeroom_ephemeral", api._hs.get_clock())

    def install(self) -> None:
        """Put it before Synapse's queue; what was judged goes on in its order."""
        enqueue = ApplicationServiceScheduler.enqueue_for_appservice

        async def pass_on(
            scheduler: ApplicationServiceScheduler,
            service: ApplicationService,
            found: Collection[JsonMapping],
        ) -> None:
            async with self._turns.queue(service.id):
                crossing = [each for each in found if await self._crosses(each)]
                enqueue(scheduler, service, ephemeral=crossing)

        def guarded(
            scheduler: ApplicationServiceScheduler,
            appservice: ApplicationService,
            events: Collection[EventBase] | None = None,
            ephemeral: Collection[JsonMapping] | None = None,
            **never: Any,
        ) -> None:
            enqueue(scheduler, appservice, events=events)
            if ephemeral:
                self._api.run_as_background_process(
                    "homeroom_ephemeral", pass_on, scheduler, appservice, ephemeral
                )

        ApplicationServiceScheduler.enqueue_for_appservice = guarded  # type: ignore[method-assign,assignment]

    async def _crosses(self, found: JsonMapping) -> bool:
        """May the words of this room cross now? Then so may that somebody writes, or has read."""
        room_id = found.get("room_id")
        if found.get("type") not in CROSSING or not isinstance(room_id, str):
            return False
        state = await self._api._hs.get_storage_controllers().state.get_current_state(
            room_id, PEOPLE
        )
        lens = self._judge.lens()
        facts = EventFacts(
            registry=lens.registry,
            sender=Party(user_id=""),
            type=str(found["type"]),
            state=False,
            room=see(room_id, Occupancy.of(state), lens).room,
        )
        now, policy = datetime.now(UTC), self._judge.policy
        return not (stale_for_event(facts, policy, now) or may_not_cross(facts, policy, now))
