"""Where backups lie: a folder of another disk or machine, in which everything is ciphertext.

    keys/1            a key of the repository, wrapped by the recovery key
    bases/…           PostgreSQL's base backups, each with its `info`
    wal/…             its write-ahead log, a segment a file
    lists/…           which files the data folder had, and when one came or went
    files/ab/…        these files, each version once

Names of files, people and rooms stand in ciphertext alone. An object's key is an HMAC of its name,
which is used once; so no key is kept for each.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
import secrets
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from homeroom.archive.files import streams
from homeroom.archive.files.chunks import UndecryptableError, new_key
from homeroom.archive.files.keyring import sync_folder, unwrap_key, wrap_key
from homeroom.backup.recovery_key import RecoveryKey
from homeroom.errors import HomeroomError, InputError

QUICK = 1
"""zlib's level: most of a backup is text that shrinks, or ciphertext that does not."""


@dataclass(slots=True, kw_only=True)
class Repository:
    """An opened repository."""

    root: Path
    keys: dict[int, bytes] = field(repr=False)

    def put(self, name: str, pieces: Iterable[bytes]) -> str:
        """Keep an object, compressed and encrypted, durable before this returns; its full name."""
        number = max(self.keys)
        full = f"{name}.{secrets.token_hex(8)}.{number}"
        place = self.root / full
        unfinished = place.with_name(f".{place.name}")
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with open(unfinished, "xb", opener=_private) as opened:
                for piece in streams.encrypted(self._key(full), _compressed(pieces)):
                    opened.write(piece)
                opened.flush()
                os.fsync(opened.fileno())
            unfinished.replace(place)
        finally:
            unfinished.unlink(missing_ok=True)
        sync_folder(place.parent)
        return full

    def get(self, full: str) -> Iterator[bytes]:
        """The plain pieces of an object; `UndecryptableError` where it is not what was put."""
        unpacking = zlib.decompressobj()
        with (self.root / full).open("rb") as opened:
            for piece in streams.decrypted(self._key(full), opened):
                if plain := unpacking.decompress(piece):
                    yield plain
        if rest := unpacking.flush():
            yield rest

    def put_json(self, name: str, value: Any) -> str:
        """Keep a small value."""
        return self.put(name, [json.dumps(value, ensure_ascii=False).encode()])

    def get_json(self, full: str) -> Any:
        """A value that was put."""
        return json.loads(b"".join(self.get(full)))

    def names(self, folder: str) -> list[str]:
        """The finished objects of a folder, in the order of their names."""
        found = (self.root / folder).rglob("*")
        whole = (f for f in found if f.is_file() and not f.name.startswith("."))
        return sorted(f.relative_to(self.root).as_posix() for f in whole)

    def delete(self, full: str) -> None:
        """Remove an object; nothing where there is none."""
        (self.root / full).unlink(missing_ok=True)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One process at a time adds to the lists, or removes."""
        descriptor = os.open(self.root / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _key(self, full: str) -> bytes:
        number = int(full.rpartition(".")[2])
        if number not in self.keys:
            raise UndecryptableError(f"its key {number} is missing")
        return hmac.new(self.keys[number], full.encode(), hashlib.sha256).digest()


def create_or_open(root: Path, recovery: RecoveryKey) -> Repository:
    """The repository in a folder that is there; begun where the folder is empty."""
    if not root.is_dir():
        raise HomeroomError(f"{root}: is not there; make the folder, or mount the share")
    if not (root / "keys").exists():
        if any(root.iterdir()):
            raise InputError(f"{root}: holds something else; name an empty folder for backups")
        _add_key(root, recovery, {})
    return open_repository(root, recovery)


def open_repository(root: Path, recovery: RecoveryKey) -> Repository:
    """A repository; `InputError` where it is none, or the key is another one's."""
    if not (root / "keys").is_dir():
        raise InputError(f"{root}: is no repository of backups; see `backup.folder`")
    return Repository(root=root, keys=dict(_unwrapped(root, recovery)))


def rotate(root: Path, old: RecoveryKey, new: RecoveryKey) -> None:
    """Wrap every key by the new recovery key, and add one, by which all is encrypted from now on.

    Killed at any point, either key opens each file of `keys/`, and it is ended by the next call.
    """
    held = dict(_unwrapped(root, old, new))
    for number, key in held.items():
        _write_key(root, new, number, key)
    _add_key(root, new, held)


def _add_key(root: Path, recovery: RecoveryKey, held: dict[int, bytes]) -> None:
    _write_key(root, recovery, max(held, default=0) + 1, new_key())


def _write_key(root: Path, recovery: RecoveryKey, number: int, key: bytes) -> None:
    folder = root / "keys"
    folder.mkdir(mode=0o700, exist_ok=True)
    wrapped = wrap_key(recovery.key, key, _about(recovery, number))
    unfinished = folder / f".{number}"
    unfinished.unlink(missing_ok=True)
    with open(unfinished, "x", opener=_private, encoding="ascii") as opened:
        opened.write(f"{recovery.number}\n{wrapped.hex()}\n")
        opened.flush()
        os.fsync(opened.fileno())
    unfinished.replace(folder / str(number))
    sync_folder(folder)


def _unwrapped(root: Path, *recoveries: RecoveryKey) -> Iterator[tuple[int, bytes]]:
    for file in (root / "keys").iterdir():
        if not file.name.isdecimal():
            continue
        number = int(file.name)
        by, wrapped = file.read_text(encoding="ascii").split()
        for recovery in recoveries:
            with suppress(UndecryptableError):
                about = _about(recovery, number)
                yield number, unwrap_key(recovery.key, bytes.fromhex(wrapped), about)
                break
        else:
            raise InputError(
                f"{root}: was made with recovery key {by}, and this is {recoveries[-1].number} of "
                f"{recoveries[-1].district}, or another one; give the right one"
            )


def _about(recovery: RecoveryKey, number: int) -> str:
    return f"{recovery.district}/{recovery.number}/{number}"


def _compressed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    packing = zlib.compressobj(QUICK)
    for piece in pieces:
        if packed := packing.compress(piece):
            yield packed
    yield packing.flush()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
