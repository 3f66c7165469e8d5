"""Finding entries in the archive for a request: every question that a scope asks of it.

Each is answered by an index: 10 million entries are asked for one student within 2 seconds.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Text,
    and_,
    cast,
    func,
    literal,
    or_,
    select,
    text,
    tuple_,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY

from homeroom.archive import named
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
RELATED = ("m.in_reply_to", "m.replace", "m.annotation", "m.thread", "m.reference", "deletion")
SPEAKS_OF_AN_EVENT = "'$':*"
AT_ONCE = 1000
MOST_STAYS = 50
T = TypeVar("T", str, Position)

# Compiling takes longer than asking; and what a student is named in is looked up, never read past.
SETTINGS = text("""
    SELECT set_config('jit', :read, true), set_config('enable_seqscan', :read, true)
""")

# One look into the index for each: a question for any of many is not answered by it.
SPEAKING = text("""
    SELECT s.epoch, s.index FROM unnest(CAST(:asked AS text[])) AS event (asked)
    CROSS JOIN LATERAL (
        SELECT s.epoch, s.index FROM archive.search AS s
        WHERE s.district = registry.this_district() AND s.tsv @@ CAST(event.asked AS tsquery)
        OFFSET 0
    ) AS s
""")

_search, _payload = tables.search, tables.payload
_columns = [
    _search.c[name]
    for name in ("epoch", "index", "at", "kind", "type", "room_id", "sender", "verdict", "event_id")
]


Stay = tuple[str, Interval]
"""A room, and when somebody was in it."""


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
    verdict: str | None = None
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
        return self.verdict == "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Where a name that others have, too, means the student: rooms and senders who know them."""

    rooms: frozenset[str] = frozenset()
    senders: frozenset[str] = frozenset()

    def __contains__(self, found: Found) -> bool:
        return found.room_id in self.rooms or found.sender in self.senders


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """An event that speaks of another: `kind` is one of `RELATED`."""

    found: Found
    kind: str
    target: str


@contextmanager
def planned(connection: Connection) -> Iterator[None]:
    """Within, each question is answered by an index."""
    connection.execute(SETTINGS, {"read": "off"})
    yield
    connection.execute(SETTINGS, {"read": "on"})


def sent_by(connection: Connection, user_ids: Collection[str]) -> Iterator[Found]:
    """What these accounts sent, and what they tried to send."""
    sent = _search.c.sender.in_(user_ids) & _search.c.kind.in_(SAID)
    return _find(connection, sent, payload=False)


def membership_of(connection: Connection, user_ids: Collection[str]) -> Iterator[Found]:
    """The membership events about these accounts, with payloads."""
    about = _matches(any_of(accounts(user_ids)))
    found = _find(connection, _search.c.type == "m.room.member", about, _of(EVENTS))
    return (f for f in found if _event(f).get("state_key") in user_ids)


def change(found: Found) -> Change:
    """What a membership event did; a rejected one did nothing, and counts as none."""
    content = found.content if isinstance(found.content, dict) else {}
    state = str(content.get("membership", "leave"))
    return Change(position=found.position, membership=state)


def in_room(connection: Connection, room_id: str) -> Iterator[Found]:
    """What was ever said in a room."""
    said = _search.c.type.not_in(PLUMBING) & _of(EVENTS)
    return _find(connection, _search.c.room_id == room_id, said, payload=False)


def present(connection: Connection, stays: Collection[Stay]) -> Iterator[Found]:
    """What was said in rooms while somebody was there; once where they were there twice."""
    said = _search.c.type.not_in(PLUMBING) & _of(EVENTS)
    ordered = list(stays)
    for start in range(0, len(ordered), MOST_STAYS):
        some = ordered[start : start + MOST_STAYS]
        there = or_(*(_during(stay) for stay in some))
        yield from _find(connection, there, said, payload=False)


def naming(connection: Connection, query: str, near: Near | None = None) -> Iterator[Found]:
    """What fits a tsquery, with payloads; `near`: only in rooms and by senders who are."""
    if not query:
        return iter(())
    conditions = [_matches(query), _spoken()]
    if near is not None:
        # As a question that no index answers: words are rarer than what so many people sent.
        conditions.append(is_near(near).is_(True))
    return _find(connection, *conditions)


