"""Opens what the inbox holds: a body becomes items, each once, in one transaction a body."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bridges.base import danger, inbox, items, offered_help, portals
from bridges.base.inbox import Stored
from bridges.base.json_values import (
    list_in,
    object_in,
    read_object,
    speakable,
    text_in,
    write_object,
)
from bridges.base.model import Direction, Received
from bridges.base.network import Network, UnreadableError
from bridges.base.outcome import Aside, apply
from homeroom.registry.matrix import URGENT_MARK

CARRIED = ("m.room.message", "m.sticker", "m.reaction", "m.room.redaction")
NO_WAIT = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opener:
    """Opens the inbox of one network. `own` tells the bridge's accounts from people's."""

    network: Network
    settle: timedelta
    own: Callable[[str], bool]

    def open_next(self, connection: Connection) -> bool:
        """Open the body that came first; False where none waits."""
        waiting = inbox.unopened(connection, self.network.name, limit=1)
        for stored in waiting:
            try:
                reason = self._open(connection, stored)
            except UnreadableError as error:
                reason = speakable(str(error))
                if stored.source == "webhook":
                    danger.watch_unread(connection, self.network.name, stored)
            inbox.opened(connection, stored.id, reason)
        return bool(waiting)

    def _open(self, connection: Connection, stored: Stored) -> str:
        if stored.source == "webhook":
            for received in self.network.open(stored.body):
                self._add(connection, stored, Direction.IN, received)
            return ""
        return self._open_transaction(connection, stored)

    def _open_transaction(self, connection: Connection, stored: Stored) -> str:
        content = read_object(stored.body)
        if not isinstance(content.get("events"), list):
            raise UnreadableError("the transaction has no list `events`")
        rooms = portals.rooms(connection, self.network.name)
        odd = []
        for number, event in enumerate(list_in(content, "events")):
            if not isinstance(event, dict) or not text_in(event, "event_id"):
                odd.append(f"events[{number}] is not an event")
            elif self._carried(event, rooms):
                self._add(connection, stored, Direction.OUT, _outgoing(event))
        return "; ".join(odd)

    def _carried(self, event: dict[str, Any], rooms: set[str]) -> bool:
        """Whether an event of a portal room was written by a person, to be read outside."""
        return (
            text_in(event, "type") in CARRIED
            and "state_key" not in event
            and text_in(event, "room_id") in rooms
            and not self.own(text_in(event, "sender"))
        )

    def _add(
        self, connection: Connection, stored: Stored, way: Direction, received: Received
    ) -> None:
        settle = self.settle if received.kind == "message" else NO_WAIT
        name = self.network.name
        added = items.add(connection, name, way, received, came_in=stored.id, settle=settle)
        if not added or way is Direction.OUT:
            return
        item = items.find(connection, name, way, received.remote_id)
        assert item is not None
        flags = danger.watch(connection, self.network, item)
        offered_help.offer(connection, self.network, item, flags, came_in=stored.id)
        if received.kind == "other":
            aside = Aside(code="not_bridged", reason="kept as received: it is no message")
            apply(connection, item, aside, NO_WAIT)


def _outgoing(event: dict[str, Any]) -> Received:
    at = event.get("origin_server_ts")
    seconds = at / 1000 if isinstance(at, int) and 0 <= at < 2**47 else 0
    return Received(
        kind="event",
        remote_id=text_in(event, "event_id"),
        conversation=text_in(event, "room_id"),
        sent_at=datetime.fromtimestamp(seconds, UTC),
        payload=write_object(event),
        urgent=URGENT_MARK in object_in(event, "content"),
    )
