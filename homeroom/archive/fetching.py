"""Fetching media: what entries name is copied into the archive and gets an entry of its own.

Sealing an event never waits for a file: what it names is noted as pending in the same transaction
and fetched right after, again and again until it is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, insert, text

from homeroom.archive import log
from homeroom.archive.entry import new_entry
from homeroom.archive.files.objects import MediaError
from homeroom.archive.files.store import FileStore, KeptFile
from homeroom.archive.log import LogState
from homeroom.archive.media import split, synapse_file
from homeroom.db.tables import archive as tables

AT_ONCE = 20

DUE = text("""
    SELECT mxc FROM archive.media_pending
    WHERE district = :district AND retry_at <= clock_timestamp()
    ORDER BY retry_at LIMIT :limit
""")
UPLOAD = text("""
    SELECT media_type, media_length, upload_name FROM public.local_media_repository
    WHERE media_id = :media_id
""")
LATER = text("""
    UPDATE archive.media_pending SET tries = tries + 1, problem = :problem,
        retry_at = clock_timestamp() + least(power(2, least(tries, 12)), 3600) * interval '1 s'
    WHERE district = :district AND mxc = :mxc
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """Where media come from and where they go."""

    district: str
    server_name: str
    synapse: Path
    files: FileStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """Media whose file is kept, ready to be sealed."""

    mxc: str
    file: KeptFile
    mime: str | None
    name: str | None

    def payload(self) -> dict[str, Any]:
        return {
            "media": {
                "mxc": self.mxc,
                "sha256": self.file.sha256.hex(),
                "size": self.file.size,
                "mime": self.mime,
                "name": self.name,
            }
        }


def due(connection: Connection, store: Store) -> list[str]:
    """The media to be tried now, longest waiting first."""
    rows = connection.scalars(DUE, {"district": store.district, "limit": AT_ONCE})
    return [str(mxc) for mxc in rows]


def fetch(connection: Connection, store: Store, mxc: str) -> Fetched:
    """Copy one file; `MediaError` says why it cannot be had now."""
    server, media_id = split(mxc)
    if server != store.server_name:
        raise MediaError("it is on another server")
    row = connection.execute(UPLOAD, {"media_id": media_id}).one_or_none()
    if row is None or row.media_length is None:
        raise MediaError("Synapse knows no finished upload of it")
    source = synapse_file(store.synapse, media_id)
    file = store.files.put(connection, source, size=row.media_length)
    return Fetched(mxc=mxc, file=file, mime=row.media_type, name=row.upload_name)


def seal_media(
    connection: Connection,
    store: Store,
    known: LogState | None,
    fetched: Sequence[Fetched],
    now: datetime,
) -> LogState:
    """Append an entry for each file, in the transaction that is open."""
    connection.execute(text("SET LOCAL synchronous_commit = on"))
    opened = log.lock(connection, store.district, known)
    entries = [new_entry("media", now, each.payload(), each.mxc) for each in fetched]
    indexes = log.append(connection, opened, entries)
    rows = [
        {
            "district": store.district,
            "mxc": each.mxc,
            "sha256": each.file.sha256,
            "size": each.file.size,
            "mime": each.mime,
            "name": each.name,
            "epoch": opened.epoch,
            "index": index,
        }
        for index, each in zip(indexes, fetched, strict=True)
    ]
    connection.execute(insert(tables.media), rows)
    for each in fetched:
        store.files.record(connection, each.file, now)
    pending = tables.media_pending.c
    connection.execute(
        delete(tables.media_pending).where(
            pending.district == store.district, pending.mxc.in_([each.mxc for each in fetched])
        )
    )
    return opened.state


def try_later(connection: Connection, store: Store, mxc: str, problem: str) -> None:
    """Note why a file cannot be had, and try again after a while: 1 s, 2 s, … an hour."""
    connection.execute(LATER, {"district": store.district, "mxc": mxc, "problem": problem})
