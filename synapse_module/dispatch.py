"""Asks the gate of events with the event's context, so that no state is loaded for each event.

Synapse loads the whole state of the room for whoever registers `check_event_allowed`: a sixth more
CPU an event in a room of a thousand. The gate needs the members alone, and those once. So it takes
the place of that one method of Synapse; callbacks of other modules are asked after it, as before.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from synapse.events import EventBase
from synapse.events.snapshot import UnpersistedEventContextBase
from synapse.server import HomeServer
from synapse.util.async_helpers import delay_cancellation

from synapse_module.guard.contract import Pin

PINS = (
    Pin(
        place="synapse.module_api.callbacks.third_party_event_rules_callbacks:"
        "ThirdPartyEventRulesModuleApiCallbacks.check_event_allowed",
        digest="349e8ff626c112a4",
        why="every event born here is judged",
    ),
)
Check = Callable[[EventBase, UnpersistedEventContextBase], Awaitable[dict[str, Any] | None]]


def ask(hs: HomeServer, check: Check) -> None:
    """Have each event born here judged by `check`, which raises what refuses it.

    It may answer with what the event becomes instead.
    """
    rules = hs.get_module_api_callbacks().third_party_event_rules
    others = rules.check_event_allowed

    async def check_event_allowed(
        event: EventBase, context: UnpersistedEventContextBase
    ) -> tuple[bool, dict[str, Any] | None]:
        instead = await delay_cancellation(check(event, context))
        allowed, replaced = await others(event, context)
        return allowed, instead or replaced

    rules.check_event_allowed = check_event_allowed  # type: ignore[method-assign]
