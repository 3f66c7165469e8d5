"""The archive as JSON Lines, whole or a part: what another system, or another expert, reads.

A line an entry: its place, header and leaf as in `docs/proof.md`, salt and payload (null where they
were disposed of, or show a sealed image). PostgreSQL writes the lines itself: as fast as a copy, in
flat memory.
"""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, BinaryIO

from sqlalchemy import Connection, text

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

SPAN = """
    SELECT l.epoch, min(l.index), max(l.index), ARRAY(
        SELECT x.index FROM archive.sealed_entry AS x
        WHERE x.district = registry.this_district() AND x.epoch = l.epoch)
    FROM archive.leaf AS l
    WHERE l.district = registry.this_district() AND l.at >= %s AND l.at < %s
    GROUP BY l.epoch ORDER BY l.epoch
"""
# Both sides are read in the order of their keys and merged: left to itself PostgreSQL hashes one
# and sorts all of the text on disk. The inner ORDER BY says that this side, too, comes in order.
MERGE = "SET LOCAL enable_hashjoin = off; SET LOCAL enable_nestloop = off; SET LOCAL jit = off"
EXPORT = """
    COPY (
        SELECT concat('{"epoch":', l.epoch, ',"index":', l.index, ',"header":{"at":',
            CAST(date_part('epoch', l.at) * 1000 AS bigint), ',"commitment":"',
            encode(l.commitment, 'hex'), '","district":', to_json(l.district), ',"kind":',
            to_json(l.kind), ',"v":', l.version, '},"leaf":"', encode(l.leaf_hash, 'hex'),
            '","salt":', coalesce('"' || encode(p.salt, 'hex') || '"', 'null'),
            ',"payload":', coalesce(p.payload, 'null'), '}')
        FROM archive.leaf AS l
        LEFT JOIN (
            SELECT q.index, q.salt, q.payload FROM archive.payload AS q
            WHERE q.district = registry.this_district() AND q.epoch = %(epoch)s
            AND q.index BETWEEN %(first)s AND %(last)s AND q.index <> ALL (%(sealed)s::bigint[])
            ORDER BY q.index
        ) AS p ON p.index = l.index
        WHERE l.district = registry.this_district() AND l.epoch = %(epoch)s
        AND l.index BETWEEN %(first)s AND %(last)s AND l.at >= %(since)s AND l.at < %(until)s
        ORDER BY l.index
    ) TO STDOUT WITH (FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')
"""
BLOCK = 1 << 20
APPEND = text("SELECT outbox.append('export', :key, :payload)")


@dataclass(slots=True)
class Exported:
    """How much was written, and the SHA-256 of it."""

    bytes: int = 0
    lines: int = 0
    digest: Any = field(default_factory=hashlib.sha256)

    @property
    def sha256(self) -> str:
        return str(self.digest.hexdigest())


class _Counted(io.RawIOBase):
    """Counts and hashes what goes through to a file, a block at a time."""

    def __init__(self, file: BinaryIO, exported: Exported) -> None:
        self._file, self._exported = file, exported

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        block = bytes(data)
        self._exported.bytes += len(block)
        self._exported.lines += block.count(b"\n")
        self._exported.digest.update(block)
        return self._file.write(block)


def export(
    connection: Connection, file: BinaryIO, since: datetime | None, until: datetime | None
) -> Exported:
    """Write the entries sealed in a span of time, all of them without one.

    Until the transaction ends, queries are planned for merging.
    """
    driver: Any = connection.connection.driver_connection
    exported = Exported()
    span = {"since": since or "-infinity", "until": until or "infinity"}
    with (
        driver.cursor() as cursor,
        io.BufferedWriter(_Counted(file, exported), BLOCK) as lines,
    ):
        cursor.execute(SPAN, (span["since"], span["until"]))
        edges = cursor.fetchall()
        cursor.execute(MERGE)
        for epoch, first, last, sealed in edges:
            part = {"epoch": epoch, "first": first, "last": last, "sealed": sealed, **span}
            cursor.copy_expert(cursor.mogrify(EXPORT, part).decode(), lines)
    return exported


def record(
    connection: Connection,
    made: Exported,
    since: datetime | None,
    until: datetime | None,
    *,
    by: str,
) -> None:
    """Who took how much of the record out, with the hash of what they took."""
    said = {
        "by": by,
        "entries": made.lines,
        "bytes": made.bytes,
        "sha256": made.sha256,
        "since": since.isoformat() if since else None,
        "until": until.isoformat() if until else None,
    }
    connection.execute(APPEND, {"key": made.sha256, "payload": json.dumps({"export": said})})
