"""What other processes let pass: slow mode counts from it, whichever process is asked next.

Synapse tells each of its processes of every event that was stored, to wake who waits for it. Of a
room with a slow mode the event is looked at then, in the background; of any other room nothing is.
"""

from __future__ import annotations

from typing import Any

from synapse.module_api import ModuleApi
from synapse.types import RoomStreamToken

from homeroom.policy.acts import acts_of, speaks
from homeroom.registry.seeing import media_named, with_words
from synapse_module.guard.contract import Pin
from synapse_module.judge import Judge
from synapse_module.pace import Pace

PINS = (
    Pin(
        place="synapse.notifier:Notifier.notify_new_room_events",
        digest="b6da923a413123b2",
        why="each process is told of every event, with its room",
    ),
    Pin(
        place="synapse.replication.tcp.client:ReplicationDataHandler.on_rdata",
        digest="6857b80fc3712cef",
        why="events that another process stored are told to this one's notifier",
    ),
)


class Elsewhere:
    """One a process."""

    def __init__(self, api: ModuleApi, judge: Judge, pace: Pace) -> None:
        self._api = api
        self._judge = judge
        self._pace = pace
        self._store = api._hs.get_datastores().main

    def listen(self) -> None:
        """Hear what Synapse's notifier is told, once it has passed it on."""
        notifier = self._api._hs.get_notifier()
        notify = notifier.notify_new_room_events

        async def notify_and_hear(
            event_entries: list[tuple[Any, str]], max_room_stream_token: RoomStreamToken
        ) -> None:
            await notify(event_entries, max_room_stream_token)
            for entry, event_id in event_entries:
                if _may_speak(entry) and self._slow(entry.room_id):
                    self._api.run_as_background_process("homeroom_pace", self.hear, event_id)

        notifier.notify_new_room_events = notify_and_hear  # type: ignore[method-assign]

    async def hear(self, event_id: str) -> None:
        """Remember when it was said. What this process let pass itself it remembers as later."""
        event = await self._store.get_event(event_id, allow_none=True)
        if event is None:
            return
        media = bool(media_named(event.content, self._api.server_name))
        state = event.is_state()
        acts = acts_of(event.type, state=state, content=event.content, media=media)
        if with_words(event) or speaks(acts):
            ago = (self._api._hs.get_clock().time_msec() - event.origin_server_ts) / 1000
            self._pace.accepted(event.room_id, event.sender, ago)

    def _slow(self, room_id: str) -> bool:
        """Has this room a slow mode? A room of no venue may be one of two people."""
        venue = self._judge.snapshot.venue(room_id)
        kind = "direct" if venue is None else venue.kind
        return self._judge.policy.venues.of(kind).slow_mode_seconds > 0


def _may_speak(entry: Any) -> bool:
    """A message, or somebody who comes or goes, perhaps with words; no setting."""
    return entry.state_key is None or entry.type == "m.room.member"
