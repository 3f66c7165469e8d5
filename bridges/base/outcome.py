"""What became of an item, as a value; `apply` writes it, with its entry in the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bridges.base import items
from bridges.base.items import NOW, Item
from bridges.base.model import State

REFUSED = "refused"
"""Quarantined by the homeserver's verdict on this one message, not on its conversation."""
AGAIN = timedelta(minutes=15)
"""How long a quarantined item rests where nothing in the registry changes."""
SOON = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """It is where it belongs. `record` puts the raw original into the record, too."""

    result: str | None = None
    room_id: str | None = None
    note: str = ""
    record: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """Not let through, by the state of the registry at `seq`; visible and releasable."""

    code: str
    reason: str
    seq: int
    soon: bool = False
    """The homeserver refused it, perhaps by an older registry: ask again, ever more rarely."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """To be tried again after a pause. An outage is nobody's fault and is not counted."""

    reason: str
    counted: bool = False
    wait: timedelta | None = None
    unsure: bool = False
    """The other side may have done it; `started` stays, so that it is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """It will not be sent; its sender is told why."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A person has to look at it; the rest of its conversation goes on."""

    code: str
    reason: str


Outcome = Done | Quarantined | Later | Stopped | Aside


def apply(connection: Connection, of: Item, outcome: Outcome, retry: timedelta) -> None:
    """Write an outcome; what the record must show goes to it in the same transaction."""
    match outcome:
        case Done():
            _done(connection, of, outcome)
        case Quarantined():
            _quarantined(connection, of, outcome)
        case Later():
            _later(connection, of, outcome, retry)
        case Stopped():
            _ended(connection, of, State.STOPPED, outcome)
        case Aside():
            _ended(connection, of, State.ASIDE, outcome)


def not_delivered(reason: str) -> str:
    """The sentence for whoever wrote it."""
    return f"Not delivered, because {reason.rstrip('.')}."


def backoff(tries: int, first: timedelta) -> timedelta:
    """The wait before the next try: doubled each time, up to a minute."""
    return min(first * (1 << min(tries, 12)), LONGEST_WAIT)


def _done(connection: Connection, of: Item, outcome: Done) -> None:
    items.change(
        connection,
        of.id,
        state=State.DONE,
        code="",
        reason=outcome.note,
        result=outcome.result,
        room_id=outcome.room_id,
        started=None,
    )
    if of.code:  # It was quarantined before.
        items.record(connection, of, "released", event_id=outcome.result, was=of.reason)
    if outcome.record:
        items.record(connection, of, "received", event_id=outcome.result, raw=of.payload)
    if of.direction.value == "out" and outcome.result:
        # What comes from no room has no event that keeps its words.
        words = {} if of.kind == "event" else {"raw": of.payload}
        sent = {"room_id": outcome.room_id, "sent_as": outcome.result}
        items.record(connection, of, "sent", **sent, **words)


def _quarantined(connection: Connection, of: Item, outcome: Quarantined) -> None:
    items.change(
        connection,
        of.id,
        state=State.QUARANTINED,
        code=outcome.code,
        reason=outcome.reason,
        judged=outcome.seq,
        tries=of.tries + 1 if outcome.soon else 0,
        due=NOW + (min(SOON * (1 << min(of.tries, 12)), AGAIN) if outcome.soon else AGAIN),
        started=None,
    )
    if of.code != outcome.code:
        said = {"code": outcome.code, "reason": outcome.reason}
        items.record(connection, of, "quarantined", **said, raw=of.payload)


def _later(connection: Connection, of: Item, outcome: Later, retry: timedelta) -> None:
    # An outage is waited out as well, but never counts towards setting the item aside.
    tries = of.tries + (1 if outcome.counted else 0)
    wait = outcome.wait or backoff(tries, retry)
    columns: dict[str, Any] = {} if outcome.unsure else {"started": None}
    items.change(connection, of.id, reason=outcome.reason, tries=tries, due=NOW + wait, **columns)


def _ended(connection: Connection, of: Item, state: State, outcome: Stopped | Aside) -> None:
    outgoing = of.direction.value == "out" and of.kind == "event"
    items.change(
        connection,
        of.id,
        state=state,
        code=outcome.code,
        reason=outcome.reason,
        started=None,
        notice=not_delivered(outcome.reason) if outgoing else "",
        noticed=False,
        due=NOW,
    )
    action = "not_delivered" if state is State.STOPPED else "set_aside"
    said = {"code": outcome.code, "reason": outcome.reason}
    items.record(connection, of, action, **said, raw=of.payload)
