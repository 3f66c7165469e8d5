"""The values that pass between a network and the base; frozen, and the same for every network."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

REMOTE = "district.homeroom.remote"
"""Key in the content of what a ghost says: network, remote id and time of the original."""


class Direction(StrEnum):
    """Which way an item goes, seen from the school."""

    IN = "in"
    OUT = "out"


class State(StrEnum):
    """Where an item is. Nothing leaves the table: each end has a state of its own."""

    WAITING = "waiting"
    QUARANTINED = "quarantined"
    """Not let through; judged again when the registry changes."""
    DONE = "done"
    STOPPED = "stopped"
    """Not delivered to the vendor, and trying again would be wrong."""
    ASIDE = "aside"
    """Poison or unreadable: set aside for a person, so that the rest goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """One stable name of a remote person, such as ("phone", "+12025550143")."""

    kind: Literal["phone", "user_id"]
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One thing that a body held. `payload` is its JSON, with what is needed around it."""

    kind: Literal["message", "status", "other", "event", "help"]
    remote_id: str
    conversation: str
    sent_at: datetime
    payload: str
    urgent: bool = False
    """An urgent notice on its way out: it goes before everything else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaReference:
    """A file that is still at the vendor's. `sha256` is hexadecimal, as far as it is known."""

    id: str
    kind: Literal["image", "video", "audio", "file", "sticker"]
    mime: str
    name: str
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaFile:
    """A file fetched from the vendor, or one that a Matrix event names."""

    mime: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """How a message refers to an earlier one, by that one's remote id."""

    kind: Literal["reply", "edit", "reaction", "revoke"]
    remote_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A remote message, as it will be said in a room."""

    remote_id: str
    aliases: tuple[Alias, ...]
    name: str
    """The name that the person gave themselves: shown, never trusted."""
    sent_at: datetime
    kind: str
    """The network's own word for the type."""
    body: dict[str, Any] = field(default_factory=dict)
    """Matrix content without relation and file; empty for a reaction."""
    relation: Relation | None = None
    emoji: str | None = None
    media: MediaReference | None = None
    group: str | None = None
    lossy: bool = False
    """Something of the original is only in the stored raw message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What the vendor says became of a message of ours."""

    remote_id: str
    item: str | None
    """The tracker that was sent along: an event id."""
    state: Literal["sent", "delivered", "read", "failed"]
    code: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A Matrix event on its way out, in words that every network knows."""

    event_id: str
    sender: str
    kind: Literal["text", "media", "reaction"]
    text: str = ""
    media: MediaReference | None = None
    """Its `id` is the mxc address."""
    relates_to: str | None = None
    """Event id that this answers or reacts to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Why something cannot be carried, in words for the person who wrote it."""

    reason: str
