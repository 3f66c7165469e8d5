"""Looks at a file once, when it is uploaded; messages that name it later are judged by that."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from homeroom.db.tables.inspection import media
from homeroom.documents import isolated
from homeroom.documents.kinds import HEAD_BYTES, FileKind, kind_of
from homeroom.documents.reading import Reading, UnreadableError

WORDLESS: frozenset[FileKind] = frozenset({"image", "audio", "video"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What is known of a file."""

    media_id: str
    sha256: str
    bytes: int
    kind: FileKind
    text: tuple[str, ...] = ()
    complete: bool = True
    """All words in it were read; of pictures, sound and film there are none to read."""


def inspect(media_id: str, data: bytes) -> Inspection:
    """Look at a file. Blocks up to 15 s for a document: call it in a thread."""
    kind = kind_of(data[:HEAD_BYTES])
    reading = Reading(kind=kind) if kind in WORDLESS else _read(data, kind)
    return Inspection(
        media_id=media_id,
        sha256=hashlib.sha256(data).hexdigest(),
        bytes=len(data),
        kind=kind,
        text=reading.text,
        complete=reading.complete,
    )


def _read(data: bytes, kind: FileKind) -> Reading:
    try:
        return isolated.read(data)
    except UnreadableError:
        return Reading(kind=kind, complete=False)


def keep(connection: Connection, found: Inspection) -> None:
    """Record what was found. A media id is never uploaded to twice; the first finding stands."""
    row = {
        "media_id": found.media_id,
        "sha256": found.sha256,
        "bytes": found.bytes,
        "kind": found.kind,
        "text": [text.replace("\x00", "\ufffd") for text in found.text],
        "complete": found.complete,
    }
    connection.execute(insert(media).values(**row).on_conflict_do_nothing())


def find(connection: Connection, media_ids: Collection[str]) -> list[Inspection]:
    """What is known of these files; nothing of one that was never wholly uploaded."""
    columns = (media.c[name] for name in ("media_id", "sha256", "bytes", "kind", "complete"))
    rows = connection.execute(
        select(*columns, media.c.text).where(media.c.media_id.in_(list(media_ids)))
    )
    return [Inspection(**{**row._mapping, "text": tuple(row.text)}) for row in rows]
