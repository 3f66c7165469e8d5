"""The archive's files by the SHA-256 of their plain bytes: each kept once, encrypted."""

from __future__ import annotations

import hashlib
import hmac
import logging
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import ColumnElement, Connection, Row, func, select, text
from sqlalchemy.dialects.postgresql import insert

from homeroom.archive.files import plain
from homeroom.archive.files.chunks import Encrypting, decrypted, encrypted_size, new_key
from homeroom.archive.files.keyring import GENERAL, KeyId, Keyring, period_of
from homeroom.archive.files.objects import MediaError, ObjectMissingError, Objects
from homeroom.db.tables.archive import media
from homeroom.db.tables.archive import media_object as table

PIECE = 1 << 20
logger = logging.getLogger("homeroom.archive")
WRAPPING = text("SELECT pg_advisory_xact_lock_shared(hashtext('homeroom.media_keys'))")
"""Held from wrapping a data key to the commit: no key is retired between the two."""


class ChangedError(MediaError):
    """A file whose bytes are not those of its hash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file whose bytes are in the store, known by them. `data_key` is None if it was before."""

    sha256: bytes
    size: int
    data_key: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileStore:
    """Files in `objects`, their data keys in the database, wrapped by keys of the keyring.

    `plain` is the folder in which an older Homeroom kept files as they are: they are still read.
    """

    objects: Objects
    keyring: Keyring
    plain: Path

    def put(
        self, connection: Connection, source: Path, *, size: int, sha256: bytes | None = None
    ) -> KeptFile:
        """Keep a file of this size (and hash), durable before this returns; `record` makes it so.

        Nothing is locked or changed in the database meanwhile. `MediaError` says why it cannot be.
        """
        try:
            with source.open("rb") as opened:
                return self._put(connection, opened, size, sha256)
        except FileNotFoundError:
            raise MediaError("the file is not in Synapse's media store") from None
        except OSError as error:
            raise MediaError(f"the file cannot be copied: {error.strerror}") from None

    def record(
        self, connection: Connection, kept: KeptFile, at: datetime, retention: str = GENERAL
    ) -> None:
        """Know a file that was put, in the transaction that is open."""
        if kept.data_key is None:
            return
        connection.execute(WRAPPING)
        key_id = self.keyring.current(period_of(retention, at))
        row = {
            "sha256": kept.sha256,
            "name": object_name(kept.data_key, kept.sha256),
            "key_id": str(key_id),
            "wrapped": self.keyring.wrap(key_id, kept.data_key, kept.sha256),
        }
        connection.execute(insert(table).values(row).on_conflict_do_nothing())

    def open(self, connection: Connection, sha256: bytes) -> Iterator[bytes]:
        """The plain bytes in pieces; compare their hash before they are believed whole.

        `ObjectMissingError`, `UndecryptableError` (its key destroyed, its ciphertext changed), or
        `MediaError` where the store is away.
        """
        row = self._row(connection, sha256)
        if row is None:
            yield from plain.read(self.plain, sha256)
            return
        data_key = self.keyring.unwrap(KeyId.parse(row.key_id), bytes(row.wrapped), sha256)
        with closing(self.objects.open(row.name)) as opened:
            yield from decrypted(data_key, opened)

    def exists(self, connection: Connection, sha256: bytes) -> bool:
        """Is it there? Whether it can be read says `open`."""
        row = self._row(connection, sha256)
        if row is None:
            return plain.place(self.plain, sha256).exists()
        return self.objects.exists(row.name)

    def delete(self, connection: Connection, sha256: bytes) -> None:
        """After its last entry was disposed of: forget its data key, then remove what it opened.

        What a lock keeps, or a store that is away, is noise from the commit on. Nothing is done
        for a file that an entry still names.
        """
        name = connection.scalar(select(func.archive.forget_file(sha256)))
        if name is not None:
            try:
                self.objects.delete(name)
            except MediaError as error:
                logger.warning("ciphertext stays", extra={"problem": str(error)})
        if not self._named(connection, sha256):
            plain.place(self.plain, sha256).unlink(missing_ok=True)

    def check(self, connection: Connection, sha256: bytes) -> str | None:
        """What is wrong with a file; None if it is as it was kept."""
        digest = hashlib.sha256()
        try:
            for piece in self.open(connection, sha256):
                digest.update(piece)
        except ObjectMissingError:
            return "is missing"
        except MediaError as error:
            return f"cannot be read: {error}"
        return None if digest.digest() == sha256 else "was changed"

    def _put(
        self, connection: Connection, source: BinaryIO, size: int, expected: bytes | None
    ) -> KeptFile:
        sha256, found = _hash(source)
        if expected not in (None, sha256):
            raise ChangedError("the file is not what it is named by")
        if found != size:
            raise MediaError(f"the file has {found} bytes of {size}")
        if self._row(connection, sha256) is not None:
            return KeptFile(sha256=sha256, size=size)
        source.seek(0)
        data_key = new_key()
        hashing = _Hashing(source)
        name = object_name(data_key, sha256)
        self.objects.put(name, Encrypting(data_key, hashing, size), encrypted_size(size))
        if hashing.digest.digest() != sha256:
            self.objects.delete(name)
            raise MediaError("the file changed while it was copied")
        return KeptFile(sha256=sha256, size=size, data_key=data_key)

    def _named(self, connection: Connection, sha256: bytes) -> bool:
        named = media.c.district == func.registry.this_district()
        query = select(media.c.mxc).where(named, media.c.sha256 == sha256).limit(1)
        return connection.scalar(query) is not None

    def _row(self, connection: Connection, sha256: bytes) -> Row[Any, Any, Any] | None:
        columns = table.c
        query = select(columns.name, columns.key_id, columns.wrapped).where(*_is(sha256))
        return connection.execute(query).one_or_none()


def object_name(data_key: bytes, sha256: bytes) -> str:
    """Says nothing of the content, and is another one each time that a file is encrypted."""
    return hmac.new(data_key, sha256, hashlib.sha256).hexdigest()


def _is(sha256: bytes) -> tuple[ColumnElement[bool], ...]:
    return table.c.district == func.registry.this_district(), table.c.sha256 == sha256


class _Hashing:
    """Hashes what is read of a file."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        piece = self._source.read(size)
        self.digest.update(piece)
        return piece


def _hash(source: BinaryIO) -> tuple[bytes, int]:
    digest, size = hashlib.sha256(), 0
    while piece := source.read(PIECE):
        digest.update(piece)
        size += len(piece)
    return digest.digest(), size
