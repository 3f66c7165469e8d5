"""What every state of the registry has."""

from __future__ import annotations

from typing import ClassVar, Protocol


class State(Protocol):
    """A subject's state: its kind, and the key that stays the same over all its decisions."""

    SUBJECT: ClassVar[str]

    @property
    def key(self) -> str:
        """The subject's own id."""
        ...
