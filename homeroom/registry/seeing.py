"""From events and requests to the facts that the rules judge. No I/O, no verdicts.

One path for an event that is sent now, in Synapse, and for one that the archive has kept: what a
draft policy would have refused is judged on the same facts.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import re2

from homeroom.documents.inspection import Inspection
from homeroom.policy.acts import acts_of
from homeroom.policy.facts import (
    Attachment,
    EventFacts,
    Party,
    Room,
    RoomFacts,
    ToolUse,
    VenueKind,
)
from homeroom.policy.rules.direct import needs_supervisor
from homeroom.registry import pages
from homeroom.registry.leaves import Leaf, leaves
from homeroom.registry.matrix import (
    STUDENT_MARK,
    URGENT_MARK,
    VENUE_MARK,
    MatrixEvent,
)
from homeroom.registry.occupancy import Occupancy
from homeroom.registry.rooms import USERS_MAKE, Lens, RoomView, bot_use, see
from homeroom.registry.searching import searched
from homeroom.registry.waivers import leave

__all__ = ["VENUE_MARK", "Lens", "facts_in", "room_facts", "texts"]

MOST_SUPERVISORS = 8
"""So many are invited to a direct room at most, so that it stays one."""
TAG = re2.compile(r"<[^>]*>")
OPEN = {
    "m.room.join_rules": ("join_rule", ("invite", "private")),
    "m.room.history_visibility": ("history_visibility", ("shared", "invited", "joined")),
}
"""By type: the key, and the values that let nobody in uninvited. (There are no guests.)"""
ORDINARY = ("m.room.message", "m.room.member", "m.reaction")
"""Types that are no text."""
WORDLESS = frozenset({"membership", "displayname", "avatar_url", "is_direct"})
"""What a membership may hold without saying anything; names and pictures are judged apart."""
MXC = re.compile(r"mxc://([^/\s\"'<>]+)/([A-Za-z0-9_=-]+)")

Files = Mapping[str, Inspection]
"""What is known of uploaded files, by media id."""
NO_FILES: Files = MappingProxyType({})


def facts_in(
    event: MatrixEvent,
    view: RoomView,
    lens: Lens,
    files: Files = NO_FILES,
    *,
    since_last: float | None = None,
) -> EventFacts:
    """An event in a room that was seen before, at the event's parents.

    `since_last`: seconds since the sender's last message here was accepted, where known.
    """
    raw = lens.party(event.sender)
    target = _target(event, lens)
    if event.type == "m.room.create" and event.is_state():
        view = see(event.room_id, Occupancy().after([event]), lens)
    if target is not None and target.student and view.room.venue == "direct":
        view = see(event.room_id, view.occupancy, lens, coming=target)
    target = target and view.party(target, lens)
    room = view.room if target is None else view.with_coming(target, lens)
    content, said = event.content, _said(event)
    named = sorted(_named(content))
    text, findings = searched(said, lens, _written(named, lens, files))
    return EventFacts(
        registry=lens.registry,
        sender=view.party(raw, lens),
        type=event.type,
        state=event.is_state(),
        room=room,
        text=text,
        bytes=_size(content),
        findings=findings,
        attachments=tuple(_attachments(named, lens, files)),
        uses=tuple(_uses(event, raw, target, room, lens)),
        acts=acts_of(
            event.type,
            state=event.is_state(),
            content=content,
            media=bool(named),
        ),
        acknowledged=lens.snapshot.acknowledged(raw.person),
        seconds_since_last=since_last,
        urgent=URGENT_MARK in content,
        notice=content.get("msgtype") == "m.notice",
        membership=_membership(event),
        says=with_words(event),
        target=target,
        creates=event.type == "m.room.create",
        upgrade=event.type == "m.room.tombstone"
        or (event.type == "m.room.create" and "predecessor" in content),
        opens=_opens(event),
        leave=leave(lens.snapshot.waivers, raw.person, event.room_id, event.type, content),
    )


def _uses(
    event: MatrixEvent, sender: Party, target: Party | None, room: Room, lens: Lens
) -> Iterator[ToolUse]:
    """The bots that send it or come by it, and the page that it lets clients open."""
    for party in (sender, target):
        if party is not None and party.tool is not None:
            yield bot_use(party, room.schools, lens)
    if event.type in pages.WIDGETS and event.is_state():
        yield from pages.in_room(event.content, room.schools, lens)


def room_facts(user_id: str, config: Mapping[str, Any], lens: Lens) -> RoomFacts:
    """A createRoom request, with the supervisors who would be invited besides."""
    invited = tuple(user for user in config.get("invite") or () if isinstance(user, str))
    initial = [e for e in config.get("initial_state") or () if isinstance(e, Mapping)]
    wants, claims = _wanted(config)
    made = Occupancy(
        maker=user_id, mark="direct", joined=frozenset({user_id}), invited=frozenset(invited)
    )
    view = see("", made, lens)
    creator, *others = (view.party(lens.party(user), lens) for user in (user_id, *invited))
    text, findings = searched(leaves(config), lens)
    return RoomFacts(
        registry=lens.registry,
        creator=creator,
        direct=config.get("is_direct") is True,
        invited=tuple(others),
        supervisors=_pool((creator, *others), view, lens),
        encrypted=any(e.get("type") == "m.room.encryption" for e in initial),
        wants=wants,
        claims_venue=claims,
        opens=config.get("preset") == "public_chat" or config.get("visibility") == "public",
        text=text,
        findings=findings,
    )


def _pool(parties: Collection[Party], view: RoomView, lens: Lens) -> tuple[Party, ...]:
    """Who of the school's pool is invited to a direct room of these people, if it needs one."""
    policy = lens.snapshot.policy
    if policy is None or not view.supervisors or not needs_supervisor(parties, policy):
        return ()
    there = {party.person for party in parties}
    people = lens.snapshot.states.get("person", {})
    free = (people[i] for i in sorted(view.supervisors - there) if i in people)
    seen = (view.party(lens.party(p.user_id), lens) for p in free if p.active and p.user_id)
    return tuple(party for party in seen if party.supervises)[:MOST_SUPERVISORS]


