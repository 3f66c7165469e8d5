"""The archive as a list: what was said, where, by whom; names instead of ids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, cast, func, literal, select, tuple_
from sqlalchemy.dialects.postgresql import TSQUERY

from admin_portal.keyset import LIMIT, Slice, cut
from admin_portal.queries import names
from homeroom.archive.words import words
from homeroom.db.tables.archive import search
from homeroom.db.tables.registry import current
from homeroom.registry.model import Person, Venue
from homeroom.registry.people import fold

SAID = ("event", "decision")
"""What is shown before anything is searched for: what was said, and what was refused."""
MOST_PEOPLE = 100
"""A name that more people have narrows the search to the first of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is searched for; empty is any."""

    words: str = ""
    person: str = ""
    room: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One entry that was found."""

    epoch: int
    index: int
    at: datetime
    kind: str
    type: str
    sender: str
    room: str
    text: str


def page_of(connection: Connection, wanted: Wanted, *, before: str = "") -> Slice[Hit]:
    """The entries found, the newest first; `before` is the key of the page before."""
    at, epoch, index = search.c.at, search.c.epoch, search.c["index"]
    conditions = _conditions(connection, wanted)
    if (key := _key(before)) is not None:
        conditions.append(tuple_(at, epoch, index) < tuple_(*map(literal, key)))
    rows = connection.execute(
        select(search)
        .where(search.c.district == func.registry.this_district(), *conditions)
        .order_by(at.desc(), epoch.desc(), index.desc())
        .limit(LIMIT + 1)
    ).all()
    found = _named(connection, rows)
    return cut(found, key=lambda hit: f"{hit.at.isoformat()}_{hit.epoch}_{hit.index}")


def tsquery(text: str) -> str:
    """Every word, in any order; the last one may be the beginning of a longer one."""
    found = words(text)[:20]
    return " & ".join([*(f"'{word}'" for word in found[:-1]), *(f"'{w}':*" for w in found[-1:])])


def _conditions(connection: Connection, wanted: Wanted) -> list[ColumnElement[bool]]:
    made: list[ColumnElement[bool]] = []
    if query := tsquery(wanted.words):
        made.append(search.c.tsv.op("@@")(cast(query, TSQUERY())))
    if wanted.kind:
        made.append(search.c.kind == wanted.kind)
    if wanted == Wanted():
        made.append(search.c.kind.in_(SAID))
    if wanted.person:
        made.append(search.c.sender.in_(_accounts(connection, wanted.person)))
    if wanted.room:
        made.append(search.c.room_id.in_(_rooms(connection, wanted.room)))
    if wanted.since:
        made.append(search.c.at >= _midnight(wanted.since))
    if wanted.until:
        made.append(search.c.at < _midnight(wanted.until + timedelta(days=1)))
    return made


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


def _accounts(connection: Connection, wanted: str) -> list[str]:
    """The user ids of the people meant by a name, a roster id or a user id."""
    if wanted.startswith("@"):
        return [wanted]
    ids = [person.id for person in names.search(connection, wanted, limit=MOST_PEOPLE)]
    rows = connection.scalars(
        select(current.c.state["user_id"].astext).where(
            current.c.subject == Person.SUBJECT, current.c.key.in_(ids)
        )
    )
    return [user_id for user_id in rows if user_id]


def _rooms(connection: Connection, wanted: str) -> list[str]:
    """The rooms of the venues whose name contains every word, or the room id itself."""
    if wanted.startswith("!"):
        return [wanted]
    state = current.c.state
    rows = connection.execute(
        select(state["room_id"].astext, state["name"].astext).where(
            current.c.subject == Venue.SUBJECT, state["room_id"].astext.is_not(None)
        )
    )
    parts = fold(wanted).split()
    return [room for room, name in rows if all(part in fold(name) for part in parts)]


def _named(connection: Connection, rows: Sequence[Any]) -> list[Hit]:
    who = names.accounts(connection, {row.sender for row in rows if row.sender})
    where = names.rooms(connection, {row.room_id for row in rows if row.room_id})
    return [
        Hit(
            epoch=row.epoch,
            index=row._mapping["index"],
            at=row.at,
            kind=row.kind,
            type=row.type,
            sender=who.get(row.sender or "", ""),
            room=where.get(row.room_id or "", row.room_id or ""),
            text=row.text,
        )
        for row in rows
    ]


def about(connection: Connection, epoch: int, index: int) -> Hit | None:
    """The line of one entry; None where its content was disposed of."""
    row = connection.execute(
        select(search).where(
            search.c.district == func.registry.this_district(),
            search.c.epoch == epoch,
            search.c["index"] == index,
        )
    ).one_or_none()
    return None if row is None else _named(connection, [row])[0]


def _key(before: str) -> tuple[datetime, int, int] | None:
    """None for a key that cannot be read: the first page is shown, nothing is lost by it."""
    at, _, place = before.partition("_")
    epoch, _, index = place.partition("_")
    try:
        key = datetime.fromisoformat(at), int(epoch), int(index)
    except ValueError:
        return None
    return key if key[0].tzinfo else None
