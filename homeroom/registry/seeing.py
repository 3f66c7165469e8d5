"""From events and requests to the facts that the rules judge. No I/O, no verdicts.

One path for an event that is sent now, in Synapse, and for one that the archive has kept: what a
draft policy would have refused is judged on the same facts.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Protocol

from homeroom.documents.inspection import Inspection
from homeroom.policy.facts import Attachment, EventFacts, Party, Registry, Room, RoomFacts, Tie
from homeroom.policy.roles import Role
from homeroom.registry.model import Venue
from homeroom.registry.snapshot import Snapshot, party

VENUE_MARK = "district.homeroom.venue"
STUDENT_MARK = "district.homeroom.student"
TAG = re.compile(r"<[^>]*>")
OPEN = {
    "m.room.join_rules": ("join_rule", ("invite", "private")),
    "m.room.history_visibility": ("history_visibility", ("shared", "invited", "joined")),
}
"""By type: the key, and the values that let nobody in uninvited. (There are no guests.)"""
ORDINARY = ("m.room.message", "m.room.member", "m.reaction")
"""Types that are no text, and whose state key, if any, is an account."""
MXC = re.compile(r"mxc://([^/\s\"'<>]+)/([A-Za-z0-9_=-]+)")
MARKS = ("class", "family", "staff", "announcement", "space", "system")


class MatrixEvent(Protocol):
    """What is looked at of an event; Synapse's own events are such, and the archive's."""

    @property
    def type(self) -> str: ...
    @property
    def sender(self) -> str: ...
    @property
    def room_id(self) -> str: ...
    @property
    def content(self) -> Mapping[str, Any]: ...

    def is_state(self) -> bool:
        """Does it have a state key?"""
        ...

    def get_state_key(self) -> str | None:
        """The state key; None where there is none."""
        ...


RoomState = Mapping[tuple[str, str], MatrixEvent]
"""By type and state key: the state of the room at the event's parents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lens:
    """What is needed to see an event as facts: the registry, the server and the day."""

    snapshot: Snapshot
    registry: Registry
    server_name: str
    system_account: str
    day: date

    def party(self, user_id: str) -> Party:
        """Who an account is: a person, the system account, a bridge's bot or ghost, or nobody."""
        localpart, _, server = user_id.removeprefix("@").partition(":")
        if server != self.server_name:
            return Party(user_id=user_id, local=False)
        if (person := self.snapshot.person(user_id)) is not None:
            return party(person, user_id)
        if user_id == self.system_account:
            return Party(user_id=user_id, roles=frozenset({Role.SYSTEM}))
        if localpart.startswith("_"):
            return _bridge_party(user_id, localpart, self.snapshot)
        return Party(user_id=user_id)

    def trusts(self, address: str, party: Party) -> bool:
        """Does the district trust this address today, for this party?"""
        return self.snapshot.trusts(address, party.roles, self.day, party.person)


def _bridge_party(user_id: str, localpart: str, snapshot: Snapshot) -> Party:
    """`@_<network>_bot` makes portal rooms; `@_<network>_<alias>` stands for somebody outside."""
    network, _, rest = localpart.removeprefix("_").partition("_")
    if network not in snapshot.states.get("tool", {}) or not rest:
        return Party(user_id=user_id)
    if rest == "bot":
        return Party(user_id=user_id, roles=frozenset({Role.SYSTEM}), network=network)
    return Party(user_id=user_id, roles=frozenset({Role.GHOST}), network=network)


Files = Mapping[str, Inspection]
"""What is known of uploaded files, by media id."""


def event_facts(
    event: MatrixEvent, state: RoomState, lens: Lens, files: Files = MappingProxyType({})
) -> EventFacts:
    """An event with the state at its parents; `files` are those that it names."""
    sender = lens.party(event.sender)
    create = event if event.type == "m.room.create" else state.get(("m.room.create", ""))
    target = _target(event, lens)
    room = _room(event.room_id, create, state, target, lens)
    return EventFacts(
        registry=lens.registry,
        sender=sender,
        type=event.type,
        state=event.is_state(),
        room=room,
        text=(*_said(event), *_written(event, lens, files)),
        attachments=tuple(_attachments(event, lens, files)),
        notice=event.content.get("msgtype") == "m.notice",
        membership=_membership(event),
        target=target,
        creates=create is event,
        upgrade=event.type == "m.room.tombstone"
        or (create is event and "predecessor" in event.content),
        opens=_opens(event),
    )


def room_facts(user_id: str, config: Mapping[str, Any], lens: Lens) -> RoomFacts:
    """A createRoom request."""
    invited = [user for user in config.get("invite") or () if isinstance(user, str)]
    initial = [e for e in config.get("initial_state") or () if isinstance(e, Mapping)]
    return RoomFacts(
        registry=lens.registry,
        creator=lens.party(user_id),
        direct=config.get("is_direct") is True,
        invited=tuple(lens.party(user) for user in invited),
        encrypted=any(e.get("type") == "m.room.encryption" for e in initial),
        claims_venue=_claims_venue(config),
        opens=config.get("preset") == "public_chat" or config.get("visibility") == "public",
    )


