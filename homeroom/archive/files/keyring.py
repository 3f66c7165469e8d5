"""The keys of the archive's files, in a folder of their own.

    master-1.key             wraps the keys of classes
    general-2026-11.1.key    wraps the data keys of what was kept in a month, of one retention class
    general-2026-11.1.gone   was destroyed: nothing can read what it wrapped, in any copy

A data key lies wrapped in the database, beside the file's hash. So all copies of a file, those
under object lock included, end with a row of the database or with a file here, once the backups of
these have expired.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from homeroom.archive.files.chunks import UndecryptableError, new_key
from homeroom.errors import InputError

NONCE = 12
GENERAL = "general"
"""The class of what no schedule has classified yet."""
MASTER = re.compile(r"master-(\d+)\.key")
CLASS_KEY = re.compile(r"([a-z][a-z_]*-\d{4}-\d{2})\.(\d+)\.(key|gone)")


class KeyGoneError(UndecryptableError):
    """The key was destroyed, or is not where it was."""


@dataclass(frozen=True, slots=True, order=True)
class KeyId:
    """One key of a retention class and month; a rotation makes the next version."""

    period: str
    """`general-2026-11`"""
    version: int

    def __str__(self) -> str:
        return f"{self.period}.{self.version}"

    @classmethod
    def parse(cls, text: str) -> KeyId:
        period, _, version = text.rpartition(".")
        return cls(period, int(version))


def period_of(retention_class: str, at: datetime) -> str:
    """The name of a class's month, in UTC."""
    return f"{retention_class}-{at.astimezone(UTC):%Y-%m}"


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys of a data folder. They are read each time: a rotation may have happened."""

    folder: Path

    def current(self, period: str) -> KeyId:
        """The newest key of a period, made where there is none."""
        found = self._newest(period)
        return found if found else self.renew(period)

    def renew(self, period: str) -> KeyId:
        """Make the next key of a period."""
        with self._alone():
            versions = [each.version for each, _ in self._listed() if each.period == period]
            made = KeyId(period, max(versions, default=0) + 1)
            number = self._master()
            wrapped = wrap_key(self._master_key(number), new_key(), str(made))
            self._write(self._file(made), f"{number}\n{wrapped.hex()}\n")
        return made

    def held(self) -> list[KeyId]:
        """Every key that is there, oldest first."""
        return sorted(each for each, ending in self._listed() if ending == "key")

    def wrap(self, key_id: KeyId, data_key: bytes, about: bytes) -> bytes:
        """A data key as the database holds it; `about` is the hash of the file it is for."""
        return wrap_key(self._key(key_id), data_key, f"{key_id}/{about.hex()}")

    def unwrap(self, key_id: KeyId, wrapped: bytes, about: bytes) -> bytes:
        """The data key; `KeyGoneError` where its class's key is destroyed or missing."""
        return unwrap_key(self._key(key_id), wrapped, f"{key_id}/{about.hex()}")

    def destroy(self, key_id: KeyId) -> None:
        """Whatever it wraps is unreadable for ever, in every copy. A mark says that it was here."""
        with self._alone():
            file = self._file(key_id)
            self._write(file.with_suffix(".gone"), f"{datetime.now(UTC).isoformat()}\n")
            if file.exists():
                overwrite(file)
                file.unlink()
                sync_folder(self.folder)

    def destroy_period(self, period: str) -> None:
        """Destroy every key of a class's month."""
        for each in self.held():
            if each.period == period:
                self.destroy(each)

    def renew_master(self) -> int:
        """A new master key wraps all keys; the old one is gone. Killed at any point, it goes on."""
        with self._alone():
            self._master()
            number = self._masters()[-1] + 1
            self._write(self._master_file(number), new_key().hex() + "\n")
            for each in self.held():
                key = self._key(each)
                wrapped = wrap_key(self._master_key(number), key, str(each))
                self._write(self._file(each), f"{number}\n{wrapped.hex()}\n")
            for old in self._masters()[:-1]:
                overwrite(self._master_file(old))
                self._master_file(old).unlink()
            sync_folder(self.folder)
        return number

    def _key(self, key_id: KeyId) -> bytes:
        try:
            number, wrapped = self._file(key_id).read_text(encoding="ascii").split()
        except FileNotFoundError:
            gone = self._file(key_id).with_suffix(".gone").exists()
            raise KeyGoneError(
                f"its key {key_id} was destroyed" if gone else f"its key {key_id} is missing"
            ) from None
        except (OSError, ValueError):
            raise InputError(
                f"{self._file(key_id)}: cannot be read as a key; run as its owner, or restore it"
            ) from None
        return unwrap_key(self._master_key(int(number)), bytes.fromhex(wrapped), str(key_id))

    def _master(self) -> int:
        """The newest master key's number, the first one made where there is none."""
        if not self._masters():
            if self.held():
                raise InputError(f"{self.folder}: the master key is missing; restore it")
            self._write(self._master_file(1), new_key().hex() + "\n")
        return self._masters()[-1]

    def _masters(self) -> list[int]:
        found = (MASTER.fullmatch(file.name) for file in self.folder.iterdir())
        return sorted(int(match[1]) for match in found if match)

    def _master_key(self, number: int) -> bytes:
        try:
            return bytes.fromhex(self._master_file(number).read_text(encoding="ascii"))
        except FileNotFoundError:
            raise KeyGoneError(f"the master key {number} is missing; restore it") from None
        except (OSError, ValueError):
            raise InputError(
                f"{self._master_file(number)}: cannot be read as a key; run as its owner"
            ) from None

    def _newest(self, period: str) -> KeyId | None:
        return max((each for each in self.held() if each.period == period), default=None)

    def _listed(self) -> Iterator[tuple[KeyId, str]]:
        if not self.folder.is_dir():
            return
        for file in self.folder.iterdir():
            if match := CLASS_KEY.fullmatch(file.name):
                yield KeyId(match[1], int(match[2])), match[3]

    def _file(self, key_id: KeyId) -> Path:
        return self.folder / f"{key_id}.key"

    def _master_file(self, number: int) -> Path:
        return self.folder / f"master-{number}.key"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time makes, wraps anew or destroys keys."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self.folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _write(self, file: Path, content: str) -> None:
        """Whole or not at all, closed to others, on the disk before this returns."""
        unfinished = file.with_name(f".{file.name}")
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        unfinished.replace(file)
        sync_folder(self.folder)


def wrap_key(key: bytes, inner: bytes, about: str) -> bytes:
    """A key under another one; `about` says what it is for, and must be said to unwrap it."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, inner, about.encode())


def unwrap_key(key: bytes, wrapped: bytes, about: str) -> bytes:
    """What `wrap_key` was given; `UndecryptableError` where it was for something else."""
    try:
        return AESGCM(key).decrypt(wrapped[:NONCE], wrapped[NONCE:], about.encode())
    except (InvalidTag, ValueError):
        raise UndecryptableError("its wrapped key was changed") from None


def overwrite(file: Path) -> None:
    """A courtesy: a disk may keep what was overwritten; full-disk encryption covers that."""
    with file.open("r+b") as opened:
        opened.write(bytes(file.stat().st_size))
        opened.flush()
        os.fsync(opened.fileno())


def sync_folder(folder: Path) -> None:
    """What was named in a folder stays named, whatever happens to the machine."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
