"""Proves completeness: Synapse's tables, read without outbox or trigger, against the archive."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, text

from homeroom.archive import payload
from homeroom.archive.certificates import certificates

MOST_NAMED = 1000
AT_ONCE = 500
Progress = Callable[[int, int], None]
"""Told how many events are compared, of how many."""

NEITHER = text("""
    SELECT e.event_id, e.room_id FROM public.event_json AS e
    WHERE NOT EXISTS (SELECT FROM archive.origin AS o
        WHERE o.district = registry.this_district() AND o.kind = 'event' AND o.key = e.event_id)
    AND NOT EXISTS (SELECT FROM outbox.entry AS w WHERE w.kind = 'event' AND w.key = e.event_id)
    AND (position('homeroom_disposed' in e.internal_metadata) = 0
        OR e.internal_metadata::jsonb->>'homeroom_disposed' <> ALL (CAST(:certificates AS text[])))
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
BOTH = text("""
    SELECT e.event_id, e.room_id, e.json, p.payload
    FROM public.event_json AS e
    JOIN archive.origin AS o
        ON o.district = registry.this_district() AND o.kind = 'event' AND o.key = e.event_id
    JOIN archive.payload AS p
        ON p.district = o.district AND p.epoch = o.epoch AND p.index = o.index
""")
REPEATS = text("""
    SELECT p.payload FROM archive.search AS s
    JOIN archive.payload AS p USING (district, epoch, index)
    WHERE s.district = registry.this_district() AND s.kind = 'event_repeat'
    AND s.event_id = :event_id
""")
MARKED = text("""
    SELECT e.internal_metadata::jsonb->>'homeroom_disposed' AS certificate, count(*) AS events
    FROM public.event_json AS e WHERE position('homeroom_disposed' in e.internal_metadata) > 0
    GROUP BY 1
""")
EVENTS = text("SELECT count(*) FROM public.event_json")
CAPTURE = text("SELECT outbox.capture_state()")

SETS = (
    (NEITHER, "is neither archived nor in the outbox"),
    (WITHOUT_JSON, "has lost its content in the homeserver"),
    (UNKNOWN, "is archived and no longer in the homeserver"),
)
OTHER_CONTENT = "says something else in the homeserver than in the archive"


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
    compared: int
    """Events whose content was compared, byte for byte of what they say."""
    capture: str
    differences: tuple[Difference, ...]

    @property
    def complete(self) -> bool:
        return self.capture == "working" and not self.differences


def reconcile(connection: Connection, progress: Progress = lambda done, total: None) -> Reconciled:
    """Compare in one snapshot, so that an event on its way is not taken for a lost one.

    The content too: what Synapse holds of each event against what was sealed of it. Flat memory.
    """
    connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
    events = int(connection.scalar(EVENTS) or 0)
    believed = _believed(connection)
    differences = [
        Difference(event_id=row.event_id, room_id=row.room_id, problem=problem)
        for query, problem in SETS
        for row in connection.execute(query, {"most": MOST_NAMED, "certificates": believed})
    ]
    compared = 0
    for compared, row in enumerate(_both(connection), start=1):
        if _differs(connection, row) and len(differences) < MOST_NAMED * (len(SETS) + 1):
            differences.append(
                Difference(event_id=row.event_id, room_id=row.room_id, problem=OTHER_CONTENT)
            )
        if compared % AT_ONCE == 0:
            progress(compared, events)
    progress(compared, events)
    return Reconciled(
        events=events,
        compared=compared,
        capture=str(connection.scalar(CAPTURE)),
        differences=tuple(differences),
    )


def _believed(connection: Connection) -> list[str]:
    """The certificates of disposition that no more events refer to than they were made for.

    An event whose content was disposed of has no entry any more, and says by which certificate.
    """
    marked = {row.certificate: row.events for row in connection.execute(MARKED)}
    return [
        each.name
        for each in certificates(connection)
        if marked.get(each.name, 0) <= each.said.get("events", 0)
    ]


def _both(connection: Connection) -> Iterator[Row[Any]]:
    with connection.execute(BOTH, execution_options={"yield_per": AT_ONCE}) as rows:
        yield from rows


def _differs(connection: Connection, row: Row[Any]) -> bool:
    """Was what Synapse holds never sealed? What was said anew has an entry that repeats the key."""
    if _same(row, row.payload):
        return False
    repeats = connection.scalars(REPEATS, {"event_id": row.event_id})
    return not any(_same(row, repeat) for repeat in repeats)


def _same(row: Row[Any], sealed: str) -> bool:
    """Is what Synapse holds what was sealed? Both are read as the archiver reads them."""
    held = payload.read(row.json)
    said = {"unparsed": row.json} if held is None else held
    kept = json.loads(sealed).get("event")
    return kept in ({**said, "event_id": row.event_id}, {"unparsed": row.json})
