"""What stands beside the log, against the log: stored nodes, the mapping, the search text.

None of it is under the root, and all of it decides what is found and proved: who can move a
mapping or blank a search text hides a record without touching it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, text

from homeroom.archive.read import Entry
from homeroom.archive.words import Description, describe

# Each table's own range is spelt out: a block costs the same wherever it is in the log.
STORED = text("""
    SELECT l.epoch, l.index AS place, o.kind AS origin_kind, o.key, s.at, s.kind, s.type, s.room_id,
        s.sender, s.event_id, s.network, s.verdict, s.text,
        s.tsv = CAST(asked.tsv AS tsvector) AS found
    FROM archive.leaf AS l
    JOIN unnest(CAST(:indexes AS bigint[]), CAST(:vectors AS text[])) AS asked (index, tsv)
        ON asked.index = l.index
    LEFT JOIN archive.origin AS o ON o.district = registry.this_district() AND o.epoch = :epoch
        AND o.index BETWEEN :first AND :last AND o.index = l.index
    LEFT JOIN archive.search AS s ON s.district = registry.this_district() AND s.epoch = :epoch
        AND s.index BETWEEN :first AND :last AND s.index = l.index
    WHERE l.district = registry.this_district() AND l.epoch = :epoch
        AND l.index BETWEEN :first AND :last
    ORDER BY l.index
""")
NODES = text("""
    SELECT count(*) FROM unnest(CAST(:levels AS smallint[]), CAST(:indexes AS bigint[]),
                                CAST(:hashes AS bytea[])) AS made (level, index, hash)
    JOIN archive.node AS n ON n.district = registry.this_district() AND n.epoch = :epoch
        AND n.level = made.level AND n.index = made.index AND n.hash = made.hash
""")
SEARCHED = ("type", "room_id", "sender", "event_id", "network", "verdict", "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Entries of one epoch that follow each other, and the complete subtrees that they end."""

    epoch: int
    entries: Sequence[Entry]
    nodes: Sequence[tuple[int, int, bytes]]


def crosscheck(connection: Connection, block: Block) -> Iterator[str]:
    """Findings about what is stored beside these entries."""
    yield from _nodes(connection, block)
    entries = {entry.index: entry for entry in block.entries}
    payloads = {index: _payload(entry) for index, entry in entries.items()}
    said = {
        index: describe(entries[index].kind, payload)
        for index, payload in payloads.items()
        if payload is not None
    }
    vectors = [said[index].tsvector() if index in said else "" for index in entries]
    edges = {"first": block.entries[0].index, "last": block.entries[-1].index}
    asked = {"epoch": block.epoch, "indexes": list(entries), "vectors": vectors, **edges}
    for row in connection.execute(STORED, asked):
        payload = payloads[row.place]
        if payload is None:
            if row.key is not None or row.text is not None:
                yield f"entry {row.place}: its content is gone, and it can still be found"
            continue
        if not _mapped(entries[row.place], payload, row):
            yield f"entry {row.place}: its mapping is missing or leads elsewhere"
        if not _found(entries[row.place], said[row.place], row):
            yield f"entry {row.place}: cannot be found by what it says"


def _nodes(connection: Connection, block: Block) -> Iterator[str]:
    if not block.nodes:
        return
    levels, indexes, hashes = zip(*block.nodes, strict=True)
    asked = {"levels": list(levels), "indexes": list(indexes), "hashes": list(hashes)}
    right = connection.scalar(NODES, {"epoch": block.epoch, **asked})
    if right != len(block.nodes):
        last = block.entries[-1].index
        yield f"entry {last}: a stored node of the tree before it is missing or was changed"


def _payload(entry: Entry) -> dict[str, Any] | None:
    try:
        payload = entry.payload() if entry.text is not None else None
    except ValueError:
        return None
    return payload if isinstance(payload, dict) else None


def _mapped(entry: Entry, payload: dict[str, Any], row: Row[Any]) -> bool:
    """Every entry but a repeat is mapped, under its own kind; the key must be its own."""
    if entry.kind.endswith("_repeat"):
        return row.key is None
    if row.key is None or row.origin_kind != entry.kind:
        return False
    own = _own_key(entry.kind, payload)
    return own is None or own == row.key


def _found(entry: Entry, said: Description, row: Row[Any]) -> bool:
    """Is it found by its words, its time, and what it says of people and rooms?"""
    same = all(row._mapping[name] == getattr(said, name) for name in SEARCHED)
    return bool(row.found) and same and row.at == (said.at or entry.at) and row.kind == entry.kind


def _own_key(kind: str, payload: dict[str, Any]) -> str | None:
    """The key as the payload itself says it, for the kinds that say it."""
    said = payload.get(kind)
    name = {"event": "event_id", "registry": "seq", "media": "mxc"}.get(kind)
    if not isinstance(said, dict) or name is None or name not in said:
        return None
    return str(said[name])
