"""A batch of outbox rows, and what it is as entries.

No leaf depends on its place in the log, so this needs no lock. Whether the rows are still there,
and whether any of them was said before, is found out when they are sealed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from homeroom.archive import media, payload
from homeroom.archive.entry import Lines, new_entry, write
from homeroom.archive.payload import ABSENT, Annotation, OutboxRow

BATCH = 1000
MOST_BYTES = 8_000_000
"""Of payloads in a batch: the largest messages come by fewer rows, and memory stays as it is."""
LONGEST_KEY = 500

TAKE = """
    SELECT id, at, kind, key, payload, metadata FROM (
        SELECT *, sum(octet_length(payload)) OVER (ORDER BY id) - octet_length(payload) AS before
        FROM (
            SELECT id, at, kind, key, payload, metadata FROM outbox.entry
            WHERE district = %(district)s AND id > %(after)s ORDER BY id LIMIT %(limit)s
        ) AS next
    ) AS counted
    WHERE before < %(bytes)s ORDER BY id
"""
STATUS = """
    SELECT e.event_id, CASE WHEN r.event_id IS NOT NULL THEN 'rejected'
        WHEN e.outlier THEN 'outlier' ELSE 'accepted' END, e.stream_ordering
    FROM public.events AS e LEFT JOIN public.rejections AS r ON r.event_id = e.event_id
    WHERE e.event_id = ANY(%(event_ids)s)
"""

Ask = Callable[[str, dict[str, Any]], Iterable[Sequence[Any]]]
"""Asks the database; the rows that it answers."""
Unique = tuple[str, str]
"""Kind and key."""
Named = tuple[int, str]
"""An entry's place, here or in the log, and the address of media that it names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Rows as new entries, each under its own key: only where no key was used before."""

    ids: list[int]
    lines: Lines
    media: list[Named]


def take(ask: Ask, district: str, limit: int, after: int = 0) -> list[OutboxRow]:
    """The rows that are there, in the order of their ids; fewer where they are large."""
    asked = {"district": district, "after": after, "limit": limit, "bytes": MOST_BYTES}
    rows = ask(TAKE, asked)
    return [OutboxRow._make(row) for row in rows]


def statuses(ask: Ask, rows: Sequence[OutboxRow]) -> dict[str, Annotation]:
    """What Synapse's tables say now of the events in a batch."""
    wanted = [row.key for row in rows if row.kind == "event"]
    found = ask(STATUS, {"event_ids": wanted}) if wanted else ()
    return {event_id: Annotation(status, place) for event_id, status, place in found}


def unique(row: OutboxRow) -> Unique:
    """The key as the mapping keeps it: a very long one by its hash."""
    key = row.key
    if len(key) > LONGEST_KEY:
        key = f"sha256:{hashlib.sha256(key.encode()).hexdigest()}"
    return payload.kind_of(row), key


def named(row: OutboxRow, content: dict[str, Any], place: int) -> list[Named]:
    """The media that an entry names."""
    if "mxc:" not in row.payload:
        return []
    return [(place, mxc) for mxc in media.references(content)]


def prepare(district: str, rows: Sequence[OutboxRow], found: Mapping[str, Annotation]) -> Batch:
    """Rows as new entries; what cannot be sealed as it is raises what it may."""
    entries, media_named = [], list[Named]()
    for place, row in enumerate(rows):
        content = payload.make(row, found.get(row.key, ABSENT))
        kind, key = unique(row)
        entries.append(new_entry(kind, row.at, content, key))
        media_named += named(row, content, place)
    lines = write(district, entries)
    return Batch(ids=[row.id for row in rows], lines=lines, media=media_named)
