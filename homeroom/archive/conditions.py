"""A query as selects: of what entries say, and of the files that they name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    cast,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import JSONB, TSQUERY, array, distinct_on
from sqlalchemy.types import Text

from homeroom.archive import asking, mentioned
from homeroom.archive.query import Place, Query, Without
from homeroom.db.tables.archive import attachment, sealed_entry
from homeroom.db.tables.archive import search as table
from homeroom.db.tables.registry import current
from homeroom.policy.roles import Role
from homeroom.registry.model import Person

MOST_NAMED = 50
"""Accounts that a query lists by name: the time to plan it grows with them."""

_columns, _files = table.c, attachment.c
PLACE = (_columns.at, _columns.epoch, _columns["index"])
SHOWN = tuple(column for column in _columns if column.name not in {"district", "tsv"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of time; `until` is not included, None is open."""

    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A query with what the database had to be asked for first.

    The district is a value, so that months that cannot fit are left out when it is planned.
    """

    query: Query
    district: str
    words: str
    """A tsquery; empty where no words are asked for."""
    names: str
    """The same of the name of a file."""
    sealed: bool
    """Some entries show sealed images, and must be left out."""
    in_files: bool
    """Files are asked, too: some could hold it."""
    in_role: tuple[str, ...]
    """The accounts of people with one of the roles."""


def ask(connection: Connection, query: Query) -> Asked:
    """Make a query ready for its selects."""
    words, names = (asking.query(asking.terms(said)) for said in (query.text, query.file))
    by_file = _by_file(words, names)
    in_files = literal(False) if by_file is None else select(1).where(by_file).exists()
    known = select(
        func.registry.this_district().label("district"),
        select(sealed_entry.c.epoch).exists().label("sealed"),
        in_files.label("in_files"),
    )
    row = connection.execute(known).one()
    return Asked(
        query=query,
        district=row.district,
        words=words,
        names=names,
        sealed=row.sealed,
        in_files=row.in_files or bool(names),
        in_role=_accounts(connection, query.roles) if query.roles else (),
    )


def selects(asked: Asked, span: Span, *, after: Place | None = None) -> list[Select[Any]]:
    """One of each way in which an entry is found, what it says first; without order and limit."""
    narrowed = _narrowed(asked, span, after)
    found: list[Select[Any]] = []
    if not asked.names:
        said = [_matches(_columns.tsv, asked.words)] if asked.words else []
        nothing = [cast(null(), Text).label("file"), cast(null(), Text).label("file_text")]
        found.append(select(*SHOWN, *nothing).where(*narrowed, *said))
    if asked.in_files:
        found.append(_filed(asked, span).where(*narrowed))
    return found


def _filed(asked: Asked, span: Span) -> Select[Any]:
    """Entries by the files that they name, each once, and none that says it itself."""
    same = [_files[name] == _columns[name] for name in ("district", "at", "epoch", "index")]
    by_file = _by_file(asked.words, asked.names)
    assert by_file is not None
    both = []
    if asked.names and asked.words:
        both = [or_(_matches(_columns.tsv, asked.words), _matches(_files.tsv, asked.words))]
    elif asked.words:
        both = [not_(_matches(_columns.tsv, asked.words))]
    return (
        select(*SHOWN, _files.name.label("file"), _files.text.label("file_text"))
        .ext(distinct_on(*PLACE))
        .select_from(attachment.join(table, and_(*same)))
        .where(_files.district == asked.district, by_file, *_within(_files.at, span), *both)
    )


def _by_file(words: str, names: str) -> ColumnElement[bool] | None:
    if names:
        return _matches(_files.names, names)
    return _matches(_files.tsv, words) if words else None


def _narrowed(asked: Asked, span: Span, after: Place | None) -> list[ColumnElement[bool]]:
    """What an entry must be, its words apart."""
    query = asked.query
    made: list[ColumnElement[bool]] = [_columns.district == asked.district]
    made += _within(_columns.at, span)
    if asked.sealed:
        made.append(_unsealed())
    made += _left(query.without)
    if query.about is not None:
        made.append(_about(query))
    if query.people is not None or query.senders is not None:
        made.append(_sent_by(query.people or (), query.senders or ()))
    if query.roles is not None:
        made.append(_in_role(asked, query.roles))
    for column, values in (
        (_columns.room_id, query.rooms),
        (_columns.kind, query.kinds),
        (_columns.network, query.networks),
        (_columns.verdict, query.verdicts),
    ):
        if values is not None:
            made.append(_one_of(column, values))
    if after is not None:
        made.append(before(PLACE, after))
    return made


def _within(column: ColumnElement[Any], span: Span) -> list[ColumnElement[bool]]:
    made = []
    if span.since is not None:
        made.append(column >= span.since)
    if span.until is not None:
        made.append(column < span.until)
    return made


def _one_of(column: ColumnElement[Any], values: Sequence[str]) -> ColumnElement[bool]:
    """Of a single value an index also gives the order."""
    return column == values[0] if len(values) == 1 else column.in_(values)


def _unsealed() -> ColumnElement[bool]:
    """Not what shows a sealed image; there are few of these, looked up once."""
    sealed = select(sealed_entry.c.district, sealed_entry.c.epoch, sealed_entry.c["index"])
    return tuple_(_columns.district, _columns.epoch, _columns["index"]).not_in(sealed)


def _left(without: Without) -> list[ColumnElement[bool]]:
    """What is not left out; no room and no sender are in no list."""
    lists = ((_columns.room_id, without.rooms), (_columns.sender, without.senders))
    made: list[ColumnElement[bool]] = []
    made += [column.in_(values).is_not(True) for column, values in lists if values]
    if without.names:
        made.append(not_(_matches(_columns.tsv, mentioned.query(without.names))))
    return made


def _about(query: Query) -> ColumnElement[bool]:
    wanted = mentioned.query(query.about or ())
    return _matches(_columns.tsv, wanted) if wanted else literal(False)


def _sent_by(people: Sequence[Person], senders: Sequence[str]) -> ColumnElement[bool]:
    """Those without an account are found by their name, as their messenger told it."""
    accounts = dict.fromkeys([*(person.user_id or person.id for person in people), *senders])
    named = [
        _matches(_columns.tsv, mentioned.query(mentioned.phrases([person])))
        for person in people
        if person.user_id is None
    ]
    return or_(_one_of(_columns.sender, [*accounts] or [""]), *named)


def _in_role(asked: Asked, roles: Sequence[Role]) -> ColumnElement[bool]:
    """A few accounts are named; of many it is asked for each entry that fits otherwise."""
    if len(asked.in_role) <= MOST_NAMED:
        found: ColumnElement[bool] = _one_of(_columns.sender, asked.in_role or ("",))
    else:
        found = _has_role(roles)
    return or_(_columns.network.is_not(None), found) if Role.GUARDIAN in roles else found


def _has_role(roles: Sequence[Role]) -> ColumnElement[bool]:
    """The accounts are gathered once, as the keys of an object; a list would be, for each month."""
    account = current.c.state["user_id"].astext
    held = select(func.jsonb_object_agg(account, 1, type_=JSONB())).where(
        current.c.subject == Person.SUBJECT, _wanted(roles), account.is_not(None)
    )
    keys = held.scalar_subquery()
    return func.coalesce(keys.op("?", is_comparison=True)(_columns.sender), False)


def _accounts(connection: Connection, roles: Sequence[Role]) -> tuple[str, ...]:
    """Those of people with one of these roles; one more than are named where there are many."""
    account = current.c.state["user_id"].astext
    rows = connection.scalars(
        select(account)
        .where(current.c.subject == Person.SUBJECT, _wanted(roles), account.is_not(None))
        .limit(MOST_NAMED + 1)
    )
    return tuple(rows)


def _wanted(roles: Sequence[Role]) -> ColumnElement[bool]:
    """Written as its index is."""
    held: Any = current.c.state.op("->", return_type=JSONB())("roles")
    found: ColumnElement[bool] = held.has_any(array([role.value for role in roles]))
    return found


def before(columns: Sequence[ColumnElement[Any]], place: Place) -> ColumnElement[bool]:
    """Older than a place, or at the same time and earlier in the log."""
    return tuple_(*columns) < tuple_(literal(place.at), literal(place.epoch), literal(place.entry))


def _matches(column: ColumnElement[Any], wanted: str) -> ColumnElement[bool]:
    return column.op("@@", is_comparison=True)(cast(wanted, TSQUERY()))
