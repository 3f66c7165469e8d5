"""Entries of our own about requests: decisions of a review, productions, releases."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, func, select


def append(connection: Connection, kind: str, key: str, said: dict[str, Any]) -> None:
    """Put an entry of our own into the outbox."""
    payload = json.dumps({kind: said}, ensure_ascii=False)
    connection.execute(select(func.outbox.append(kind, key, payload)))
