"""Finding entries in the archive for a request: every question that a scope asks of it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, cast, func, or_, select, tuple_
from sqlalchemy.dialects.postgresql import TSQUERY

from homeroom.archive.words import LONGEST_TEXT, words
from homeroom.db.tables import archive as tables
from homeroom.disclosure.membership import Change, Interval
from homeroom.disclosure.model import Position

EVENTS = ("event", "event_repeat")
SAID = (*EVENTS, "decision", "decision_repeat")
PLUMBING = (
    "m.room.create",
    "m.room.member",
    "m.room.power_levels",
    "m.room.join_rules",
    "m.room.history_visibility",
    "m.room.guest_access",
    "m.room.canonical_alias",
    "m.room.server_acl",
    "m.space.child",
    "m.space.parent",
    "m.bridge",
    "uk.half-shot.bridge",
)
"""State that sets a room up and says nothing; unknown types count as said."""
INVISIBLE = "[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]"
"""Characters that could hide a name from the index."""
TAG_IN_WORD = r"[^\s>](<[^<>]{1,200}>)+[^\s<]"
"""Formatted text in which a tag touches what may be one word."""
RELATED = ("m.in_reply_to", "m.replace", "m.annotation", "m.thread", "m.reference", "deletion")

_search, _payload = tables.search, tables.payload
_columns = [
    _search.c[name] for name in ("epoch", "index", "at", "kind", "type", "room_id", "sender")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An entry as the search index describes it; the payload where it was asked for."""

    position: Position
    at: datetime
    kind: str
    type: str
    room_id: str | None
    sender: str | None
    event_id: str | None
    payload: dict[str, Any] | None = None

    @property
    def content(self) -> Any:
        """What was said, or tried to be said."""
        said = self.payload or {}
        subject = said.get("event") or (said.get("decision") or {}).get("attempt") or {}
        return subject.get("content") if isinstance(subject, dict) else None

    @property
    def refused(self) -> bool:
        """Whether it is an attempt that did not become an event."""
        decided = (self.payload or {}).get("decision")
        return isinstance(decided, dict) and decided.get("verdict") == "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """An event that speaks of another: `kind` is one of `RELATED`."""

    found: Found
    kind: str
    target: str


def sent_by(connection: Connection, user_ids: Collection[str]) -> Iterator[Found]:
    """What these accounts sent, and what they tried to send, with payloads."""
    return _find(connection, _search.c.sender.in_(user_ids) & _search.c.kind.in_(SAID))


def membership_of(connection: Connection, user_ids: Collection[str]) -> Iterator[Found]:
    """The membership events about these accounts, with payloads."""
    about = [_payload.c.payload.contains(_member(user), autoescape=True) for user in user_ids]
    found = _find(connection, _search.c.type == "m.room.member", or_(*about))
    return (f for f in found if _event(f).get("state_key") in user_ids and f.kind in EVENTS)


def change(found: Found) -> Change:
    """What a membership event did; a rejected one did nothing, and counts as none."""
    content = found.content if isinstance(found.content, dict) else {}
    state = str(content.get("membership", "leave"))
    return Change(position=found.position, membership=state)


def in_room(connection: Connection, room_id: str, interval: Interval | None) -> Iterator[Found]:
    """What was said in a room, in an interval or ever."""
    place = tuple_(_search.c.epoch, _search.c.index)
    during = []
    if interval is not None:
        during.append(place >= (interval.start.epoch, interval.start.index))
        if interval.end is not None:
            during.append(place <= (interval.end.epoch, interval.end.index))
    said = _search.c.type.not_in(PLUMBING) & _search.c.kind.in_(EVENTS)
    return _find(connection, _search.c.room_id == room_id, said, *during, payload=False)


def by_words(connection: Connection, phrases: Collection[str]) -> Iterator[Found]:
    """What holds all words of one of the phrases, with payloads; the index is asked."""
    asked = [" & ".join(f"'{word}'" for word in words(phrase)) for phrase in phrases]
    query = " | ".join(f"({phrase})" for phrase in asked if phrase)
    if not query:
        return iter(())
    return _find(connection, _search.c.tsv.op("@@")(cast(query, TSQUERY)), _spoken())


def beyond_words(connection: Connection, user_ids: Collection[str]) -> Iterator[Found]:
    """What the index of words cannot answer for: account names anywhere, also in addresses of
    pills, names cut by tags or invisible characters, and long texts. Reads every payload."""
    names = {user.partition(":")[0].removeprefix("@") for user in user_ids}
    conditions = [_payload.c.payload.contains(name, autoescape=True) for name in sorted(names)]
    conditions.append(_payload.c.payload.regexp_match(TAG_IN_WORD))
    conditions.append(_search.c.text.regexp_match(INVISIBLE))
    conditions.append(func.length(_search.c.text) >= LONGEST_TEXT)
    others = or_(_search.c.sender.is_(None), _search.c.sender.not_in(user_ids))
    return _find(connection, or_(*conditions), others, _spoken())


def relations_in(connection: Connection, rooms: Collection[str]) -> Iterator[Relation]:
    """The events of rooms that reply to, edit, react to or delete another."""
    speaks = or_(
        _payload.c.payload.contains('"m.relates_to":', autoescape=True),
        _search.c.type == "m.room.redaction",
    )
    for found in _find(
        connection, _search.c.room_id.in_(rooms), _search.c.kind.in_(EVENTS), speaks
    ):
        for kind, target in related(_event(found)):
            yield Relation(found=found, kind=kind, target=target)


def related(event: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Pairs of `RELATED` and event id: what an event speaks of."""
    content = event.get("content")
    content = content if isinstance(content, dict) else {}
    deleted = event.get("redacts") or content.get("redacts")
    if event.get("type") == "m.room.redaction" and isinstance(deleted, str):
        yield "deletion", deleted
    relation = content.get("m.relates_to")
    if not isinstance(relation, dict):
        return
    kind, target = relation.get("rel_type"), relation.get("event_id")
    if kind in RELATED and isinstance(target, str):
        yield kind, target
    answered = relation.get("m.in_reply_to")
    if isinstance(answered, dict) and isinstance(answered.get("event_id"), str):
        yield "m.in_reply_to", answered["event_id"]


