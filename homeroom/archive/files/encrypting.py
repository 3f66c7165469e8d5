"""Encrypts what an older Homeroom kept as it is, a few files at a time, beside the daily work."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from sqlalchemy import Connection

from homeroom.archive.files import plain
from homeroom.archive.files.objects import MediaError
from homeroom.archive.files.store import ChangedError, FileStore

logger = logging.getLogger("homeroom.archiver")


def encrypt_some(connection: Connection, store: FileStore, most: int) -> int:
    """Encrypt up to so many plain files; how many. Commits each before its plain file goes.

    Killed at any point, it goes on where it was. A file that is not what it is named by stays:
    `verify` says that it was changed. `MediaError` where the store takes nothing now.
    """
    done = 0
    for sha256, file in plain.found(store.plain):
        if done == most:
            break
        try:
            kept = store.put(connection, file, size=file.stat().st_size, sha256=sha256)
        except ChangedError:
            logger.critical("ALARM a kept file was changed", extra={"file": sha256.hex()})
            continue
        store.record(connection, kept, datetime.now(UTC))
        connection.commit()
        if (wrong := store.check(connection, sha256)) is not None:
            raise MediaError(f"an encrypted copy {wrong}")
        file.unlink()
        done += 1
    connection.rollback()
    return done
