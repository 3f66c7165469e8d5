"""Legal holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A legal hold. What is not said is any: by a person and a room, only what is both is held."""

    SUBJECT: ClassVar[str] = "hold"
    id: str
    person: str = ""
    """Person id: what they sent, what speaks of them, and the rooms in which they are or were."""
    reason: str
    name: str = ""
    """What the matter is called."""
    room: str = ""
    """A venue's id, so that an upgraded room stays held; or the id of a room that is none."""
    since: datetime | None = None
    until: datetime | None = None
    """Not included."""
    words: str = ""
    """As they were searched for."""
    query: str = ""
    """The words as the index is asked."""
    mentions: str | None = None
    """The person's names as the index is asked. None: nobody wrote them down, so all is held."""
    active: bool = True

    @property
    def key(self) -> str:
        return self.id
