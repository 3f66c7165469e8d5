"""A room as the homeserver has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActualRoom:
    """The state of a room: `settings` by type and state key, and the membership of each account."""

    version: str
    settings: Mapping[tuple[str, str], Content]
    members: Mapping[str, str]

    def content(self, kind: str, key: str = "") -> Content:
        """The content of a state event; empty where there is none."""
        return self.settings.get((kind, key), {})


def actual_room(state: Iterable[Mapping[str, Any]]) -> ActualRoom:
    """From the answer of `GET /rooms/{roomId}/state`."""
    settings: dict[tuple[str, str], Content] = {}
    members: dict[str, str] = {}
    for event in state:
        if event["type"] == "m.room.member":
            members[event["state_key"]] = str(event["content"].get("membership", ""))
        else:
            settings[event["type"], event["state_key"]] = event["content"]
    create = settings.get(("m.room.create", ""), {})
    # A room without the field has version 1 (Matrix specification, m.room.create).
    return ActualRoom(
        version=str(create.get("room_version", "1")), settings=settings, members=members
    )
