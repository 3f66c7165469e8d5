"""The store of alerts: raised with their entry, and every step after that; nothing is changed."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, exists, func, select, text

from homeroom.db.tables.danger import alert, step

Action = Literal["told", "not_told", "acknowledged", "guardian_told", "closed"]
Standing = Literal["open", "acknowledged", "closed"]

RAISE = text("""
    SELECT danger.raise_alert(:kind, :key, :payload, :source, :sender, :people, :room_id, :rules)
""")
DRILL = text("SELECT danger.drill(:org, :by)")
REPORT = "report"
"""The rule of what somebody reported; with words of danger in it, those are named beside it."""
DRILLS = "drill:"
"""How the sender of a drill begins; the place whose chain is tried comes after it."""
NOTE = text("SELECT danger.note(:alert, :action, :by, :person, :channel, :note)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """What raises an alert: the entry, and whom it is about."""

    kind: Literal["decision", "bridge"]
    key: str
    payload: Mapping[str, Any]
    source: str
    """What was said: an event's id, or a network and its message's id. One alert for each."""
    sender: str
    people: tuple[str, ...]
    """Person ids: who said it, and the student whom the room is about."""
    room_id: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that was done about an alert."""

    id: int
    at: datetime
    alert: int
    action: Action
    by: str
    person: str
    """Whom it concerns: the adult who was told, the guardian who was."""
    channel: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """An alert with what was done about it, oldest first."""

    id: int
    at: datetime
    source: str
    kind: str
    key: str
    sender: str
    people: tuple[str, ...]
    room_id: str
    rules: tuple[str, ...]
    steps: tuple[Step, ...] = ()

    @property
    def standing(self) -> Standing:
        """Open until an adult has seen it, acknowledged until it is closed."""
        actions = {each.action for each in self.steps}
        if "closed" in actions:
            return "closed"
        return "acknowledged" if "acknowledged" in actions else "open"

    @property
    def urgent(self) -> bool:
        """Is an adult told at once? A report without words of danger waits on the page."""
        return self.rules != (REPORT,)

    @property
    def drill(self) -> str | None:
        """The place (org id) whose chain is tried; None where somebody may be in danger."""
        return self.sender.removeprefix(DRILLS) if self.sender.startswith(DRILLS) else None

    @property
    def told(self) -> tuple[Step, ...]:
        """The attempts to tell somebody."""
        return tuple(each for each in self.steps if each.action in ("told", "not_told"))


def raise_alert(connection: Connection, raised: Raised) -> int | None:
    """Append the entry and raise its alert; None where what was said has one already."""
    values = {
        "kind": raised.kind,
        "key": raised.key,
        "payload": json.dumps(raised.payload, ensure_ascii=True, default=str),
        "source": raised.source,
        "sender": raised.sender,
        "people": list(raised.people),
        "room_id": raised.room_id,
        "rules": list(raised.rules),
    }
    made = connection.scalar(RAISE, values)
    return None if made is None else int(made)


def drill(connection: Connection, org: str, *, by: str) -> int:
    """Have the chain of a school or of the district told, as if somebody were in danger."""
    return int(connection.execute(DRILL, {"org": org, "by": by}).scalar_one())


def note(
    connection: Connection,
    alert_id: int,
    action: Action,
    *,
    by: str,
    person: str = "",
    channel: str = "",
    text_: str = "",
) -> None:
    """Record a step. `by` is a user id or the name of a process."""
    values = {"alert": alert_id, "action": action, "by": by, "person": person}
    connection.execute(NOTE, {**values, "channel": channel, "note": text_})


def unclosed(connection: Connection) -> list[Alert]:
    """The alerts that nobody has closed, oldest first."""
    closed = exists().where(step.c.alert == alert.c.id, step.c.action == "closed")
    rows = connection.execute(select(alert).where(~closed).order_by(alert.c.id)).all()
    return _with_steps(connection, rows)


def latest(connection: Connection, *, limit: int) -> list[Alert]:
    """The newest alerts, whatever their standing, newest first."""
    rows = connection.execute(select(alert).order_by(alert.c.id.desc()).limit(limit)).all()
    return _with_steps(connection, rows)


def find(connection: Connection, alert_id: int) -> Alert | None:
    """One alert."""
    rows = connection.execute(select(alert).where(alert.c.id == alert_id)).all()
    return next(iter(_with_steps(connection, rows)), None)


def of_sources(connection: Connection, sources: Collection[str]) -> dict[str, Alert]:
    """The alerts of what was said, by its source."""
    rows = connection.execute(select(alert).where(alert.c.source.in_(list(sources)))).all()
    return {each.source: each for each in _with_steps(connection, rows)}


def unseen(connection: Connection) -> tuple[int, datetime | None]:
    """How many alerts no adult has acknowledged, and since when the oldest waits."""
    seen = exists().where(step.c.alert == alert.c.id, step.c.action.in_(("acknowledged", "closed")))
    row = connection.execute(select(func.count(), func.min(alert.c.at)).where(~seen)).one()
    return int(row[0]), row[1]


def _with_steps(connection: Connection, rows: Sequence[Any]) -> list[Alert]:
    steps = _steps(connection, [row.id for row in rows])
    return [
        Alert(
            id=row.id,
            at=row.at,
            source=row.source,
            kind=row.kind,
            key=row.key,
            sender=row.sender,
            people=tuple(row.people),
            room_id=row.room_id,
            rules=tuple(row.rules),
            steps=tuple(steps.get(row.id, ())),
        )
        for row in rows
    ]


def _steps(connection: Connection, ids: Iterable[int]) -> dict[int, list[Step]]:
    found: dict[int, list[Step]] = {}
    rows = connection.execute(
        select(step).where(step.c.alert.in_(list(ids))).order_by(step.c.id)
    ).mappings()
    for row in rows:
        values = {name: row[name] for name in Step.__slots__}
        found.setdefault(row["alert"], []).append(Step(**values))
    return found
