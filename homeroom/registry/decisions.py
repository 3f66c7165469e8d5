"""The registry's one store: decisions are appended, the latest of a key is its state."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, func, insert, select

from homeroom.db.tables.registry import current, decision
from homeroom.registry.model import State

S = TypeVar("S", bound=State)
AT_ONCE = 2_000


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
        .where(current.c.subject == kind.SUBJECT)
        .order_by(current.c.key)
    )
    return {key: decode(kind, state) for key, state in rows}


def find(connection: Connection, kind: type[S], key: str) -> S | None:
    """The current state of one key, or None."""
    state = connection.scalar(
        select(current.c.state).where(current.c.subject == kind.SUBJECT, current.c.key == key)
    )
    return None if state is None else decode(kind, state)


def newest(connection: Connection, kind: type[S]) -> S | None:
    """The state decided last of all keys of a kind, as the policy in force is."""
    state = connection.scalar(
        select(current.c.state)
        .where(current.c.subject == kind.SUBJECT)
        .order_by(current.c.seq.desc())
        .limit(1)
    )
    return None if state is None else decode(kind, state)


def history(connection: Connection, kind: type[State], key: str) -> list[Decision]:
    """Every decision on a key, oldest first."""
    return _decisions(connection, (decision.c.subject == kind.SUBJECT) & (decision.c.key == key))


def of_kind(connection: Connection, kind: type[State]) -> list[Decision]:
    """Every decision on every key of a kind, in order."""
    return _decisions(connection, decision.c.subject == kind.SUBJECT)


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
