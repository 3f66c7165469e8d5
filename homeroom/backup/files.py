"""The data folder's files in a repository: each version once, and when it came and went.

A list says what there is: now and then whole, else what changed since the one before. So a restore
brings back the files of its moment, and none that was destroyed before it.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Container, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from homeroom.archive.files.chunks import UndecryptableError
from homeroom.backup.repository import Repository
from homeroom.config import HomeroomConfig
from homeroom.errors import HomeroomError, InputError

PIECE = 1 << 20
LEFT_OUT = re.compile(
    r"postgres[\w.]*|programs[\w.-]*|wal|run|logs|endpoints\.json|keys/backup\.key(\.next)?|password"
)
"""Not files to be brought back: the database goes its own way, and its key goes no way at all."""
ALWAYS_NEWEST = "checkpoints/"
"""What was published is known also to a restore of a time before it."""
STAMP = "%Y%m%dT%H%M%S.%fZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A file as it was at a moment, and the object that has its bytes."""

    path: str
    size: int
    changed: int
    """Its time of change, in nanoseconds."""
    mode: int
    name: str


Listing = dict[str, Version]
"""By path, relative to the data folder."""


def stamp(at: datetime) -> str:
    """A moment, in a form that sorts."""
    return at.astimezone(UTC).strftime(STAMP)


def moment(name: str) -> datetime:
    """When an object of `lists` or `bases` was begun."""
    text = name.rpartition("/")[2]
    return datetime.strptime(text[: len("20260101T000000.000000Z")], STAMP).replace(tzinfo=UTC)


def sync(
    config: HomeroomConfig, repository: Repository, known: Listing | None, *, whole: bool = False
) -> Listing:
    """Keep what came or changed since `known`, note what went; the listing as it is now.

    `known` is None where nobody has looked yet. A whole list is written where that is asked for.
    """
    began = datetime.now(UTC)
    before = latest(repository) if known is None else known
    now = {found.path: found for found in _kept(config, repository, before)}
    added = [asdict(each) for each in now.values() if before.get(each.path) != each]
    gone = sorted(before.keys() - now.keys())
    if whole:
        added = [asdict(each) for each in now.values()]
    if whole or added or gone:
        said = {"whole": whole, "added": added, "gone": gone}
        repository.put_json(f"lists/{stamp(began)}", said)
    return now


def latest(repository: Repository) -> Listing:
    """What the newest lists say."""
    return _listing(repository, repository.names("lists"))


def at(repository: Repository, when: datetime) -> Listing:
    """The files of a moment, those that were kept up to the list after it, and all checkpoints."""
    names = repository.names("lists")
    before = [name for name in names if moment(name) <= when]
    after = [name for name in names if moment(name) > when]
    found = _listing(repository, before)
    for name in after[:1]:
        found |= _added(repository.get_json(name))
    newest = _listing(repository, names)
    published = {path: v for path, v in newest.items() if path.startswith(ALWAYS_NEWEST)}
    return found | published


def named(repository: Repository, without: Container[str] = ()) -> set[str]:
    """Every object of `files` that some list names, but for the lists `without`."""
    lists = [name for name in repository.names("lists") if name not in without]
    return {v.name for name in lists for v in _added(repository.get_json(name)).values()}


def bring_back(repository: Repository, version: Version, data: Path) -> None:
    """Write a file of the data folder as it was."""
    place = data / version.path
    if not place.resolve().is_relative_to(data.resolve()):
        raise HomeroomError(f"{version.path}: leads out of the data folder")
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(place, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as opened:
        size = sum(opened.write(piece) for piece in repository.get(version.name))
    if size != version.size:
        raise UndecryptableError(f"{version.path}: has {size} bytes of {version.size}")
    place.chmod(version.mode)
    os.utime(place, ns=(version.changed, version.changed))


def _listing(repository: Repository, names: list[str]) -> Listing:
    """The newest whole list of these, and the changes since."""
    changes: list[dict[str, Any]] = []
    for name in reversed(names):
        changes.append(repository.get_json(name))
        if changes[-1]["whole"]:
            break
    found: Listing = {}
    for said in reversed(changes):
        found = _added(said) if said["whole"] else found | _added(said)
        for path in said["gone"]:
            found.pop(path, None)
    return found


def _added(said: dict[str, Any]) -> Listing:
    return {each["path"]: Version(**each) for each in said["added"]}


def _kept(config: HomeroomConfig, repository: Repository, before: Listing) -> Iterator[Version]:
    """Every file that there is, those that are new put into the repository first."""
    for path, file in _walk(config.data, repository.root):
        try:
            said = file.stat()
            had = before.get(path)
            seen = (said.st_size, said.st_mtime_ns, said.st_mode & 0o777)
            if had is not None and (had.size, had.changed, had.mode) == seen:
                yield had
                continue
            reading = _Reading(file)
            name = repository.put(f"files/{secrets.token_hex(1)}/v", reading.pieces())
        except FileNotFoundError:  # It went while we looked.
            continue
        _, changed, mode = seen
        yield Version(path=path, size=reading.size, changed=changed, mode=mode, name=name)


def _walk(data: Path, repository: Path) -> Iterator[tuple[str, Path]]:
    for folder, folders, files in os.walk(data):
        here = Path(folder)
        relative = here.relative_to(data)
        folders[:] = sorted(
            name
            for name in folders
            if not _passing(name)
            and not LEFT_OUT.fullmatch((relative / name).as_posix())
            and here / name != repository
        )
        for name in (*folders, *files):
            path = (relative / name).as_posix()
            linked = (here / name).is_symlink() and not _passing(name)
            if linked and not LEFT_OUT.fullmatch(path):
                raise InputError(
                    f"{here / name}: leads out of the data folder, and would not be in the backup: "
                    "mount the disk there instead of a link"
                )
        for name in sorted(files):
            path = (relative / name).as_posix()
            file = here / name
            if not _passing(name) and not LEFT_OUT.fullmatch(path):
                yield path, file


def _passing(name: str) -> bool:
    """A file that somebody is writing, or holds as a lock."""
    return name.startswith(".") or name.endswith(".unfinished")


class _Reading:
    """Counts what was read: a file that grows meanwhile is kept again at the next turn."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.size = 0

    def pieces(self) -> Iterator[bytes]:
        with self._file.open("rb") as opened:
            while piece := opened.read(PIECE):
                self.size += len(piece)
                yield piece
