"""Urgent notices, and who looked at them afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """A notice in one room: its event, or why it is not there."""

    room_id: str
    event_id: str | None = None
    failure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgentNotice:
    """A notice that was sent past hours and queues, and its review. Its words are in the events."""

    SUBJECT: ClassVar[str] = "urgent_notice"
    id: str
    class_id: str
    sender: str
    """Person id of the principal or teacher."""
    reason: str
    at: datetime
    postings: tuple[Posting, ...] = ()
    reviewed_by: str = ""
    """User id; empty while nobody has looked at it."""
    review: str = ""
    place: str = ""
    """The venue's name, where it went to a room that is no class's."""

    @property
    def key(self) -> str:
        return self.id
