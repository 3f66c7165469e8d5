"""What a request covers, counted in the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

SCOPE = text("""
    SELECT count(*) AS entries, count(DISTINCT room_id) AS rooms,
           min(at) AS first, max(at) AS last
    FROM disclosure.scope_item
    WHERE district = registry.this_district() AND request = :request
""")
REASONS = text("""
    SELECT reason, count(*) FROM disclosure.scope_item, unnest(reasons) AS reason
    WHERE district = registry.this_district() AND request = :request
    GROUP BY reason ORDER BY count(*) DESC, reason
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a request covers, counted."""

    entries: int
    rooms: int
    first: datetime | None
    last: datetime | None
    reasons: tuple[tuple[str, int], ...]


def scope(connection: Connection, request: str) -> Scope:
    """What the request covers, as it was scoped last."""
    row = connection.execute(SCOPE, {"request": request}).mappings().one()
    reasons = connection.execute(REASONS, {"request": request})
    return Scope(**row, reasons=tuple((str(r), int(n)) for r, n in reasons))
