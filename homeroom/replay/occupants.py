"""Who was in which room, from the memberships that the archive kept."""

from __future__ import annotations

from homeroom.registry.occupancy import CREATE, MEMBER, Occupancy
from homeroom.replay.attempts import Event

MOST_WAITING = 500
"""Changes of one room that are taken together."""


class Occupants:
    """Goes forward only. A room is looked at when it is asked for, not at each change."""

    def __init__(self) -> None:
        self._rooms: dict[str, Occupancy] = {}
        self._waiting: dict[str, list[Event]] = {}

    def of(self, room_id: str) -> Occupancy:
        """Who is in a room now; nobody in one that has not begun."""
        if room_id in self._waiting:
            self._settle(room_id)
        return self._rooms.get(room_id, Occupancy())

    def after(self, event: Event) -> None:
        """An event was accepted into its room."""
        if event.type not in (CREATE, MEMBER) or not event.is_state():
            return
        waiting = self._waiting.setdefault(event.room_id, [])
        waiting.append(event)
        if len(waiting) >= MOST_WAITING:
            self._settle(event.room_id)

    def _settle(self, room_id: str) -> None:
        before = self._rooms.get(room_id, Occupancy())
        self._rooms[room_id] = before.after(self._waiting.pop(room_id))
