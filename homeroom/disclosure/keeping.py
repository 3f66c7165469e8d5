"""Finished productions on the district's own disk: one encrypted file each.

    productions/ID/1.sealed    every file of the folder, one after another, as one stream
    productions/ID/1.key       its data key, wrapped by the key of its month (`keys/media`)
    productions/ID/1.internal.sealed    its log of exemptions with the values; for nobody outside

A release is a statement that comes later, and an encrypted file of its own. A production that was
made into a folder of somebody's choice is theirs, and plain; so is one of an older Homeroom, until
`homeroom request encrypt`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from homeroom.archive.files import streams
from homeroom.archive.files.chunks import new_key
from homeroom.archive.files.envelope import forget_key, read_key, wrap_beside
from homeroom.archive.files.keyring import Keyring, period_of, sync_folder
from homeroom.archive.files.objects import MediaError
from homeroom.config import HomeroomConfig
from homeroom.disclosure.productions import FOLDER, Production
from homeroom.errors import HomeroomError

CLASS = "production"
SEALED, RELEASE, INTERNAL = ".sealed", ".release", ".internal"
INTERNAL_LOG = "internal-exemption-log.csv"
PIECE = 1 << 18
LENGTH = 4
LEFT = re.compile(r"\.unfinished(-\d+-\d+)?\Z|\A\.opened-|\.release-\d+\Z")
"""Names of what is being made, or looked at, and of what a killed process leaves."""
DAY_SECONDS = 24 * 3600
File = tuple[str, Iterator[bytes]]
"""A path in a production, and its bytes."""


def is_kept_here(config: HomeroomConfig, made: Production) -> bool:
    """Is it in the district's own folder, and not in one that somebody named?"""
    return made.folder.is_relative_to(config.path(FOLDER).absolute())


def put_away(config: HomeroomConfig, folder: Path) -> None:
    """Encrypt a finished folder, and remove it. Killed in between, it is there, plain or not."""
    _write(config, _sealed(folder), _plain_files(folder))
    shutil.rmtree(folder)


def add_release(config: HomeroomConfig, made: Production, name: str, note: str) -> None:
    """Add the statement of a release."""
    place = made.folder.with_name(f"{made.folder.name}{RELEASE}{SEALED}")
    _write(config, place, iter([(name, iter([note.encode()]))]))


def keep_internal(config: HomeroomConfig, made: Production, log: Iterator[bytes]) -> None:
    """Put away the log of exemptions with the values, wherever the production itself is."""
    place = _internal(config, made)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(config, place, iter([(INTERNAL_LOG, log)]))


def internal(config: HomeroomConfig, made: Production) -> Iterator[bytes]:
    """The log of exemptions with the values, as CSV; nothing where it is not kept."""
    if (place := _internal(config, made)).exists():
        for _, pieces in _read(config, place):
            yield from pieces


def forget_internal(config: HomeroomConfig, made: Production) -> None:
    """Remove the log of exemptions with the values, of a production that failed."""
    place = _internal(config, made)
    place.unlink(missing_ok=True)
    forget_key(place)


def remove(made: Production) -> None:
    """Remove whatever there is of a production that failed."""
    shutil.rmtree(made.folder, ignore_errors=True)
    for place in (_sealed(made.folder), _sealed(Path(f"{made.folder}{RELEASE}"))):
        place.unlink(missing_ok=True)
        _half(place).unlink(missing_ok=True)
        forget_key(place)


def exists(made: Production) -> bool:
    """Is it still on disk?"""
    return _sealed(made.folder).exists() or made.folder.is_dir()


def size(made: Production) -> int:
    """Bytes of what lies on disk."""
    if (kept := _sealed(made.folder)).exists():
        return kept.stat().st_size
    return sum(file.stat().st_size for file in made.folder.rglob("*") if file.is_file())


def files(config: HomeroomConfig, made: Production) -> Iterator[File]:
    """Every file of a production, in the order of their paths; each is to be read before the next.

    `UndecryptableError` where one is not what was put away, at the latest at its end.
    """
    if not _sealed(made.folder).exists():
        yield from _plain_files(made.folder)
        return
    for place in (_sealed(made.folder), _sealed(Path(f"{made.folder}{RELEASE}"))):
        if place.exists():
            yield from _read(config, place)


