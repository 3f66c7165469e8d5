"""What a request finds and a production holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from homeroom.archive.read import Entry

Attachment = Callable[[], Iterator[bytes]]
"""Gives the bytes of an entry's file, in pieces."""


class Reason(StrEnum):
    """Why an entry is part of a request; one entry can have several."""

    SENT = "sent"
    ATTEMPTED = "attempted"
    MEMBERSHIP = "membership"
    PRESENT = "present"
    FAMILY = "family"
    FULL_NAME = "full_name"
    PREFERRED_NAME = "preferred_name"
    FORMER_NAME = "former_name"
    FIRST_NAME = "first_name"
    NICKNAME = "nickname"
    INITIALS = "initials"
    MISSPELT = "misspelt"
    USER_ID = "user_id"
    NUMBER = "number"
    PHONE = "phone"
    IN_FILE = "in_file"
    UNREADABLE = "unreadable"
    REPLY = "reply"
    ANSWERED = "answered"
    EDIT = "edit"
    REACTION = "reaction"
    DELETION = "deletion"
    FILE = "file"
    CONTEXT = "context"
    ADDED = "added"


POSSIBLE = frozenset({Reason.UNREADABLE})
"""What is in for these alone is listed for a person to look at, and produced once one says so."""


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """Where an entry stands in the district's log: orders as the log does."""

    epoch: int
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeItem:
    """An entry that a request covers, with the reasons why."""

    position: Position
    at: datetime
    kind: str
    room_id: str | None
    event_id: str | None
    reasons: tuple[Reason, ...]
    included: bool = True
    """Is it produced? What was left out by a rule, or waits for a person, is found all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """An entry that goes into a production, with what proves that it is in the log."""

    entry: Entry
    proof: Sequence[bytes]
    reasons: tuple[Reason, ...]
    attachment: Attachment | None = None
    """Of a media entry: what gives its file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much there is, for a person to judge before anything is exported."""

    records: int
    reasons: dict[str, int]
    rooms: dict[str, int]
    months: dict[str, int]
    left_out: int = 0
    """Found, and left out by a rule."""
    to_look_at: int = 0
    """Waiting for a person: what shows a file that could not be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A statement of disagreement that goes along with what it contests (34 CFR 99.21(c))."""

    by: str
    received: date
    text: str
    entries: tuple[tuple[int, int], ...]
    """The entries that it contests, each as (epoch, index); none: all of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a production says of itself, to a reader and in its manifest."""

    district: str
    request: str
    production: int
    law: str
    requester: str
    received: datetime
    student: str
    student_number: str
    language: str
    made_at: datetime
    """When the production was started; given, never read from a clock while writing."""
    people: dict[str, str]
    """Names by user id."""
    rooms: dict[str, str]
    """Names by room id."""
    counts: Counts
    bates: str = "HOMEROOM"
    """What every Bates number of this production begins with."""
    volume_bytes: int = 4_000_000_000
    """How large a volume becomes, at most."""
    statements: tuple[Statement, ...] = ()