def media_named(content: Mapping[str, Any], server_name: str) -> set[str]:
    """The media ids of this server's files that a content names, wherever it does."""
    return {media_id for server, media_id in _named(content) if server == server_name}


def _named(content: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Server and media id of each file; what is not written as a URI is shown by no client."""
    return {found for text in texts(content) if "mxc:" in text for found in MXC.findall(text)}


def _attachments(event: MatrixEvent, lens: Lens, files: Files) -> Iterator[Attachment]:
    for server, media_id in sorted(_named(event.content)):
        found = files.get(media_id) if server == lens.server_name else None
        if found is None:
            yield Attachment(here=False)
        else:
            yield Attachment(kind=found.kind, bytes=found.bytes, read=found.complete)


def _written(event: MatrixEvent, lens: Lens, files: Files) -> Iterator[str]:
    """The words in the files that an event names, as a reader sees them."""
    for media_id in sorted(media_named(event.content, lens.server_name) if files else ()):
        if media_id in files:
            yield from texts(files[media_id].text)


def texts(value: Any) -> Iterator[str]:
    """Every text that a client could show, wherever in the content it stands, keys included."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield item
            if "<" in item or "&" in item:
                yield html.unescape(TAG.sub("", item))
        elif isinstance(item, Mapping):
            waiting += [*item.keys(), *item.values()]
        elif isinstance(item, list | tuple):
            waiting += item
        elif isinstance(item, int | float):
            yield str(item)


def _said(event: MatrixEvent) -> Iterator[str]:
    """The texts of an event: its content, and its type and state key where they are free."""
    yield from texts(event.content)
    if event.type not in ORDINARY:
        yield event.type
        yield event.get_state_key() or ""


def _opens(event: MatrixEvent) -> bool:
    """Would it let people in, or read, who were not invited?"""
    key, closed = OPEN.get(event.type, ("", ()))
    return bool(key) and event.is_state() and event.content.get(key) not in closed


def _claims_venue(config: Mapping[str, Any]) -> bool:
    content = config.get("creation_content")
    return isinstance(content, Mapping) and bool({VENUE_MARK, STUDENT_MARK} & set(content))


def _target(event: MatrixEvent, lens: Lens) -> Party | None:
    key = event.get_state_key()
    return None if event.type != "m.room.member" or key is None else lens.party(key)


def _membership(event: MatrixEvent) -> str | None:
    if event.type != "m.room.member" or not event.is_state():
        return None
    membership = event.content.get("membership")
    return membership if isinstance(membership, str) else ""


def _room(
    room_id: str,
    create: MatrixEvent | None,
    state: RoomState,
    target: Party | None,
    lens: Lens,
) -> Room:
    joined = tuple(lens.party(user) for user in _members(state, "join"))
    invited = tuple(lens.party(user) for user in _members(state, "invite"))
    venue = lens.snapshot.venue(room_id)
    kind = (venue.kind if venue.active else None) if venue else _made_as(create, lens)
    present = (*joined, *invited, *((target,) if target else ()))
    return Room(
        venue=kind,
        joined=joined,
        invited=invited,
        ties=_ties(venue, create, present, lens),
    )


def _members(state: RoomState, membership: str) -> Iterator[str]:
    for (kind, key), event in state.items():
        if kind == "m.room.member" and event.content.get("membership") == membership:
            yield key


def _made_as(create: MatrixEvent | None, lens: Lens) -> Any:
    """A room that no registry names is a direct room if it was made as one here.

    Other marks count only from the system account and the bridges' bots, and only while the
    venue is being set up: whoever made the room is the one account that can be trusted with it.
    """
    if create is None:
        return None
    mark = create.content.get(VENUE_MARK)
    if mark == "direct":
        return mark
    trusted = Role.SYSTEM in lens.party(create.sender).roles
    return mark if trusted and mark in MARKS else None


def _ties(
    venue: Venue | None, create: MatrixEvent | None, present: Iterable[Party], lens: Lens
) -> tuple[Tie, ...]:
    """A room is tied to a network when somebody of it is there, or its venue is about that."""
    parties = tuple(present)
    networks = {p.network for p in parties if p.network and Role.GHOST in p.roles}
    about = venue.student if venue else create and create.content.get(STUDENT_MARK)
    if venue is not None and venue.kind == "family":
        networks.update(venue.networks)
    students = {p.person for p in parties if p.student and p.person}
    students |= {about} if isinstance(about, str) else set()
    return tuple(
        lens.snapshot.tie(network, venue, students, lens.day) for network in sorted(networks)
    )
