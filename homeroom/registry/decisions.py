"""The registry's one store: decisions are appended, the latest of a key is its state."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, func, insert, select

from homeroom.db.tables.registry import current, decision
from homeroom.registry.model import State

S = TypeVar("S", bound=State)
AT_ONCE = 2_000

Named = Literal["student", "guardian", "person", "class_id", "room_id", "user_id"]
"""Fields by which states are asked for; the database has an index of each."""
HERE = func.registry.this_district()
"""Part of the questions by key: their indexes begin with the district."""
MOST_KEPT = 64
_kept: dict[tuple[int, datetime], Any] = {}
"""States that `newest` found, by the decision that made them, which never changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One row of the registry, its state still as JSON."""

    seq: int
    at: datetime
    actor: str
    subject: str
    key: str
    state: dict[str, Any]
    note: str


@cache
def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def encode(state: State) -> dict[str, Any]:
    """A state as JSON."""
    encoded: dict[str, Any] = _adapter(type(state)).dump_python(state, mode="json")
    return encoded


def decode(kind: type[S], state: dict[str, Any]) -> S:
    """A state from JSON."""
    decoded: S = _adapter(kind).validate_python(state)
    return decoded


def record(connection: Connection, state: State, *, by: str, note: str = "") -> int:
    """Append a decision and return its `seq`. `by` is a user id or the name of a process."""
    row = {"actor": by, "subject": state.SUBJECT, "key": state.key, "state": encode(state)}
    made = connection.execute(insert(decision).values(**row, note=note).returning(decision.c.seq))
    return int(made.scalar_one())


def record_all(connection: Connection, states: Sequence[State], *, by: str, note: str = "") -> None:
    """Append many decisions in one COPY, in the order given."""
    if not states:
        return
    cursor: Any = connection.connection.cursor()
    try:
        # The projection sorts all of them at once: in memory, not in files.
        cursor.execute("SET LOCAL work_mem = '256MB'")
        cursor.copy_expert(
            "COPY registry.decision (actor, subject, key, state, note) FROM STDIN",
            _CopyRows(_copy_line(by, state, note) for state in states),
        )
    finally:
        cursor.close()


def lock(connection: Connection) -> None:
    """Hold off other writers until this transaction ends: read, compare, then record."""
    connection.execute(select(func.pg_advisory_xact_lock(func.hashtext("homeroom.registry"))))


def load(connection: Connection, kind: type[S]) -> dict[str, S]:
    """The current states of a kind, by key."""
    rows = connection.execute(
        select(current.c.key, current.c.state)
        .where(current.c.district == HERE, current.c.subject == kind.SUBJECT)
        .order_by(current.c.key)
    )
    return {key: decode(kind, state) for key, state in rows}


def find(connection: Connection, kind: type[S], key: str) -> S | None:
    """The current state of one key, or None."""
    return find_all(connection, kind, [key]).get(key)


def find_all(connection: Connection, kind: type[S], keys: Collection[str]) -> dict[str, S]:
    """The current states of these keys, as many as there are, by key."""
    if not keys:
        return {}
    rows = connection.execute(_FIND, {"subject": kind.SUBJECT, "keys": list(keys)})
    return {key: decode(kind, state) for key, state in rows}


def naming(connection: Connection, kind: type[S], field: Named, values: Collection[str]) -> list[S]:
    """The current states of a kind in which this field is one of the values, by key."""
    rows = _naming(connection, [kind.SUBJECT], field, values)
    return [decode(kind, state) for _, state in rows]


def naming_by_kind(
    connection: Connection, kinds: Collection[type[State]], field: Named, values: Collection[str]
) -> dict[str, list[dict[str, Any]]]:
    """As `naming`, of several kinds in one question: states as JSON, by their kind's subject."""
    found: dict[str, list[dict[str, Any]]] = {kind.SUBJECT: [] for kind in kinds}
    for subject, state in _naming(connection, list(found), field, values):
        found[subject].append(state)
    return found


