"""The history of an object: every decision on it, by whom and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from admin_portal.queries import names
from homeroom.registry.decisions import history
from homeroom.registry.model import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One decision, as a page shows it."""

    at: datetime
    who: str
    state: str
    note: str


def of(connection: Connection, kind: type[State], key: str) -> list[Step]:
    """The decisions on a key, newest first."""
    decisions = history(connection, kind, key)[::-1]
    who = names.accounts(connection, {decision.actor for decision in decisions})
    return [
        Step(at=d.at, who=who[d.actor], state=str(d.state.get("state", "")), note=d.note)
        for d in decisions
    ]
