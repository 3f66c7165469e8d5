"""What the rules judge: frozen facts, made by the edge from an event or a request."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from homeroom.policy.acts import Act, speaks
from homeroom.policy.detect import Found
from homeroom.policy.roles import STAFF, Role
from homeroom.policy.sections.attachments import AttachmentKind
from homeroom.policy.sections.networks import Action
from homeroom.policy.waiving import Leave

VenueKind = Literal[
    "class",
    "club",
    "team",
    "announcement",
    "staff",
    "parent_teacher",
    "family",
    "direct",
    "space",
    "system",
]
"""A `space` holds the rooms of a school together; nothing is said in it."""
GroupFit = Literal["fit", "missing", "contrary"]
"""Groups of a sign-on: as wanted; none of those that may sign in; against the roster's roles."""
NAMED_UP_TO = 16
GUARDIANS = frozenset({Role.GUARDIAN, Role.GHOST})


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody who takes part. Unknown accounts have no roles; strangers are on another server."""

    user_id: str
    roles: frozenset[Role] = frozenset()
    person: str | None = None
    network: str | None = None
    """The outside network that a ghost stands for."""
    tool: str | None = None
    """The tool of the register whose account a bot is."""
    active: bool = True
    local: bool = True
    supervises: bool = False
    """Counts as a supervisor in this room today."""
    teaches: bool = False
    """A teacher of the room's class, or its substitute at this hour."""
    heads: bool = False
    """A principal of the school that the room's venue belongs to."""
    own_children: frozenset[str] = frozenset()
    """The students of this room (person ids) whose guardian they are."""

    @property
    def staff(self) -> bool:
        return not self.roles.isdisjoint(STAFF)

    @property
    def student(self) -> bool:
        return Role.STUDENT in self.roles

    @property
    def guardian(self) -> bool:
        """A guardian, with an account of the school or through a bridge."""
        return not self.roles.isdisjoint(GUARDIANS)

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
class ToolUse:
    """A bot in a room, or a page that clients would open there."""

    kind: Literal["bot", "widget", "integration_manager"]
    fit: bool
    """On the register, approved, in force today, and for this room's schools."""
    calls: bool = False
    """A page for calls, which nobody can keep, whoever approved it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """Those who have joined a room, or are invited: counted, and named only where they are few."""

    count: int = 0
    students: int = 0
    staff: int = 0
    guardians: int = 0
    """With an account of the school: somebody outside, behind a ghost, watches over nothing."""
    supervisors: int = 0
    named: tuple[Party, ...] = ()
    """Everybody where they are at most `NAMED_UP_TO`, else nobody: a rule that needs names is a
    rule of direct rooms, and more people than that are none."""

    @classmethod
    def of(cls, *parties: Party) -> Presence:
        """These people, counted."""
        return cls(
            count=len(parties),
            students=sum(party.student for party in parties),
            staff=sum(party.staff for party in parties),
            guardians=sum(Role.GUARDIAN in party.roles and party.active for party in parties),
            supervisors=sum(party.supervises and party.active for party in parties),
            named=parties if len(parties) <= NAMED_UP_TO else (),
        )


NOBODY = Presence()
LEAVING = frozenset({"leave", "ban"})
"""Memberships by which somebody goes, or is turned out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """The room at the event's parents: those joined or invited, and what it is designated as."""

    venue: VenueKind | None
    id: str | None = None
    """The venue's id, where the registry has it."""
    schools: tuple[str, ...] = ()
    """Whose hours and calendar count (org ids)."""
    joined: Presence = NOBODY
    invited: Presence = NOBODY
    ties: tuple[Tie, ...] = ()
    barred: frozenset[str] = frozenset()
    """User ids, of those there or to come, whom a court keeps from a student of the room."""
    uses: tuple[ToolUse, ...] = ()
    """The bots in it."""
    approved: frozenset[str] = frozenset()
    """Names, in lower case, of the tools that are approved, in force and allowed here."""

    @property
    def has_student(self) -> bool:
        """Is a student there, or invited?"""
        return self.joined.students + self.invited.students > 0

    @property
    def has_staff(self) -> bool:
        """Is staff there, or invited?"""
        return self.joined.staff + self.invited.staff > 0

    @property
    def count(self) -> int:
        """How many are there, or invited."""
        return self.joined.count + self.invited.count

    @property
    def named(self) -> tuple[Party, ...]:
        """Those there or invited by name, where they are few."""
        return self.joined.named + self.invited.named


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """How fresh the registry in memory is."""

    age_seconds: float
    policy_known: bool = True
    capture_working: bool = True
    """The trigger that keeps each event is in place."""
    archive_behind: bool = False
    """So much waits to be archived that no more may be added."""


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
    bytes: int = 0
    """Of its content as JSON in UTF-8."""
    findings: tuple[Found, ...] = ()
    """What the detector found in it; `field` is a place in `text`."""
    attachments: tuple[Attachment, ...] = ()
    membership: str | None = None
    target: Party | None = None
    """Whom a membership event is about."""
    says: bool = False
    """A membership that carries words, such as a reason: it is judged as what is said."""
    acts: tuple[Act, ...] = ("post",)
    """What its type and content do; `does` is what the venue must allow."""
    acknowledged: int = 0
    """The policy version that the sender acknowledged last; 0 is none."""
    seconds_since_last: float | None = None
    """Since the sender's last message here was accepted, as far as this process knows."""
    urgent: bool = False
    """It carries the mark of an urgent notice; who may send one is for the rules to say."""
    uses: tuple[ToolUse, ...] = ()
    """The tools that it brings in, or that send it."""
    notice: bool = False
    """An `m.notice`: what the system or a bridge's bot tells people here."""
    creates: bool = False
    upgrade: bool = False
    opens: bool = False
    """It would let people in, or read, without an invitation."""
    leave: Leave | None = None
    """A reviewer's, for this very message."""

    @property
    def leaves(self) -> bool:
        """Leaving, and turning somebody out, are always possible without a word (invariant 6)."""
        return self.membership in LEAVING and not self.says

    def without_words(self) -> EventFacts:
        """The same coming or going with nothing written to it."""
        return replace(self, says=False, text=(), findings=(), attachments=())

    @property
    def does(self) -> tuple[Act, ...]:
        """All that it does: a membership that carries words is a post, too."""
        return (*self.acts, "post") if self.says else self.acts

    @property
    def moves(self) -> bool:
        """Somebody comes or goes, and nothing is said by it."""
        return self.state and self.type == "m.room.member" and not self.says

    @property
    def speaks(self) -> bool:
        """It says something anew: a text or a file, not an edit, a reaction or a setting."""
        return speaks(self.does)

    @property
    def told(self) -> bool:
        """The system account tells somebody something in their notices room: words of ours."""
        ours = Role.SYSTEM in self.sender.roles and self.sender.network is None
        return ours and self.notice and not self.state and self.room.venue == "system"


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
    wants: VenueKind | None = None
    """The kind of venue that the request asks for, where users may ask at all."""
    supervisors: tuple[Party, ...] = ()
    """Who of the supervision pool would be invited besides."""
    opens: bool = False
    """It would let people in without an invitation."""
    text: tuple[str, ...] = ()
    """Its name, topic and alias, and whatever else the request says."""
    findings: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessFacts:
    """A sign-in or a request; `address_trusted` is None where there is no client address."""

    registry: Registry
    party: Party
    address_trusted: bool | None
    action: Action = Action.READ
    changes: bool = False
    """It is no mere look."""
    way: Literal["sign_on", "own_password", "break_glass"] = "sign_on"
    """How somebody signs in; the others are passwords of Homeroom's own beside a sign-on."""
    groups: GroupFit = "fit"
    """At a sign-on: what the provider's groups say of somebody."""
    client_approved: bool = True
    """At sign-in: the client calls itself as one on the register that is in force."""

    @property
    def signing_in(self) -> bool:
        return self.action is Action.SIGN_IN


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorFacts:
    """A request past the rooms: by a way that is closed, or one of which the content is judged."""

    party: Party
    way: str
    """Its method and path, as the table of ways in names it (`homeroom.ways_in`)."""
    open: bool = False
    """The way is open to this party, within what the rules say of its content."""
    uses: tuple[ToolUse, ...] = ()
    """The pages of other software that clients would be pointed at."""
    text: tuple[str, ...] = ()
    """What would have been said by it."""
    findings: tuple[Found, ...] = ()
    """What the detector found in that."""


Facts = EventFacts | RoomFacts | AccessFacts | DoorFacts
