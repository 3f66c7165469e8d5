"""Which rules refused what: read from the decisions in the archive."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, text, tuple_

from homeroom.archive.search import Hit
from homeroom.db.tables.archive import payload

DECISIONS = text("""
    SELECT p.payload FROM archive.search AS s JOIN archive.payload AS p
    USING (district, epoch, index)
    WHERE s.district = registry.this_district() AND s.kind = 'decision' AND s.at >= :since
    ORDER BY s.at DESC LIMIT :limit
""")
DECISIONS_READ = 5_000
"""At most so many refusals are counted by rule, the newest."""


def by_rule(connection: Connection, since: datetime) -> list[tuple[str, int]]:
    """Refusals by rule, the most frequent first; one refusal may be by several rules."""
    found: Counter[str] = Counter()
    for sealed in connection.scalars(DECISIONS, {"since": since, "limit": DECISIONS_READ}):
        found.update(rules(json.loads(sealed)))
    return found.most_common()


def of(connection: Connection, hits: Iterable[Hit]) -> dict[tuple[int, int], list[str]]:
    """The rules that each of the hits was refused by, under its epoch and entry."""
    places = [(hit.epoch, hit.entry) for hit in hits if hit.kind == "decision"]
    place = tuple_(payload.c.epoch, payload.c["index"])
    query = select(payload).where(
        payload.c.district == text("registry.this_district()"), place.in_(places)
    )
    return {
        (row["epoch"], row["index"]): rules(json.loads(row["payload"]))
        for row in connection.execute(query).mappings()
    }


def rules(sealed: Any) -> list[str]:
    """The rules of one sealed decision, in their order; none where it was no refusal."""
    decision = sealed.get("decision") if isinstance(sealed, dict) else None
    if not isinstance(decision, dict) or decision.get("verdict") != "refuse":
        return []
    reasons = decision.get("reasons")
    listed = reasons if isinstance(reasons, list) else []
    found = [str(r["rule"]) for r in listed if isinstance(r, dict) and "rule" in r]
    return list(dict.fromkeys(found))
