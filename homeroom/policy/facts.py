"""What the rules judge: frozen facts, made by the edge from an event or a request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from homeroom.policy.roles import STAFF, Role
from homeroom.policy.sections.attachments import AttachmentKind
from homeroom.policy.sections.networks import Action

VenueKind = Literal["class", "family", "staff", "announcement", "space", "system", "direct"]
"""A `space` holds the rooms of a school together; nothing is said in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody who takes part. Unknown accounts have no roles; strangers are on another server."""

    user_id: str
    roles: frozenset[Role] = frozenset()
    person: str | None = None
    network: str | None = None
    """The outside network that a ghost stands for."""
    active: bool = True
    local: bool = True

    @property
    def staff(self) -> bool:
        return bool(self.roles & STAFF)

    @property
    def student(self) -> bool:
        return Role.STUDENT in self.roles

    @property
    def known(self) -> bool:
        return bool(self.roles) and self.active and self.local


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A tie of the room to an outside network, as the registry has it now."""

    network: str
    usable: bool
    """Approved, with an agreement in force."""
    allowed_here: bool
    """The venue allows this network."""
    uncovered: int
    """Students in the room (or whom it is about) without a consent in force."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """The room at the event's parents: those joined or invited, and what it is designated as."""

    venue: VenueKind | None
    joined: tuple[Party, ...] = ()
    invited: tuple[Party, ...] = ()
    ties: tuple[Tie, ...] = ()

    @property
    def has_student(self) -> bool:
        """Is a student there, or invited?"""
        return any(party.student for party in self.parties)

    @property
    def parties(self) -> tuple[Party, ...]:
        return self.joined + self.invited


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """How fresh the registry in memory is."""

    age_seconds: float
    policy_known: bool = True
    capture_working: bool = True
    """The trigger that keeps each event is in place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that an event names, as it was when it was uploaded."""

    here: bool = True
    """Uploaded to this server, whole, before the event was sent."""
    kind: AttachmentKind = "other"
    bytes: int = 0
    read: bool = True
    """All words in it were read; pictures, sound and film have none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFacts:
    """An event that somebody wants to send."""

    registry: Registry
    sender: Party
    type: str
    state: bool
    room: Room
    text: tuple[str, ...] = ()
    """All that it says, the words in the files that it names included."""
    attachments: tuple[Attachment, ...] = ()
    membership: str | None = None
    target: Party | None = None
    """Whom a membership event is about."""
    notice: bool = False
    """An `m.notice`: what the system or a bridge's bot tells people here."""
    creates: bool = False
    upgrade: bool = False
    opens: bool = False
    """It would let people in, or read, without an invitation."""

    @property
    def leaves(self) -> bool:
        """Leaving, and turning somebody out, are always possible (invariant 6)."""
        return self.membership in ("leave", "ban")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomFacts:
    """A room that somebody wants to create."""

    registry: Registry
    creator: Party
    direct: bool
    invited: tuple[Party, ...] = ()
    encrypted: bool = False
    claims_venue: bool = False
    """The request itself claims to be a designated venue."""
    opens: bool = False
    """It would let people in without an invitation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessFacts:
    """A sign-in or a request; `address_trusted` is None where there is no client address."""

    registry: Registry
    party: Party
    address_trusted: bool | None
    action: Action = Action.READ
    changes: bool = False
    """It is no mere look."""

    @property
    def signing_in(self) -> bool:
        return self.action is Action.SIGN_IN


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorFacts:
    """A request by a way that is closed: past the rooms, where no rule could judge it."""

    party: Party
    way: str
    """Its method and path, as the table of ways in names it (`homeroom.ways_in`)."""
    text: tuple[str, ...] = ()
    """What would have been said by it."""


Facts = EventFacts | RoomFacts | AccessFacts | DoorFacts
