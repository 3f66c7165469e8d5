"""What outside networks say of messages that were sent to people there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal

from sqlalchemy import Connection, text

Delivery = Literal["read", "delivered", "unknown", "failed", "not_reached"]
NEVER = frozenset({"stopped", "aside"})
"""States of what will not be sent."""
TOLD = text("""
    SELECT event_id, phone, state, delivery FROM bridge.reached WHERE event_id = ANY(:events)
""")


def of(connection: Connection, events: Collection[str]) -> dict[str, dict[str, Delivery]]:
    """For each event id that a bridge knows: how far it got, by number."""
    found: dict[str, dict[str, Delivery]] = {}
    for row in connection.execute(TOLD, {"events": sorted(events)}):
        found.setdefault(row.event_id, {})[row.phone] = _delivery(row.state, row.delivery)
    return found


def to(said: Mapping[str, Delivery] | None, phones: Collection[str]) -> Delivery:
    """How far it got to somebody with these numbers. None: no bridge knows of it yet."""
    if said is None:
        return "unknown"
    return next((said[phone] for phone in phones if phone in said), "not_reached")


def _delivery(state: str, delivery: str) -> Delivery:
    if state in NEVER or delivery == "failed":
        return "failed"
    if delivery == "read":
        return "read"
    return "delivered" if delivery == "delivered" else "unknown"