@contextmanager
def opened(config: HomeroomConfig, made: Production) -> Iterator[Path]:
    """The plain folder, to be looked at; where it is encrypted, a copy that is gone afterwards."""
    if not _sealed(made.folder).exists():
        yield made.folder
        return
    with tempfile.TemporaryDirectory(prefix=".opened-", dir=made.folder.parent) as folder:
        write_copy(config, made, Path(folder))
        yield Path(folder)


def write_copy(config: HomeroomConfig, made: Production, folder: Path) -> None:
    """Write a plain copy into an empty folder: whole, or the folder is gone."""
    try:
        _write_files(config, made, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _write_files(config: HomeroomConfig, made: Production, folder: Path) -> None:
    for path, pieces in files(config, made):
        place = folder / path
        if not place.resolve().is_relative_to(folder.resolve()):
            raise HomeroomError(f"{made.folder}: {path} leads out of the folder")
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with place.open("xb") as target:
            for piece in pieces:
                target.write(piece)


def encrypt_plain(config: HomeroomConfig) -> int:
    """Put away what an older Homeroom has left as it was; how many productions.

    What a killed process left half made, or open, is removed, once it is a day old.
    """
    _sweep(config.path(FOLDER))
    folders = [each for each in config.path(FOLDER).glob("*/*") if _is_production(each)]
    for folder in folders:
        put_away(config, folder)
    return len(folders)


def _sweep(root: Path) -> None:
    for left in root.glob("*/.*"):
        if LEFT.search(left.name) and time.time() - left.stat().st_mtime > DAY_SECONDS:
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)


def _is_production(folder: Path) -> bool:
    return folder.is_dir() and not folder.name.startswith(".")


def _internal(config: HomeroomConfig, made: Production) -> Path:
    folder = config.path(FOLDER).absolute() / made.request
    return _sealed(folder / f"{made.number}{INTERNAL}")


def _sealed(folder: Path) -> Path:
    return folder.with_name(folder.name + SEALED)


def _half(place: Path) -> Path:
    """What becomes the file, once it is whole."""
    return place.with_name(f".{place.name}.unfinished")


def _write(config: HomeroomConfig, place: Path, content: Iterator[File]) -> None:
    key, unfinished = new_key(), _half(place)
    period = period_of(CLASS, datetime.now(UTC))
    wrap_beside(place, Keyring(config.path(config.archive.media_keys)), period, key)
    try:
        with unfinished.open("wb") as target:
            unfinished.chmod(0o600)
            for piece in streams.encrypted(key, _one_after_another(content)):
                target.write(piece)
            target.flush()
            os.fsync(target.fileno())
        unfinished.replace(place)
    finally:
        unfinished.unlink(missing_ok=True)
    sync_folder(place.parent)


def _read(config: HomeroomConfig, place: Path) -> Iterator[File]:
    key = read_key(place, Keyring(config.path(config.archive.media_keys)))
    with place.open("rb") as source:
        stream = _Stream(streams.decrypted(key, source))
        while path := stream.line():
            pieces = stream.pieces()
            yield json.loads(path), pieces
            for _ in pieces:  # What the reader has left.
                pass


def _one_after_another(content: Iterator[File]) -> Iterator[bytes]:
    """Each file as a line that names it, its pieces each after their length, and a length of 0."""
    for path, pieces in content:
        yield json.dumps(path).encode() + b"\n"
        for piece in pieces:
            if piece:
                yield len(piece).to_bytes(LENGTH, "big") + piece
        yield bytes(LENGTH)


class _Stream:
    """Reads lines and pieces from what is decrypted."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._held = bytearray()

    def line(self) -> bytes:
        """Up to the next end of a line; nothing at the end of all."""
        while b"\n" not in self._held:
            if not self._more():
                return b""
        line, _, rest = bytes(self._held).partition(b"\n")
        self._held = bytearray(rest)
        return line

    def pieces(self) -> Iterator[bytes]:
        while size := int.from_bytes(self._exactly(LENGTH), "big"):
            yield self._exactly(size)

    def _exactly(self, size: int) -> bytes:
        while len(self._held) < size:
            if not self._more():
                raise MediaError("the production is cut off")
        taken = bytes(self._held[:size])
        del self._held[:size]
        return taken

    def _more(self) -> bool:
        piece = next(self._pieces, b"")
        self._held += piece
        return bool(piece)


def _plain_files(folder: Path) -> Iterator[File]:
    for file in sorted(f for f in folder.rglob("*") if f.is_file() and not f.is_symlink()):
        yield file.relative_to(folder).as_posix(), _pieces(file)


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as source:
        while piece := source.read(PIECE):
            yield piece