def said(
    connection: Connection,
    *,
    room: str = "",
    senders: Collection[str] | None = None,
    query: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> Iterator[Found]:
    """What was said that fits all of it; `senders` None: by anybody."""
    conditions = [_spoken()]
    if room:
        conditions.append(_search.c.room_id == room)
    if senders is not None:
        conditions.append(_search.c.sender.in_(senders))
    if query:
        conditions.append(_matches(query))
    if since is not None:
        conditions.append(_search.c.at >= since)
    if until is not None:
        conditions.append(_search.c.at < until)
    return _find(connection, *conditions, payload=False)


def few(connection: Connection, query: str, most: int) -> list[Found] | None:
    """What fits a tsquery, with payloads; None where it is more than `most`."""
    known = select(_search.c.epoch).where(
        _search.c.district == func.registry.this_district(), _matches(query), _spoken()
    )
    counted = select(func.count()).select_from(known.limit(most + 1).subquery())
    if (connection.scalar(counted) or 0) > most:
        return None
    return list(naming(connection, query))


def relations_in(connection: Connection, rooms: Collection[str]) -> Iterator[Relation]:
    """The events of rooms that reply to, edit, react to or delete another."""
    # As a question that no index answers: only what is in these rooms is looked at.
    speaks = _matches(SPEAKS_OF_AN_EVENT).is_(True)
    in_these = _search.c.room_id.in_(rooms)
    return _relations(_find(connection, in_these, _of(EVENTS), speaks))


def relations_to(connection: Connection, event_ids: Collection[str]) -> Iterator[Relation]:
    """The events that speak of these."""
    asked = [any_of([event_id]) for event_id in sorted(event_ids)]
    places = connection.execute(SPEAKING, {"asked": asked}) if asked else ()
    yield from relations_of(connection, {Position(*row) for row in places})


def relations_of(connection: Connection, positions: Collection[Position]) -> Iterator[Relation]:
    """What the events at these places speak of."""
    speaks = _matches(SPEAKS_OF_AN_EVENT).is_(True)
    for there in _places(positions):
        yield from _relations(_find(connection, there, _of(EVENTS), speaks))


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


def by_event_ids(connection: Connection, event_ids: Collection[str]) -> Iterator[Found]:
    """The entries of these events."""
    origin = tables.origin.c
    for some in _in_parts(event_ids):
        of_these = select(origin.epoch, origin.index).where(
            origin.district == func.registry.this_district(),
            origin.kind == "event",
            origin.key.in_(some),
        )
        yield from at(connection, [Position(*row) for row in connection.execute(of_these)])


def at(connection: Connection, positions: Collection[Position]) -> Iterator[Found]:
    """The entries at these places; nothing of one that was disposed of."""
    for there in _places(positions):
        yield from _find(connection, there, payload=False)


def files_of(connection: Connection, positions: Collection[Position]) -> Iterator[Found]:
    """The sealed files that entries name."""
    reference, media = tables.media_reference.c, tables.media.c
    named_files = select(media.epoch, media.index).join(
        tables.media_reference,
        and_(media.district == reference.district, media.mxc == reference.mxc),
    )
    found: set[Position] = set()
    for some in _in_parts(positions):
        places = tuple_(reference.epoch, reference.index).in_([(p.epoch, p.index) for p in some])
        of_these = named_files.where(reference.district == func.registry.this_district(), places)
        found |= {Position(*row) for row in connection.execute(of_these)}
    yield from at(connection, found)


def accounts(user_ids: Iterable[str]) -> list[str]:
    """Accounts as the index knows them."""
    return sorted({named.account(user) for user in user_ids})


def any_of(lexemes: Iterable[str]) -> str:
    """A tsquery for any of these, each as it is."""
    return " | ".join(f"'{named.quoted(each)}'" for each in lexemes)


def is_near(near: Near) -> ColumnElement[bool]:
    """In one of these rooms, or by one of these senders; a list is planned for each of them."""
    rooms = select(func.unnest(literal(sorted(near.rooms), ARRAY(Text))))
    senders = select(func.unnest(literal(sorted(near.senders), ARRAY(Text))))
    return or_(_search.c.room_id.in_(rooms), _search.c.sender.in_(senders))


def _during(stay: Stay) -> ColumnElement[bool]:
    room, interval = stay
    place = tuple_(_search.c.epoch, _search.c.index)
    here = (_search.c.room_id == room) & (place >= (interval.start.epoch, interval.start.index))
    if interval.end is not None:
        here &= place <= (interval.end.epoch, interval.end.index)
    return here


def _find(
    connection: Connection, *conditions: ColumnElement[bool], payload: bool = True
) -> Iterator[Found]:
    joined = and_(*(_search.c[n] == _payload.c[n] for n in ("district", "epoch", "index")))
    source = _search.join(_payload, joined) if payload else _search
    query = (
        select(*_columns, *([_payload.c.payload] if payload else []))
        .select_from(source)
        .where(_search.c.district == func.registry.this_district(), *conditions)
        .order_by(_search.c.epoch, _search.c.index)
    )
    for row in connection.execute(query):
        yield Found(
            position=Position(row[0], row[1]),
            at=row[2],
            kind=row[3],
            type=row[4],
            room_id=row[5],
            sender=row[6],
            verdict=row[7],
            event_id=row[8],
            payload=json.loads(row[9]) if payload else None,
        )


def _relations(found: Iterable[Found]) -> Iterator[Relation]:
    for each in found:
        for kind, target in related(_event(each)):
            yield Relation(found=each, kind=kind, target=target)


def _matches(query: str) -> ColumnElement[bool]:
    return _search.c.tsv.op("@@", is_comparison=True)(cast(query, TSQUERY))


def _of(kinds: Collection[str]) -> ColumnElement[bool]:
    return _search.c.kind.in_(kinds)


def _spoken() -> ColumnElement[bool]:
    return _search.c.type.not_in(PLUMBING) & _of(SAID)


def _event(found: Found) -> dict[str, Any]:
    event = (found.payload or {}).get("event")
    return event if isinstance(event, dict) else {}


def _places(positions: Collection[Position]) -> Iterator[ColumnElement[bool]]:
    """Conditions that are all these places together, an epoch at a time."""
    for some in _in_parts(positions):
        for epoch in sorted({position.epoch for position in some}):
            indexes = [p.index for p in some if p.epoch == epoch]
            yield (_search.c.epoch == epoch) & (_search.c["index"] == func.any(literal(indexes)))


def _in_parts(wanted: Collection[T], size: int = AT_ONCE) -> Iterator[list[T]]:
    ordered = sorted(wanted)
    for start in range(0, len(ordered), size):
        yield ordered[start : start + size]
