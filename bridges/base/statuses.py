"""What the vendor reports of messages that were sent: taken down, and failures told."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bridges.base import items
from bridges.base.items import NOW, Item
from bridges.base.model import Direction, State, Status
from bridges.base.outcome import not_delivered

RANK = {"": 0, "sent": 1, "delivered": 2, "read": 3, "failed": 4}


def take(connection: Connection, network: str, status: Status) -> bool:
    """Write a status to the message that it is about; False where there is none.

    A status can come before the answer to the send, or in its place: the tracker that was sent
    along is the event id.
    """
    item = items.sent_as(connection, network, status.remote_id)
    if item is None and status.item:
        item = items.find(connection, network, Direction.OUT, status.item)
    if item is None:
        return False
    columns: dict[str, Any] = {"result": item.result or status.remote_id}
    if RANK[status.state] > RANK[item.delivery]:
        columns["delivery"] = status.state
    if status.state == "failed" and item.delivery != "failed":
        columns |= _failed(connection, item, status)
    items.change(connection, item.id, **columns)
    return True


def _failed(connection: Connection, item: Item, status: Status) -> dict[str, Any]:
    """The columns of an item that the vendor took and could not deliver."""
    reason = status.reason or f"the network reports error {status.code}"
    code = str(status.code or "failed")
    items.record(connection, item, "not_delivered", code=code, reason=reason)
    notice = {"notice": not_delivered(reason), "noticed": False, "due": NOW}
    if item.kind != "event":  # there is no room to say it in
        notice = {}
    return {"state": State.STOPPED, "code": code, "reason": reason} | notice
