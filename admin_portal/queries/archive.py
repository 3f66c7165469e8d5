"""The archive as a list: what was said, where, by whom; names instead of ids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Connection, select

from admin_portal.keyset import LIMIT, Slice, cut
from admin_portal.queries import names, refusals
from homeroom.archive import concerning
from homeroom.archive import search as core
from homeroom.archive.concerning import Kin
from homeroom.archive.search import Hit, Place, Query
from homeroom.db.tables.registry import current
from homeroom.registry.decisions import decode
from homeroom.registry.model import Person, Venue
from homeroom.registry.people import fold

SAID = ("event", "decision")
"""What is shown before anything is searched for: what was said, and what was refused."""
MOST_PEOPLE = 100
"""A name that more people have narrows the search to the first of them."""
MOST_ROUNDS = 20
"""So often a page is filled up again, where what was found is about the own family."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is searched for, as people write it; empty is any."""

    words: str = ""
    person: str = ""
    room: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One entry that was found, as the list shows it."""

    epoch: int
    entry: int
    at: datetime
    kind: str
    type: str
    sender: str
    room: str
    text: str
    rules: tuple[str, ...]
    """What refused it; none where it was no refusal."""


def page_of(connection: Connection, wanted: Wanted, kin: Kin, *, before: str = "") -> Slice[Line]:
    """The entries found, the newest first, none about the family of who searches.

    `before` is the key of the page before.
    """
    query = replace(_query(connection, wanted, kin), after=_place(before), limit=LIMIT + 1)
    hits, looked_up_to = _of_others(connection, query, kin)
    found = cut(_named(connection, hits), key=lambda line: _key(line.at, line.epoch, line.entry))
    if found.next or looked_up_to is None:
        return found
    return replace(found, next=_key(looked_up_to.at, looked_up_to.epoch, looked_up_to.entry))


def about(connection: Connection, epoch: int, entry: int) -> Line | None:
    """The line of one entry; None where its content was disposed of."""
    hit = core.one(connection, epoch, entry)
    return None if hit is None else _named(connection, [hit])[0]


def _of_others(connection: Connection, query: Query, kin: Kin) -> tuple[list[Hit], Place | None]:
    """As many as are asked for; and how far was looked, where there may be more."""
    found: list[Hit] = []
    ask = core.search if query.text or query.people else core.newest
    for _ in range(MOST_ROUNDS):
        rows = ask(connection, query).rows
        own = concerning.concerned(connection, rows, kin)
        found += [hit for hit in rows if (hit.epoch, hit.entry) not in own]
        if len(rows) < query.limit or len(found) >= query.limit:
            return found[: query.limit], None
        query = replace(query, after=rows[-1].place)
    return found, query.after


def _query(connection: Connection, wanted: Wanted, kin: Kin) -> Query:
    """The core's question: who is meant by a name, and which rooms, is looked up here."""
    if wanted == Wanted():
        return Query(kinds=SAID)
    account = wanted.person.startswith("@")
    people = [p for p in _people(connection, wanted.person) if p.id not in kin.ids]
    return Query(
        text=wanted.words,
        senders=(wanted.person,) if account else None,
        people=tuple(people) if wanted.person and not account else None,
        rooms=_rooms(connection, wanted.room) if wanted.room else None,
        kinds=(wanted.kind,) if wanted.kind else None,
        since=_midnight(wanted.since) if wanted.since else None,
        until=_midnight(wanted.until + timedelta(days=1)) if wanted.until else None,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


def _people(connection: Connection, wanted: str) -> tuple[Person, ...]:
    """The people meant by a name or a roster id."""
    ids = [found.id for found in names.search(connection, wanted, limit=MOST_PEOPLE)]
    rows = connection.scalars(
        select(current.c.state).where(current.c.subject == Person.SUBJECT, current.c.key.in_(ids))
    )
    return tuple(decode(Person, state) for state in rows)


def _rooms(connection: Connection, wanted: str) -> tuple[str, ...]:
    """The rooms of the venues whose name contains every word, or the room id itself."""
    if wanted.startswith("!"):
        return (wanted,)
    state = current.c.state
    rows = connection.execute(
        select(state["room_id"].astext, state["name"].astext).where(
            current.c.subject == Venue.SUBJECT, state["room_id"].astext.is_not(None)
        )
    )
    parts = fold(wanted).split()
    return tuple(room for room, name in rows if all(part in fold(name) for part in parts))


def _named(connection: Connection, hits: Sequence[Hit]) -> list[Line]:
    who = names.accounts(connection, {hit.sender for hit in hits if hit.sender})
    where = names.rooms(connection, {hit.room_id for hit in hits if hit.room_id})
    refused = refusals.of(connection, hits)
    return [
        Line(
            epoch=hit.epoch,
            entry=hit.entry,
            at=hit.at,
            kind=hit.kind,
            type=hit.type,
            sender=who.get(hit.sender or "", ""),
            room=where.get(hit.room_id or "", hit.room_id or ""),
            text=hit.text,
            rules=tuple(refused.get((hit.epoch, hit.entry), ())),
        )
        for hit in hits
    ]


def _key(at: datetime, epoch: int, entry: int) -> str:
    return f"{at.isoformat()}_{epoch}_{entry}"


def _place(before: str) -> Place | None:
    """None for a key that cannot be read: the first page is shown, nothing is lost by it."""
    at, _, place = before.partition("_")
    epoch, _, entry = place.partition("_")
    try:
        found = Place(at=datetime.fromisoformat(at), epoch=int(epoch), entry=int(entry))
    except ValueError:
        return None
    fits = 0 <= found.epoch < 2**31 and 0 <= found.entry < 2**63
    return found if fits and found.at.tzinfo else None
