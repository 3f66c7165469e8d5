"""An urgent notice goes out before all that waits, and the network's word on it is known."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, insert

from bridges.base import inbox, items
from bridges.base.bridge import Worker
from bridges.base.database import Database
from bridges.base.model import Alias, Direction, Received, State
from bridges.base.opening import _outgoing
from bridges.base.outcome import Done, Outcome
from homeroom.db.roles import DatabaseRole
from homeroom.db.tables.bridge import alias, ghost, portal
from homeroom.registry import deliveries
from tests.fixtures.postgres import TestDatabase

NETWORK, OUT = "whatsapp", Direction.OUT
PHONE = "+12025550143"


def event(event_id: str, room: str = "!a:x", **content: Any) -> dict[str, Any]:
    said = {"msgtype": "m.text", "body": "Hello", **content}
    return {"event_id": event_id, "room_id": room, "origin_server_ts": 0, "content": said}


def urgent(event_id: str, room: str = "!a:x") -> dict[str, Any]:
    return event(event_id, room, **{"district.homeroom.urgent": {"reason": "Storm"}})


def add(connection: Connection, *events: dict[str, Any]) -> None:
    """What came in one transaction from the homeserver."""
    inbox.store(connection, NETWORK, "matrix", json.dumps({"events": events}).encode())
    (stored,) = inbox.unopened(connection, NETWORK, limit=1)
    for each in events:
        items.add(connection, NETWORK, OUT, _outgoing(each), came_in=stored.id, settle=timedelta())
    inbox.opened(connection, stored.id, "")


def test_it_goes_before_the_rest_of_its_room_and_its_room_before_others(
    database: TestDatabase,
) -> None:
    with database.connect(DatabaseRole.BRIDGE) as connection, connection.begin():
        add(connection, event("$1", "!b:x"), event("$2"), event("$3"), urgent("$4"))
        assert items.ready(connection, NETWORK, OUT, 0) == ["!a:x", "!b:x"]
        assert items.urgent(connection, NETWORK) == {"!a:x"}
        waiting = [each.remote_id for each in items.queue(connection, NETWORK, OUT, "!a:x")]
    assert waiting == ["$4", "$2", "$3"]


def test_a_mark_in_what_comes_in_changes_nothing() -> None:
    """The homeserver alone says what is urgent; nobody outside does."""
    payload = json.dumps(urgent("$1"))
    said = Received(
        kind="message",
        remote_id="wamid.1",
        conversation="c",
        sent_at=datetime.now(UTC),
        payload=payload,
    )
    assert said.urgent is False


class Sending(Worker):
    """A worker whose handler is the test's."""

    def __init__(self, database: Database, retry: timedelta) -> None:
        self._database = database
        self._network: Any = type("Network", (), {"name": NETWORK})
        self._retry = retry


async def test_one_that_comes_while_others_are_sent_is_next(database: TestDatabase) -> None:
    sent: list[str] = []

    async def send(item: items.Item, _: Any) -> Outcome:
        sent.append(item.remote_id)
        if item.remote_id == "$1":
            with database.connect(DatabaseRole.BRIDGE) as connection, connection.begin():
                add(connection, urgent("$9"))
        return Done(result=f"wamid.{item.remote_id}", room_id=item.conversation)

    with database.connect(DatabaseRole.BRIDGE) as connection, connection.begin():
        add(connection, event("$1"), event("$2"), event("$3"))
    worker = Sending(Database(database.engine(DatabaseRole.BRIDGE)), timedelta(seconds=1))
    await worker._one_by_one("!a:x", send)
    assert sent == ["$1", "$9", "$2", "$3"]


SAID = [
    ("", State.WAITING, "unknown"),
    ("sent", State.DONE, "unknown"),
    ("delivered", State.DONE, "delivered"),
    ("read", State.DONE, "read"),
    ("failed", State.STOPPED, "failed"),
    ("", State.STOPPED, "failed"),  # no consent any more, or refused by the vendor
    ("", State.ASIDE, "failed"),
]


@pytest.mark.parametrize(("delivery", "state", "known"), SAID)
def test_what_the_network_says_is_known_by_number(
    database: TestDatabase, delivery: str, state: State, known: str
) -> None:
    with database.connect(DatabaseRole.BRIDGE) as connection, connection.begin():
        add(connection, urgent("$1"))
        made = connection.execute(
            insert(ghost).values(network=NETWORK, localpart="_whatsapp_1").returning(ghost.c.id)
        ).scalar_one()
        number = Alias(kind="phone", value=PHONE)
        connection.execute(
            insert(alias).values(network=NETWORK, kind=number.kind, value=number.value, ghost=made)
        )
        connection.execute(
            insert(portal).values(
                id="p", network=NETWORK, ghost=made, student="s", class_id="c", room_id="!a:x"
            )
        )
        (item,) = items.queue(connection, NETWORK, OUT, "!a:x")
        items.change(connection, item.id, delivery=delivery, state=state)
    with database.connect(DatabaseRole.PORTAL) as connection:
        said = deliveries.of(connection, ["$1", "$2"])
    assert deliveries.to(said["$1"], [PHONE]) == known
    assert deliveries.to(said["$1"], ["+12025550144"]) == "not_reached"  # the other guardian
    assert deliveries.to(said.get("$2"), [PHONE]) == "unknown"