def by_event_ids(
    connection: Connection, rooms: Collection[str], event_ids: Collection[str]
) -> Iterator[Found]:
    """The entries of events of these rooms."""
    chosen = _search.c.event_id.in_(event_ids) & _search.c.room_id.in_(rooms)
    return _find(connection, chosen, _search.c.kind.in_(EVENTS), payload=False)


def files_of(connection: Connection, positions: Collection[Position]) -> Iterator[Found]:
    """The sealed files that entries name."""
    reference, media = tables.media_reference.c, tables.media.c
    named = select(media.epoch, media.index).join(
        tables.media_reference,
        and_(media.district == reference.district, media.mxc == reference.mxc),
    )
    for some in _in_parts(positions):
        places = tuple_(reference.epoch, reference.index).in_([(p.epoch, p.index) for p in some])
        of_these = named.where(reference.district == func.registry.this_district(), places)
        wanted = tuple_(_search.c.epoch, _search.c.index).in_(of_these)
        yield from _find(connection, wanted, payload=False)


def _find(
    connection: Connection, *conditions: ColumnElement[bool], payload: bool = True
) -> Iterator[Found]:
    joined = and_(*(_search.c[n] == _payload.c[n] for n in ("district", "epoch", "index")))
    query = (
        select(*_columns, _search.c.event_id, *([_payload.c.payload] if payload else []))
        .select_from(_search.join(_payload, joined))
        .where(_search.c.district == func.registry.this_district(), *conditions)
        .order_by(_search.c.epoch, _search.c.index)
    )
    for row in connection.execute(query):
        held = row._mapping
        yield Found(
            position=Position(held["epoch"], held["index"]),
            at=held["at"],
            kind=held["kind"],
            type=held["type"],
            room_id=held["room_id"],
            sender=held["sender"],
            event_id=held["event_id"],
            payload=json.loads(held["payload"]) if payload else None,
        )


def _spoken() -> ColumnElement[bool]:
    return _search.c.type.not_in(PLUMBING) & _search.c.kind.in_(SAID)


def _member(user_id: str) -> str:
    return f'"state_key":{json.dumps(user_id, ensure_ascii=False)}'


def _event(found: Found) -> dict[str, Any]:
    event = (found.payload or {}).get("event")
    return event if isinstance(event, dict) else {}


def _in_parts(positions: Collection[Position], size: int = 1000) -> Iterator[list[Position]]:
    ordered = sorted(positions)
    for start in range(0, len(ordered), size):
        yield ordered[start : start + size]
