"""The archive as JSON Lines, whole or a part: what another system, or another expert, reads.

A line an entry: its place, header and leaf as in `docs/proof.md`, salt and payload (null where they
were disposed of, or show a sealed image). PostgreSQL writes the lines itself: as fast as a copy, in
flat memory.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO

from sqlalchemy import Connection, text

EXPORT = """
    COPY (
        SELECT '{"epoch":' || l.epoch || ',"index":' || l.index || ',"header":{"at":'
            || CAST(date_part('epoch', l.at) * 1000 AS bigint) || ',"commitment":"'
            || encode(l.commitment, 'hex') || '","district":' || to_json(l.district) || ',"kind":'
            || to_json(l.kind) || ',"v":' || l.version || '},"leaf":"' || encode(l.leaf_hash, 'hex')
            || '","salt":' || coalesce('"' || encode(p.salt, 'hex') || '"', 'null')
            || ',"payload":' || coalesce(p.payload, 'null') || '}'
        FROM archive.leaf AS l
        LEFT JOIN archive.payload AS p
            ON p.district = l.district AND p.epoch = l.epoch AND p.index = l.index
            AND (l.epoch, l.index) NOT IN (SELECT x.epoch, x.index FROM archive.sealed_entry AS x
                WHERE x.district = registry.this_district())
        WHERE l.district = registry.this_district()
        AND l.at >= %s AND l.at < %s
        ORDER BY l.epoch, l.index
    ) TO STDOUT WITH (FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')
"""
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


class _Counted:
    """A file that counts and hashes what goes through it."""

    def __init__(self, file: BinaryIO, exported: Exported) -> None:
        self._file, self._exported = file, exported

    def write(self, data: bytes) -> int:
        self._exported.bytes += len(data)
        self._exported.lines += data.count(b"\n")
        self._exported.digest.update(data)
        return self._file.write(data)


def export(
    connection: Connection, file: BinaryIO, since: datetime | None, until: datetime | None
) -> Exported:
    """Write the entries sealed in a span of time, all of them without one."""
    driver: Any = connection.connection.driver_connection
    exported = Exported()
    with driver.cursor() as cursor:
        span = (since or "-infinity", until or "infinity")
        cursor.copy_expert(cursor.mogrify(EXPORT, span).decode(), _Counted(file, exported), 1 << 16)
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
