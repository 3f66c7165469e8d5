"""Gives what staff mark as urgent in a client the shape of an urgent notice, before it is judged.

Before, since an event that was changed after its verdict would have another id than the one on
record. Whoever may not send one is refused as for the mark alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from synapse.module_api import ModuleApi

from homeroom.policy.roles import STAFF
from homeroom.registry.matrix import URGENT_MARK
from homeroom.registry.urgent_shape import shaped
from synapse_module.guard.contract import Pin
from synapse_module.judge import Judge

PINS = (
    Pin(
        place="synapse.handlers.message:EventCreationHandler.create_and_send_nonmember_event",
        digest="70bd6315eb537487",
        why="every message that a client sends is made here",
    ),
)


def give(api: ModuleApi, judge: Judge) -> None:
    """Shape messages of this process as they are made."""
    handler = api._hs.get_event_creation_handler()
    send = handler.create_and_send_nonmember_event

    async def shape_and_send(
        requester: Any, event_dict: dict[str, Any], *more: Any, **named: Any
    ) -> Any:
        content = event_dict.get("content")
        if (
            event_dict.get("type") == "m.room.message"
            and "state_key" not in event_dict
            and isinstance(content, Mapping)
            and URGENT_MARK in content
            and judge.lens().party(str(event_dict.get("sender"))).roles & STAFF
        ):
            event_dict = {**event_dict, "content": shaped(content)}
        return await send(requester, event_dict, *more, **named)

    handler.create_and_send_nonmember_event = shape_and_send  # type: ignore[method-assign]
