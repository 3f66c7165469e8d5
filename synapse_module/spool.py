"""Keeps on local disk what cannot be written to the database yet, so that no crash loses it.

One file a record: written, synced and named before anybody is answered; removed once the database
has it. Each is written there under the key of its attempt, so a record that is replayed twice is
one entry and one alert. The files hold what was said: mode 0600, in a folder of mode 0700.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from homeroom.danger.alerts import Raised
from homeroom.registry.decisions import decode, encode
from homeroom.registry.model import UrgentNotice

logger = logging.getLogger(__name__)
MOST_FILES = 5_000
MOST_BYTES = 64 * 1024 * 1024
RESERVED = 0.5
"""This share of the room is for words of danger alone."""
TORN_AFTER = 60.0
"""Seconds after which a file that was never named belongs to a process that is gone."""
NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW


class SpoolFullError(Exception):
    """No more is kept on disk until the database has taken some."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A verdict with its attempt, to be written down."""

    key: str
    payload: dict[str, Any]
    alert: Raised | None = None
    """Where it speaks of danger: the same payload, and whom it is about."""
    notice: UrgentNotice | None = None
    """Where somebody marked it as urgent in a client, and may."""


class Spool:
    """One folder, shared by the processes of one machine. Call it in a thread."""

    def __init__(self, folder: Path) -> None:
        """Make the folder, closed to others; `OSError` where it cannot be made or used."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
        if folder.is_symlink() or found.st_uid != os.geteuid():
            raise PermissionError(f"{folder}: is not a folder of our own; remove it")
        folder.chmod(0o700)
        self._folder = folder

    def put(self, decided: Decided) -> None:
        """Keep a record; on return it is on disk. `SpoolFullError`, `OSError`."""
        data = json.dumps(_written(decided), ensure_ascii=True, default=str).encode()
        self._make_sure_of_room(len(data), danger=decided.alert is not None)
        digest = hashlib.sha256(decided.key.encode("utf-8", "surrogatepass")).hexdigest()
        name = f"{time.time_ns():020}-{digest[:16]}"
        unnamed = self._folder / f"{name}.tmp"
        with os.fdopen(os.open(unnamed, NEW, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        unnamed.rename(self._folder / f"{name}.json")
        self._sync_folder()

    def __len__(self) -> int:
        """How many records wait."""
        return len(self._named())

    @contextmanager
    def replaying(self) -> Iterator[bool]:
        """True for the one process that may replay now; the system lets go when it is killed."""
        opened = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            try:
                fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True
        finally:
            os.close(opened)

    def waiting(self) -> Iterator[tuple[Path, Decided]]:
        """What waits, oldest first. One that cannot be read is set aside, with an alarm."""
        self._adopt_unnamed()
        for file in self._named():
            try:
                record = _read(file)
            except (ValueError, KeyError, TypeError):
                file.rename(file.with_suffix(".unreadable"))
                logger.critical("ALARM a record on disk cannot be read: %s", file.name)
            except FileNotFoundError:
                continue
            else:
                yield file, record

    def done(self, file: Path) -> None:
        """The database has it."""
        file.unlink(missing_ok=True)
        self._sync_folder()

    def _named(self) -> list[Path]:
        return sorted(self._folder.glob("*.json"))

    def _adopt_unnamed(self) -> None:
        """What was being written when its process was killed is read as far as it came."""
        for file in self._folder.glob("*.tmp"):
            with suppress(FileNotFoundError):
                if time.time() - file.stat().st_mtime > TORN_AFTER:
                    file.rename(file.with_suffix(".json"))

    def _make_sure_of_room(self, size: int, *, danger: bool) -> None:
        share = 1.0 if danger else 1.0 - RESERVED
        with os.scandir(self._folder) as found:
            sizes = [each.stat(follow_symlinks=False).st_size for each in found]
        if len(sizes) >= MOST_FILES * share or sum(sizes) + size > MOST_BYTES * share:
            raise SpoolFullError(f"{len(sizes)} records wait on disk")

    def _sync_folder(self) -> None:
        opened = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _written(decided: Decided) -> dict[str, Any]:
    alert = None if decided.alert is None else replace(decided.alert, payload={})
    return {
        "key": decided.key,
        "payload": decided.payload,
        "alert": alert and asdict(alert),
        "notice": decided.notice and encode(decided.notice),
    }


def _read(file: Path) -> Decided:
    content = json.loads(file.read_bytes())
    key, payload, alert = content["key"], content["payload"], content["alert"]
    said = content.get("notice")
    notice = decode(UrgentNotice, said) if said else None
    if alert is None:
        return Decided(key=key, payload=payload, notice=notice)
    lists = {name: tuple(alert[name]) for name in ("people", "rules")}
    raised = Raised(**{**alert, **lists, "payload": payload})
    return Decided(key=key, payload=payload, alert=raised, notice=notice)
