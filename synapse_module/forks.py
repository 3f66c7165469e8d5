"""Invariant 15 across processes: a message that was said while the supervisor left is flagged.

Each event is judged on the state at its parents. On several processes a message and the leaving of
the supervisor can have the same parents: neither saw the other, and both stand. So a message in a
supervised direct room is looked at once more, a moment later, on the state of the room then.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from synapse.events import EventBase
from synapse.module_api import ModuleApi
from synapse.types import StateMap
from synapse.types.state import StateFilter

from homeroom.policy.facts import EventFacts
from homeroom.policy.rules.direct import unsupervised
from homeroom.policy.verdict import Reason
from homeroom.registry.occupancy import CREATE, MEMBER, Occupancy
from homeroom.registry.rooms import see
from synapse_module.judge import Judge

AGAIN_AFTER = 1.0
"""Seconds; a fork is flagged within two."""
LONG_AGO = 10_000
"""Milliseconds; who left before then is known to the message."""
MOST_LOOKED_AT = 200
"""Events between the message and a leave; more cannot come within the moment."""
PEOPLE = StateFilter.from_types([(CREATE, ""), (MEMBER, None)])
FORKED = Reason(rule="supervision_fork", clause="direct_messages")


class Forks:
    """One a process: it looks again at what it let pass itself."""

    def __init__(self, api: ModuleApi, judge: Judge) -> None:
        self._api = api
        self._judge = judge
        self._store = api._hs.get_datastores().main

    def passed(self, event: EventBase, facts: EventFacts, attempt: dict[str, Any]) -> None:
        """An event of a direct room passed: look again in a moment, if it says anything."""
        if facts.room.venue == "direct" and not facts.moves and not facts.creates:
            self._api.run_as_background_process("homeroom_fork", self._again, event, facts, attempt)

    async def _again(self, event: EventBase, passed: EventFacts, attempt: dict[str, Any]) -> None:
        await self._api.sleep(AGAIN_AFTER)
        if await self._store.get_event(event.event_id, allow_none=True) is None:
            return  # it was not accepted in the end
        controllers = self._api._hs.get_storage_controllers()
        state = await controllers.state.get_current_state(event.room_id, PEOPLE)
        room = see(event.room_id, Occupancy.of(state), self._judge.lens()).room
        facts = replace(passed, room=room)
        if unsupervised(facts, self._judge.policy, datetime.now(UTC)) is None:
            return
        left = _left(state, since=event.origin_server_ts - LONG_AGO)
        if any([await self._unknown_to_each_other(event, leave) for leave in left]):
            await self._judge.flag(FORKED, facts.sender, attempt)

    async def _unknown_to_each_other(self, one: EventBase, other: EventBase) -> bool:
        first, last = sorted((one, other), key=lambda event: event.depth)
        return not await self._goes_back_to(last, first)

    async def _goes_back_to(self, later: EventBase, earlier: EventBase) -> bool:
        """Is `earlier` among the events before `later`?"""
        seen, waiting = set[str](), set(later.prev_event_ids())
        while waiting and len(seen) < MOST_LOOKED_AT:
            if earlier.event_id in waiting:
                return True
            seen |= waiting
            found = (await self._store.get_events(list(waiting))).values()
            deeper = [each for each in found if each.depth > earlier.depth]
            waiting = {i for each in deeper for i in each.prev_event_ids()} - seen
        return False


def _left(state: StateMap[EventBase], since: int) -> list[EventBase]:
    """The leaves and bans that stand now and are not long past; `since` in milliseconds."""
    return [
        each
        for (kind, _), each in state.items()
        if kind == MEMBER
        and each.content.get("membership") in ("leave", "ban")
        and each.origin_server_ts >= since
    ]