def media_named(content: Mapping[str, Any], server_name: str) -> set[str]:
    """The media ids of this server's files that a content names, wherever it does."""
    return {media_id for server, media_id in _named(content) if server == server_name}


def _named(content: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Server and media id of each file; what is not written as a URI is shown by no client."""
    written = map(str, (leaf.value for leaf in leaves(content)))
    # In markup an address may be spelled with character references.
    read = (html.unescape(text) if "&" in text else text for text in written)
    return {found for text in read if "mxc:" in text for found in MXC.findall(text)}


def _attachments(
    named: Collection[tuple[str, str]], lens: Lens, files: Files
) -> Iterator[Attachment]:
    for server, media_id in named:
        found = files.get(media_id) if server == lens.server_name else None
        if found is None:
            yield Attachment(here=False)
        else:
            yield Attachment(kind=found.kind, bytes=found.bytes, read=found.complete)


def _written(named: Collection[tuple[str, str]], lens: Lens, files: Files) -> Iterator[str]:
    """The words in the files that an event names, as a reader sees them."""
    for server, media_id in named:
        if server == lens.server_name and media_id in files:
            yield from files[media_id].text


def texts(value: Any) -> Iterator[str]:
    """Every text that a client could show, wherever in the content it stands, keys included."""
    for text in map(str, (leaf.value for leaf in leaves(value))):
        yield text
        if "<" in text or "&" in text:
            yield html.unescape(TAG.sub("", text))


def _size(content: Mapping[str, Any]) -> int:
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=dict)
    return len(written.encode("utf-8", errors="surrogatepass"))


def _said(event: MatrixEvent) -> Iterator[Leaf]:
    """What an event says: its content, and its type and state key where they are free."""
    yield from leaves(event.content)
    if event.type not in ORDINARY:
        yield Leaf(value=event.type)
    if event.type != "m.room.member":
        yield Leaf(value=event.get_state_key() or "")


def _opens(event: MatrixEvent) -> bool:
    """Would it let people in, or read, who were not invited?"""
    key, closed = OPEN.get(event.type, ("", ()))
    return bool(key) and event.is_state() and event.content.get(key) not in closed


def _wanted(config: Mapping[str, Any]) -> tuple[VenueKind | None, bool]:
    """The kind of venue that a request asks for, and whether it claims what no user can give."""
    content = config.get("creation_content")
    if not isinstance(content, Mapping) or not {VENUE_MARK, STUDENT_MARK} & set(content):
        return None, False
    mark = content.get(VENUE_MARK)
    if STUDENT_MARK in content or not isinstance(mark, str) or mark not in USERS_MAKE:
        return None, True
    kind: VenueKind = mark  # type: ignore[assignment]  # one of USERS_MAKE
    return kind, False


def _target(event: MatrixEvent, lens: Lens) -> Party | None:
    key = event.get_state_key()
    return None if event.type != "m.room.member" or key is None else lens.party(key)


def _membership(event: MatrixEvent) -> str | None:
    if event.type != "m.room.member" or not event.is_state():
        return None
    membership = event.content.get("membership")
    return membership if isinstance(membership, str) else ""


def with_words(event: MatrixEvent) -> bool:
    """Is something said with a membership? A leave has a name in it only if somebody wrote it."""
    membership = _membership(event)
    wordless = {"membership"} if membership in ("leave", "ban") else WORDLESS
    return membership is not None and not set(event.content) <= wordless
