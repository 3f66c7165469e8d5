"""Files on their way in: fetched while the vendor still has them, kept until they are delivered.

A quarantined message may wait longer than the vendor keeps its file, so the file is fetched when
the message is first seen; its bytes lie in `DIR/bridges/NETWORK/media`, named by their checksum.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from bridges.base.model import MediaFile, State
from homeroom.db.tables.bridge import item, media


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A file that was fetched, or (`sha256` is None) why it could not be."""

    sha256: str | None
    size: int | None
    mime: str
    name: str
    reason: str


class MediaFolder:
    """The folder with the bytes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, content: bytes) -> str:
        """Keep a file, whole or not at all; its checksum."""
        digest = hashlib.sha256(content).hexdigest()
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = self._folder / f"{digest}.unfinished"
        unfinished.touch(mode=0o600)
        unfinished.write_bytes(content)
        unfinished.rename(self._folder / digest)
        return digest

    def forget(self, kept: Kept) -> None:
        """Remove a file that nothing waits for any more: the homeserver and the archive have it."""
        if kept.sha256 is not None:
            (self._folder / kept.sha256).unlink(missing_ok=True)

    def read(self, kept: Kept) -> MediaFile | None:
        """A kept file; None where its bytes are gone or never came."""
        file = self._folder / (kept.sha256 or "")
        if kept.sha256 is None or not file.is_file():
            return None
        return MediaFile(mime=kept.mime, name=kept.name, content=file.read_bytes())


def note(connection: Connection, item_id: int, kept: Kept) -> None:
    """Note what was fetched for an item."""
    row = {
        "item": item_id,
        "sha256": kept.sha256,
        "size": kept.size,
        "mime": kept.mime,
        "name": kept.name,
        "reason": kept.reason,
    }
    made = insert(media).values(**row).on_conflict_do_nothing(index_elements=[media.c.item])
    connection.execute(made)


def wanted_elsewhere(connection: Connection, item_id: int, kept: Kept) -> bool:
    """Whether another item that is not delivered yet has the same file."""
    others = (
        select(media.c.item)
        .join(item, item.c.id == media.c.item)
        .where(media.c.sha256 == kept.sha256, media.c.item != item_id, item.c.state != State.DONE)
    )
    return connection.execute(others.limit(1)).first() is not None


def of_item(connection: Connection, item_id: int) -> Kept | None:
    """What was fetched for an item; None where nothing was tried yet."""
    names = Kept.__dataclass_fields__
    row = connection.execute(
        select(*(media.c[name] for name in names)).where(media.c.item == item_id)
    ).first()
    return Kept(**row._mapping) if row else None
