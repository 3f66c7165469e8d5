"""Proves completeness: Synapse's tables, read without outbox or trigger, against the archive."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text

MOST_NAMED = 1000

NEITHER = text("""
    SELECT e.event_id, e.room_id FROM public.event_json AS e
    WHERE NOT EXISTS (SELECT FROM archive.origin AS o
        WHERE o.district = registry.this_district() AND o.kind = 'event' AND o.key = e.event_id)
    AND NOT EXISTS (SELECT FROM outbox.entry AS w WHERE w.kind = 'event' AND w.key = e.event_id)
    ORDER BY e.event_id LIMIT :most
""")
UNKNOWN = text("""
    SELECT o.key AS event_id, s.room_id FROM archive.origin AS o
    LEFT JOIN archive.search AS s USING (district, epoch, index)
    WHERE o.district = registry.this_district() AND o.kind = 'event'
    AND NOT EXISTS (SELECT FROM public.event_json AS e WHERE e.event_id = o.key)
    ORDER BY o.key LIMIT :most
""")
WITHOUT_JSON = text("""
    SELECT v.event_id, v.room_id FROM public.events AS v
    WHERE NOT EXISTS (SELECT FROM public.event_json AS e WHERE e.event_id = v.event_id)
    ORDER BY v.event_id LIMIT :most
""")
EVENTS = text("SELECT count(*) FROM public.event_json")
CAPTURE = text("SELECT outbox.capture_state()")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One event in which homeserver and archive differ."""

    event_id: str
    room_id: str | None
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """How many events Synapse has, what differs, and the state of the capture trigger."""

    events: int
    capture: str
    differences: tuple[Difference, ...]

    @property
    def complete(self) -> bool:
        return self.capture == "working" and not self.differences


def reconcile(connection: Connection) -> Reconciled:
    """Compare in one snapshot, so that an event on its way is not taken for a lost one."""
    connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
    problems = (
        (NEITHER, "is neither archived nor in the outbox"),
        (WITHOUT_JSON, "has lost its content in the homeserver"),
        (UNKNOWN, "is archived and no longer in the homeserver"),
    )
    differences = tuple(
        Difference(event_id=row.event_id, room_id=row.room_id, problem=problem)
        for query, problem in problems
        for row in connection.execute(query, {"most": MOST_NAMED})
    )
    return Reconciled(
        events=int(connection.scalar(EVENTS) or 0),
        capture=str(connection.scalar(CAPTURE)),
        differences=differences,
    )
