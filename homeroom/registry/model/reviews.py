"""What a sender says was fine, what a reviewer answers, and the leave that follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

ReviewState = Literal["asked", "released", "upheld"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A sender's word that a refused message was fine."""

    SUBJECT: ClassVar[str] = "review"
    id: str
    """The key of the decision: the event id of the attempt."""
    person: str
    """Person id of the sender."""
    room_id: str
    rules: tuple[str, ...]
    why: str
    asked: datetime
    due: datetime
    """Within a school day."""
    state: ReviewState = "asked"
    answered_by: str = ""
    """User id of the reviewer."""
    answer: str = ""
    told: bool = False
    """The sender has been told the answer."""
    escalated: bool = False
    """It was overdue, and those above the reviewers were told."""

    @property
    def key(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """Leave for one message: this sender, this room, these very words, once, until it expires."""

    SUBJECT: ClassVar[str] = "waiver"
    id: str
    """The review that it follows from."""
    person: str
    room_id: str
    fingerprint: str
    """SHA-256 of the type and content."""
    rules: tuple[str, ...]
    expires: datetime
    used: bool = False

    @property
    def key(self) -> str:
        return self.id
