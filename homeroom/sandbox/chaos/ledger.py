"""What was said and answered, as those who said it know: the other side of what was archived."""

from __future__ import annotations

import random
import threading
from dataclasses import dataclass, field
from time import monotonic

LETTERS = "bcdfghjkmnpqrtvwxz"
"""No vowels and no digits: no rule finds a word or a number in what is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message that the homeserver acknowledged, with the monotonic time of that."""

    body: str
    event_id: str
    at: float


@dataclass(slots=True)
class Ledger:
    """Kept by many threads at once."""

    attempts: int = 0
    """Requests, those included that repeat one without an answer."""
    said: list[Said] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    """Bodies that were refused for good."""
    unsure: list[str] = field(default_factory=list)
    """Bodies whose sender never had an answer."""
    held: list[str] = field(default_factory=list)
    """Reasons of holds that the portal acknowledged."""
    unsure_held: list[str] = field(default_factory=list)
    surprises: list[str] = field(default_factory=list)
    """Answers that a client must not get, whatever is killed."""
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _chance: random.Random = field(default_factory=random.SystemRandom)

    def words(self) -> str:
        """Something that nobody has said before."""
        return "".join(self._chance.choice(LETTERS) for _ in range(24))

    def attempt(self) -> None:
        with self._lock:
            self.attempts += 1

    def acknowledge(self, body: str, event_id: str) -> None:
        self.said.append(Said(body=body, event_id=event_id, at=monotonic()))

    def first_after(self, moment: float) -> Said | None:
        """The first that was acknowledged after a moment."""
        return next((each for each in list(self.said) if each.at > moment), None)
