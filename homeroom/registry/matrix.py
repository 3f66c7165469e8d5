"""The little of Matrix that facts are made from: events, the state of a room, our marks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

VENUE_MARK = "district.homeroom.venue"
STUDENT_MARK = "district.homeroom.student"
SYSTEM_ACCOUNT = "homeroom"
"""The localpart of the account that speaks for the district."""
URGENT_MARK = "district.homeroom.urgent"
"""In the content of a message: an urgent notice, with its reason."""
REMOTE_MARK = "district.homeroom.remote"
"""In what a bridge's ghost says: the network, and the message's id there."""


class MatrixEvent(Protocol):
    """What is looked at of an event; Synapse's own events are such, and the archive's."""

    @property
    def type(self) -> str: ...
    @property
    def sender(self) -> str: ...
    @property
    def room_id(self) -> str: ...
    @property
    def content(self) -> Mapping[str, Any]: ...

    def is_state(self) -> bool:
        """Does it have a state key?"""
        ...

    def get_state_key(self) -> str | None:
        """The state key; None where there is none."""
        ...


RoomState = Mapping[tuple[str, str], MatrixEvent]
"""By type and state key: the state of the room at the event's parents."""
