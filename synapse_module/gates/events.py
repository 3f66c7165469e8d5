"""The gate of events and rooms; nobody evades `check_event_allowed` for events born here."""

from __future__ import annotations

import uuid
from typing import Any

from synapse.events import EventBase
from synapse.module_api import ModuleApi
from synapse.types import StateMap

from homeroom.policy.facts import EventFacts, RoomFacts
from homeroom.policy.roles import Role
from homeroom.registry.seeing import VENUE_MARK, event_facts, media_named, room_facts
from synapse_module.inspections import Inspections
from synapse_module.judge import Judge

QUICKLY_READ = 10_000
"""Characters that are looked through without keeping other requests waiting."""


class EventGate:
    """Events, and requests to make a room."""

    def __init__(self, judge: Judge, inspections: Inspections) -> None:
        self._judge = judge
        self._inspections = inspections

    def register(self, api: ModuleApi) -> None:
        api.register_third_party_rules_callbacks(
            check_event_allowed=self.check_event_allowed,
            on_create_room=self.on_create_room,
        )

    async def check_event_allowed(
        self, event: EventBase, state: StateMap[EventBase]
    ) -> tuple[bool, dict[str, Any] | None]:
        """Every event born here, state and membership included."""
        try:
            facts = await self._facts(event, state)
        except Exception:
            attempt = _attempt(event)
            raise await self._judge.failed("event", event.event_id, attempt) from None
        await self._judge.judge(facts, facts.sender, event.event_id, _attempt(event))
        return True, None

    async def _facts(self, event: EventBase, state: StateMap[EventBase]) -> EventFacts:
        """What is judged; the words of a long document are read in a thread."""
        lens = self._judge.lens()
        named = media_named(event.content, lens.server_name)
        if not named:
            return event_facts(event, state, lens)
        files = await self._inspections.find(named)
        if sum(len(text) for found in files.values() for text in found.text) < QUICKLY_READ:
            return event_facts(event, state, lens, files)
        return await self._inspections.in_thread(event_facts, event, state, lens, files)

    async def on_create_room(self, requester: Any, request: dict[str, Any], is_admin: bool) -> None:
        """The whole request, which the events that come of it do not show."""
        user_id, key = requester.user.to_string(), uuid.uuid4().hex
        attempt = {"sender": user_id, "create_room": request}
        try:
            facts = room_facts(user_id, request, self._judge.lens())
        except Exception:
            raise await self._judge.failed("room", key, attempt) from None
        await self._judge.judge(facts, facts.creator, key, attempt)
        if Role.SYSTEM not in facts.creator.roles:
            _shape(request, facts)


def _shape(request: dict[str, Any], facts: RoomFacts) -> None:
    """What a user's room is made as: its mark, and the school's supervisors where it needs them.

    Invitations are sent one by one, each judged: the supervisors' come first.
    """
    made_as = request.get("creation_content")
    kept = made_as if isinstance(made_as, dict) else {}
    request["creation_content"] = {**kept, VENUE_MARK: facts.wants or "direct"}
    watching = [p.user_id for p in (*facts.supervisors, *facts.invited) if p.supervises]
    asked = [user for user in request.get("invite") or () if user not in watching]
    request["invite"] = [*dict.fromkeys(watching), *asked]


def _attempt(event: EventBase) -> dict[str, Any]:
    """What somebody tried to send, whole: the record keeps what the room never saw."""
    attempt = {"sender": event.sender, "room_id": event.room_id, "type": event.type}
    state_key = event.get_state_key()
    return {
        **attempt,
        **({} if state_key is None else {"state_key": state_key}),
        "content": event.get_dict()["content"],
    }