def newest(connection: Connection, kind: type[S]) -> S | None:
    """The state decided last of all keys of a kind, as the policy in force is.

    Which decision that is, is asked each time; what it says is kept. An index serves policies.
    """
    row = connection.execute(
        select(current.c.seq, current.c.at)
        .where(current.c.subject == kind.SUBJECT)
        .order_by(current.c.seq.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    known: S | None = _kept.get((row.seq, row.at))
    if known is None:
        state = connection.execute(select(decision.c.state).where(decision.c.seq == row.seq))
        known = decode(kind, state.scalar_one())
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[row.seq, row.at] = known
    return known


def history(connection: Connection, kind: type[State], key: str) -> list[Decision]:
    """Every decision on a key, oldest first."""
    return _decisions(connection, _of(kind) & (decision.c.key == key))


def of_kind(connection: Connection, kind: type[State]) -> list[Decision]:
    """Every decision on every key of a kind, in order."""
    return _decisions(connection, _of(kind))


def changes_since(
    connection: Connection, seq: int, subjects: Collection[str] | None = None
) -> list[Decision]:
    """Every decision after `seq`, in order. None can appear later with a smaller `seq`.

    `subjects` are those wanted; None is all.
    """
    where = decision.c.seq > seq
    if subjects is not None:
        where &= decision.c.subject.in_(subjects)
    return _decisions(connection, where)


def latest(connection: Connection) -> int:
    """The `seq` of the last decision; 0 for an empty registry."""
    return int(connection.scalar(select(func.coalesce(func.max(decision.c.seq), 0))) or 0)


def all_current(connection: Connection, subjects: Collection[str] | None = None) -> list[Decision]:
    """The last decision on every key, in the order of `seq`: what a snapshot starts from."""
    columns = (current.c.seq, current.c.at, current.c.actor, current.c.subject, current.c.key)
    query = select(*columns, current.c.state).order_by(current.c.seq)
    if subjects is not None:
        query = query.where(current.c.subject.in_(subjects))
    rows = connection.execute(query)
    return [Decision(**row._mapping, note="") for row in rows]


def each_current(
    connection: Connection, subjects: Collection[str], unless: ColumnElement[bool]
) -> Iterator[Decision]:
    """As `all_current`, one after another and in flat memory; `unless` leaves some out."""
    columns = (current.c.seq, current.c.at, current.c.actor, current.c.subject, current.c.key)
    query = (
        select(*columns, current.c.state)
        .where(current.c.subject.in_(subjects), ~unless)
        .order_by(current.c.seq)
    )
    with connection.execute(query, execution_options={"yield_per": AT_ONCE}) as rows:
        for row in rows:
            yield Decision(**row._mapping, note="")


_FIND = (
    select(current.c.key, current.c.state)
    .where(
        current.c.district == HERE,
        current.c.subject == bindparam("subject"),
        current.c.key.in_(bindparam("keys", expanding=True)),
    )
    .order_by(current.c.key)
)


@cache
def _naming_statement(field: Named) -> Select[Any]:
    return (
        select(current.c.subject, current.c.state)
        .where(
            current.c.subject.in_(bindparam("subjects", expanding=True)),
            current.c.state[field].astext.in_(bindparam("values", expanding=True)),
        )
        .order_by(current.c.key)
    )


def _naming(
    connection: Connection, subjects: Collection[str], field: Named, values: Collection[str]
) -> list[tuple[str, dict[str, Any]]]:
    if not values:
        return []
    given = {"subjects": list(subjects), "values": list(values)}
    rows = connection.execute(_naming_statement(field), given)
    return [(row.subject, row.state) for row in rows]


def _of(kind: type[State]) -> ColumnElement[bool]:
    return and_(decision.c.district == HERE, decision.c.subject == kind.SUBJECT)


def _decisions(connection: Connection, where: Any) -> list[Decision]:
    names = ("seq", "at", "actor", "subject", "key", "state", "note")
    columns = [decision.c[name] for name in names]
    rows = connection.execute(select(*columns).where(where).order_by(decision.c.seq))
    return [Decision(**row._mapping) for row in rows]


def _copy_line(by: str, state: State, note: str) -> str:
    cells = (by, state.SUBJECT, state.key, json.dumps(encode(state)), note)
    return "\t".join(_copy_escape(cell) for cell in cells) + "\n"


def _copy_escape(cell: str) -> str:
    return cell.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


class _CopyRows:
    """A file for COPY over an iterator of lines."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._rest = ""

    def read(self, size: int = 8192) -> str:
        while len(self._rest) < size:
            line = next(self._lines, None)
            if line is None:
                break
            self._rest += line
        read, self._rest = self._rest[:size], self._rest[size:]
        return read
