"""An entry before it has its place in the log, on which nothing else of it depends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from homeroom.archive.commitment import committed, new_salt
from homeroom.archive.copy_text import escape, hexadecimal, line
from homeroom.archive.leaf import VERSION, Header, milliseconds, moment
from homeroom.archive.words import describe

LEAF_COLUMNS = ("kind", "at", "version", "commitment", "leaf_hash")
PAYLOAD_COLUMNS = ("salt", "payload")
ORIGIN_COLUMNS = ("kind", "key")
SEARCH_COLUMNS = (
    *("at", "kind", "type", "room_id", "sender", "event_id", "network", "verdict"),
    *("text", "tsv"),
)
"""What is copied into each table, after the place."""


class NewEntry(NamedTuple):
    """An entry to append. `origin` is the key that it can be found by, if by any."""

    kind: str
    at: datetime
    payload: dict[str, Any]
    text: str
    """The payload as it is kept: canonical JSON."""
    salt: bytes
    commitment: bytes
    origin: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Entries as the lines that are copied in, their places apart: in order, one of each."""

    hashes: list[bytes] = field(default_factory=list)
    """Of the leaves."""
    leaves: list[str] = field(default_factory=list)
    payloads: list[str] = field(default_factory=list)
    origins: list[str | None] = field(default_factory=list)
    searches: list[str] = field(default_factory=list)


def new_entry(
    kind: str,
    at: datetime,
    payload: dict[str, Any],
    origin: str | None,
    *,
    salt: bytes | None = None,
) -> NewEntry:
    """An entry, its time cut to milliseconds as in the header; by default with a fresh salt."""
    salt = salt or new_salt()
    text, bound = committed(payload, salt)
    return NewEntry(
        kind=kind,
        at=moment(milliseconds(at)),
        payload=payload,
        text=text,
        salt=salt,
        commitment=bound,
        origin=origin,
    )


def write(district: str, entries: Iterable[NewEntry]) -> Lines:
    """The lines of entries of a district's log."""
    lines = Lines()
    for entry in entries:
        kind, at = entry.kind, entry.at
        bound = entry.commitment
        leaf_hash = Header(
            district=district, kind=kind, at=milliseconds(at), commitment=bound
        ).leaf_hash()
        name = escape(kind)
        lines.hashes.append(leaf_hash)
        lines.leaves.append(
            f"{name}\t{at.isoformat()}\t{VERSION}\t{hexadecimal(bound)}\t{hexadecimal(leaf_hash)}\n"
        )
        lines.payloads.append(f"{hexadecimal(entry.salt)}\t{escape(entry.text)}\n")
        lines.origins.append(None if entry.origin is None else f"{name}\t{escape(entry.origin)}\n")
        lines.searches.append(line(search_row(kind, at, entry.payload)))
    return lines


def search_row(kind: str, at: datetime, payload: dict[str, Any]) -> tuple[Any, ...]:
    """What is found of an entry, as `SEARCH_COLUMNS`."""
    said = describe(kind, payload)
    whose = (said.type, said.room_id, said.sender, said.event_id, said.network, said.verdict)
    return (said.at or at, kind, *whose, said.text, said.tsvector())
