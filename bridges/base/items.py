"""Items: each message, event or status once, with its state and what became of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert

from bridges.base.model import Direction, Received, State
from homeroom.db.tables.bridge import inbox, item

NOW = func.clock_timestamp()
OPEN = item.c.state.in_((State.WAITING, State.QUARANTINED))


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One row, as far as a worker needs it."""

    id: int
    network: str
    direction: Direction
    kind: str
    remote_id: str
    conversation: str
    sent_at: datetime
    payload: str
    state: State
    code: str
    reason: str
    tries: int
    judged: int
    started: datetime | None
    result: str | None
    room_id: str | None
    delivery: str
    notice: str
    added: datetime
    due: bool
    """Whether its time has come."""


def add(
    connection: Connection,
    network: str,
    direction: Direction,
    received: Received,
    *,
    came_in: int,
    settle: timedelta,
) -> bool:
    """Add an item, once: False where its remote id (or event id) is known already."""
    row = {
        "network": network,
        "direction": direction.value,
        "inbox": came_in,
        "kind": received.kind,
        "remote_id": received.remote_id,
        "conversation": received.conversation,
        "sent_at": received.sent_at,
        "payload": received.payload,
        "urgent": received.urgent,
        "due": NOW + settle,
    }
    made = insert(item).values(**row).on_conflict_do_nothing(constraint="item_once")
    return connection.execute(made.returning(item.c.id)).scalar() is not None


def ready(connection: Connection, network: str, direction: Direction, seq: int) -> list[str]:
    """The conversations in which something can be done now, those with an urgent notice first.

    A quarantined item can be judged again once the registry has changed since, or its time came.
    """
    again = and_(item.c.state == State.QUARANTINED, item.c.judged < seq)
    rows = connection.scalars(
        select(item.c.conversation)
        .where(item.c.network == network, item.c.direction == direction, OPEN)
        .where(or_(item.c.due <= NOW, again))
        .group_by(item.c.conversation)
        .order_by(func.bool_or(item.c.urgent).desc(), func.min(item.c.id))
    )
    return list(rows)


def urgent(connection: Connection, network: str) -> set[str]:
    """The conversations in which an urgent notice waits."""
    return set(
        connection.scalars(
            select(item.c.conversation).where(
                item.c.network == network, item.c.direction == Direction.OUT, OPEN, item.c.urgent
            )
        )
    )


def queue(
    connection: Connection,
    network: str,
    direction: Direction,
    conversation: str,
    *,
    most: int = 500,
) -> list[Item]:
    """The open items of a conversation, in its order, `most` of them.

    What comes in is ordered by the time at which it was sent, since vendors reorder; what goes
    out by arrival, which Synapse keeps in order, and an urgent notice before all that waits.
    """
    by_arrival = (item.c.urgent.desc(), item.c.id)
    order = (item.c.sent_at, item.c.id) if direction is Direction.IN else by_arrival
    rows = connection.execute(
        _select()
        .where(item.c.network == network, item.c.direction == direction, OPEN)
        .where(item.c.conversation == conversation)
        .order_by(*order)
        .limit(most)
    )
    return [_item(row) for row in rows]


def find(connection: Connection, network: str, direction: Direction, remote_id: str) -> Item | None:
    """The item with this remote id (in) or event id (out)."""
    row = connection.execute(
        _select().where(
            item.c.network == network,
            item.c.direction == direction,
            item.c.remote_id == remote_id,
        )
    ).first()
    return _item(row) if row else None


def event_of(connection: Connection, network: str, remote_id: str) -> str | None:
    """The event that a remote message became or came from."""
    came = find(connection, network, Direction.IN, remote_id)
    if came is not None:
        return came.result
    sent = sent_as(connection, network, remote_id)
    return sent.remote_id if sent else None


def sent_as(connection: Connection, network: str, remote_id: str) -> Item | None:
    """The item that was sent to the vendor as this remote id."""
    row = connection.execute(
        _select().where(
            item.c.network == network,
            item.c.direction == Direction.OUT,
            item.c.result == remote_id,
        )
    ).first()
    return _item(row) if row else None


def remote_of(connection: Connection, network: str, event_id: str) -> str | None:
    """The remote message that an event became or came from."""
    gone = find(connection, network, Direction.OUT, event_id)
    if gone is not None:
        return gone.result
    return connection.scalar(
        select(item.c.remote_id).where(
            item.c.network == network,
            item.c.direction == Direction.IN,
            item.c.result == event_id,
        )
    )


def to_notice(connection: Connection, network: str) -> list[Item]:
    """Items of which their sender has still to be told."""
    rows = connection.execute(
        _select()
        .where(item.c.network == network, item.c.notice != "", ~item.c.noticed)
        .where(item.c.due <= NOW)
        .order_by(item.c.id)
        .limit(100)
    )
    return [_item(row) for row in rows]


def change(connection: Connection, item_id: int, /, **columns: Any) -> None:
    """Set what became of an item."""
    connection.execute(update(item).where(item.c.id == item_id).values(changed=NOW, **columns))


def record(connection: Connection, of: Item, action: str, **more: Any) -> None:
    """Put what was done with an item into the record, through the archive's outbox."""
    payload = json.dumps(said(of, action, **more))
    connection.execute(
        text("SELECT outbox.append('bridge', :key, :payload)"),
        {"key": f"{of.network}:{of.id}:{action}", "payload": payload},
    )


def said(of: Item, action: str, **more: Any) -> dict[str, Any]:
    """What the record says of something done with an item."""
    return {
        "bridge": {
            "network": of.network,
            "direction": of.direction.value,
            "action": action,
            "remote_id": of.remote_id,
            "sent_at": int(of.sent_at.timestamp() * 1000),
            **more,
        }
    }


def counts(connection: Connection, network: str) -> dict[str, int]:
    """How many items are in each state, and how many bodies wait or cannot be read."""
    rows = connection.execute(
        select(item.c.state, func.count())
        .where(item.c.network == network, item.c.state != State.DONE)
        .group_by(item.c.state)
    )
    found = {state.value: 0 for state in State if state is not State.DONE}
    found |= {state: int(count) for state, count in rows}
    bodies = connection.execute(
        select(
            func.count().filter(inbox.c.opened.is_(None)),
            func.count().filter(inbox.c.reason != ""),
        ).where(inbox.c.network == network, or_(inbox.c.opened.is_(None), inbox.c.reason != ""))
    ).one()
    return found | {"unopened": int(bodies[0]), "unreadable": int(bodies[1])}


def _select() -> Any:
    names = [name for name in Item.__dataclass_fields__ if name != "due"]
    return select(*(item.c[name] for name in names), (item.c.due <= NOW).label("due"))


def _item(row: Any) -> Item:
    values = dict(row._mapping)
    values["direction"], values["state"] = Direction(values["direction"]), State(values["state"])
    return Item(**values)
