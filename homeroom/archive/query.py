"""What is asked of the search, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Self

from homeroom.archive.mentioned import Phrase
from homeroom.policy.roles import Role
from homeroom.registry.model import Person

DEFAULT_LIMIT = 50

Verdict = Literal["refuse", "flag"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a hit stands in the order of hits; a search goes on after it."""

    at: datetime
    epoch: int
    entry: int

    @property
    def key(self) -> str:
        """As a page's link and the command write it."""
        return f"{self.at.isoformat()}_{self.epoch}_{self.entry}"

    @classmethod
    def read(cls, key: str) -> Self | None:
        """What `key` wrote; None for anything else."""
        at, _, place = key.partition("_")
        epoch, _, entry = place.partition("_")
        try:
            found = cls(at=datetime.fromisoformat(at), epoch=int(epoch), entry=int(entry))
        except ValueError:
            return None
        fits = 0 <= found.epoch < 2**31 and 0 <= found.entry < 2**63
        return found if fits and found.at.tzinfo else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Without:
    """What is left out, and not counted: from these rooms, by these accounts, with such a name."""

    rooms: tuple[str, ...] = ()
    senders: tuple[str, ...] = ()
    names: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is looked for; what is None is any. Times are aware; `until` is not included.

    One of the `people` or `senders` (user ids) must have sent it; of no people is by nobody.
    """

    text: str = ""
    """As `homeroom.archive.asking` reads it: what is said, and what stands in files."""
    file: str = ""
    """Words of the name of a file that it names."""
    about: tuple[Phrase, ...] | None = None
    """It holds all words of one of these: somebody's names."""
    people: tuple[Person, ...] | None = None
    senders: tuple[str, ...] | None = None
    roles: tuple[Role, ...] | None = None
    """Who sent it has one of these now; guardians are also who writes by a network."""
    rooms: tuple[str, ...] | None = None
    kinds: tuple[str, ...] | None = None
    networks: tuple[str, ...] | None = None
    """It came from one of these outside networks, or went there."""
    verdicts: tuple[Verdict, ...] | None = None
    since: datetime | None = None
    until: datetime | None = None
    without: Without = Without()
    after: Place | None = None
    limit: int = DEFAULT_LIMIT


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An entry that was found."""

    epoch: int
    entry: int
    event_id: str | None
    kind: str
    type: str
    room_id: str | None
    sender: str | None
    network: str | None
    verdict: str | None
    at: datetime
    text: str
    file: str = ""
    """The name of the file that it was found by, where it was."""
    file_text: str = ""
    """The stretch of that file that it was found by."""

    @property
    def place(self) -> Place:
        return Place(at=self.at, epoch=self.epoch, entry=self.entry)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many were found; `more`: that many were counted, and there are more."""

    number: int
    more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """How many there are, a page of them, newest first, and how long the database took."""

    count: Count
    rows: tuple[Hit, ...]
    elapsed_ms: float
