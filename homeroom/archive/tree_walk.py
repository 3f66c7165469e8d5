"""The quick check: headers, leaves and tree of the whole log against its checkpoints.

It reads no payload, so it says nothing of what was said; `verify` does. It is what can be run over
ten million entries in a minute, as often as one likes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, text

from homeroom.archive.checkpoint import Checkpoint
from homeroom.archive.leaf import PREFIX, VERSION
from homeroom.archive.merkle import Frontier

AT_ONCE = 20_000
OPENING = b"\x00" + PREFIX
LEAVES = """
    SELECT epoch, index, kind, CAST(date_part('epoch', at) * 1000 AS bigint), commitment, leaf_hash
    FROM archive.leaf WHERE district = %s ORDER BY epoch, index
"""
DISTRICT = text("SELECT registry.this_district()")
Row = tuple[int, int, str, int, memoryview, memoryview]


@dataclass(slots=True, kw_only=True)
class Walked:
    """What was computed: the roots at the sizes that were asked for, by epoch and size."""

    entries: int = 0
    roots: dict[tuple[int, int], bytes] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)


def walk(connection: Connection, wanted: Iterable[Checkpoint]) -> Walked:
    """Recompute every leaf from its header, and every root that a checkpoint claims."""
    sizes: dict[int, set[int]] = {}
    for checkpoint in wanted:
        sizes.setdefault(checkpoint.epoch, set()).add(checkpoint.size)
    district = str(connection.scalar(DISTRICT))
    hashed = Leaf(district)
    made, epoch, frontier = Walked(), 0, Frontier()
    stops: Iterator[int] = iter(())
    stop: int | None = None
    for row in _rows(connection, district):
        if row[0] != epoch:
            epoch, frontier = row[0], Frontier()
            stops = iter(sorted(sizes.get(epoch, ())))
            stop = next(stops, None)
        if row[1] != frontier.size:
            made.findings.append(f"entry {frontier.size}: is missing from the log")
            break
        leaf = hashed.of(row)
        if leaf != bytes(row[5]):
            made.findings.append(f"entry {row[1]}: its header is not what its leaf says")
        frontier.append(leaf)
        made.entries += 1
        if frontier.size == stop:
            made.roots[epoch, frontier.size] = frontier.root()
            stop = next(stops, None)
    return made


class Leaf:
    """Leaf hashes, written as `leaf.Header` writes them, a kind's JSON remembered."""

    def __init__(self, district: str) -> None:
        self._district = json.dumps(district, ensure_ascii=False)
        self._ends: dict[str, str] = {}

    def of(self, row: Row) -> bytes:
        """The hash of one row's header."""
        end = self._ends.get(row[2]) or self._end(row[2])
        header = f'{{"at":{row[3]},"commitment":"{row[4].hex()}{end}'
        return hashlib.sha256(OPENING + header.encode()).digest()

    def _end(self, kind: str) -> str:
        said = json.dumps(kind, ensure_ascii=False)
        self._ends[kind] = end = f'","district":{self._district},"kind":{said},"v":{VERSION}}}'
        return end


def _rows(connection: Connection, district: str) -> Iterator[Row]:
    """By a cursor of the server, so that memory stays flat, past SQLAlchemy for speed."""
    driver: Any = connection.connection.driver_connection
    with driver.cursor("homeroom_leaves") as cursor:
        cursor.itersize = AT_ONCE
        cursor.execute(LEAVES, (district,))
        yield from cursor


def disproved(
    claims: Iterable[tuple[str, Checkpoint]], roots: Mapping[tuple[int, int], bytes]
) -> Iterator[str]:
    """Findings about checkpoints whose root the log has not at their size."""
    for name, claim in claims:
        root = roots.get((claim.epoch, claim.size))
        if claim.size and root is None:
            yield f"{name}: the log does not reach it; entries were removed"
        elif claim.size and root != claim.root:
            yield f"{name}: the log has another root; it was rewritten"
