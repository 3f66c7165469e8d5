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
        WHERE x.district = registry.this_district() AND x.epoch = l.epoch),
        CAST(to_json(registry.this_district()) AS text)
    FROM archive.leaf AS l
    WHERE l.district = registry.this_district() AND l.at >= %s AND l.at < %s
    GROUP BY l.epoch ORDER BY l.epoch
"""
# Both sides are read in the order of their keys and merged: left to itself PostgreSQL hashes one
# and sorts all of the text on disk. The inner ORDER BY says that this side, too, comes in order.
MERGE = "SET LOCAL enable_hashjoin = off; SET LOCAL enable_nestloop = off; SET LOCAL jit = off"
# Put together with ||, payload last, so that what is long is copied least; as binary COPY, which
# looks for nothing to escape in it. The end of a line is added here.
EXPORT = """
    COPY (
        SELECT '{"epoch":' || l.epoch || ',"index":' || l.index || ',"header":{"at":'
            || CAST(date_part('epoch', l.at) * 1000 AS bigint) || ',"commitment":"'
            || encode(l.commitment, 'hex') || '","district":' || %(district)s || ',"kind":'
            || CAST(to_json(l.kind) AS text) || ',"v":' || l.version || '},"leaf":"'
            || encode(l.leaf_hash, 'hex') || '","salt":' || coalesce(
                '"' || encode(p.salt, 'hex') || '","payload":' || p.payload,
                'null,"payload":null')
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
    ) TO STDOUT (FORMAT binary)
"""
END = b"}\n"
BEGINNING = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"
ONE_FIELD = b"\0\1"
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


class Lines(io.RawIOBase):
    """Takes the messages of a binary COPY of one column; counts, hashes and writes its lines.

    A message a row, as PostgreSQL's protocol has it ("COPY Operations"); the first one begins with
    the format's signature.
    """

    def __init__(self, file: BinaryIO, exported: Exported) -> None:
        self._file, self._exported = file, exported
        self._lines: list[bytes] = []
        self._size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        message = bytes(data)
        row = message if message[:2] == ONE_FIELD else message.removeprefix(BEGINNING)
        if row in (b"", TRAILER):
            return len(message)
        line = row[6:]
        if row[:2] != ONE_FIELD or int.from_bytes(row[2:6]) != len(line):
            raise ValueError("PostgreSQL's answer is not a row a message")
        self._lines.append(line)
        self._size += len(line)
        if self._size >= BLOCK:
            self.flush()
        return len(message)

    def flush(self) -> None:
        """Write what there is."""
        block = END.join([*self._lines, b""])
        self._exported.bytes += len(block)
        self._exported.lines += len(self._lines)
        self._exported.digest.update(block)
        self._lines, self._size = [], 0
        self._file.write(block)


def export(
    connection: Connection, file: BinaryIO, since: datetime | None, until: datetime | None
) -> Exported:
    """Write the entries sealed in a span of time, all of them without one.

    Until the transaction ends, queries are planned for merging.
    """
    driver: Any = connection.connection.driver_connection
    exported = Exported()
    span = {"since": since or "-infinity", "until": until or "infinity"}
    with driver.cursor() as cursor, Lines(file, exported) as lines:
        cursor.execute(SPAN, (span["since"], span["until"]))
        edges = cursor.fetchall()
        cursor.execute(MERGE)
        for epoch, first, last, sealed, district in edges:
            part = {"epoch": epoch, "first": first, "last": last, "sealed": sealed, **span}
            part["district"] = district
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
