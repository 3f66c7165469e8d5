"""Media: which an entry names, and their files, kept once under the SHA-256 of their bytes."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from homeroom.errors import HomeroomError

CHUNK = 1 << 20
MOST_MEMBERS = 5_000
MXC = re.compile(r"mxc://([A-Za-z0-9.:\[\]-]{1,255})/([A-Za-z0-9_-]{5,255})")


class MediaMissingError(HomeroomError):
    """A file that is not there, or not whole yet; it is tried again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file in the archive's folder."""

    sha256: bytes
    size: int


def references(content: Any) -> list[str]:
    """The `mxc://` addresses anywhere in a content, each once, in the order written."""
    found: dict[str, None] = {}
    for value in _strings(content):
        if value.startswith("mxc://") and MXC.fullmatch(value):
            found.setdefault(value)
    return list(found)


def split(mxc: str) -> tuple[str, str]:
    """Server name and media id of an address."""
    match = MXC.fullmatch(mxc)
    if match is None:
        raise MediaMissingError(f"{mxc} is no media address")
    return match[1], match[2]


def synapse_file(store: Path, media_id: str) -> Path:
    """Where Synapse keeps a local upload."""
    return store / "local_content" / media_id[:2] / media_id[2:4] / media_id[4:]


def kept_file(folder: Path, sha256: bytes) -> Path:
    """Where the archive keeps the bytes with this hash."""
    name = sha256.hex()
    return folder / name[:2] / name[2:4] / name


def keep(source: Path, folder: Path, *, size: int) -> KeptFile:
    """Copy a file of the given size under its hash, durable before this returns.

    `MediaMissingError` where the file is absent or has not its size yet.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = folder / f"unfinished-{os.getpid()}"
    try:
        digest, copied = _copy(source, unfinished)
        if copied != size:
            raise MediaMissingError(f"the file has {copied} bytes of {size}")
        place = kept_file(folder, digest)
        _put(unfinished, place, folder)
    except FileNotFoundError:
        raise MediaMissingError("the file is not in Synapse's media store") from None
    except OSError as error:
        raise MediaMissingError(f"the file cannot be copied: {error.strerror}") from None
    finally:
        with suppress(FileNotFoundError):
            unfinished.unlink()
    return KeptFile(sha256=digest, size=copied)


def hash_file(file: Path) -> bytes:
    """The SHA-256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while piece := opened.read(CHUNK):
            digest.update(piece)
    return digest.digest()


def _copy(source: Path, target: Path) -> tuple[bytes, int]:
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as read, target.open("wb") as write:
        os.fchmod(write.fileno(), 0o600)
        while piece := read.read(CHUNK):
            digest.update(piece)
            write.write(piece)
            size += len(piece)
        write.flush()
        os.fsync(write.fileno())
    return digest.digest(), size


def _put(unfinished: Path, place: Path, folder: Path) -> None:
    """Name the file by its hash; the names of its folders are durable too."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished.replace(place)
    for parent in (place.parent, place.parent.parent, folder):
        descriptor = os.open(parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _strings(content: Any) -> Iterator[str]:
    waiting, seen = [content], 0
    while waiting and seen < MOST_MEMBERS:
        value = waiting.pop()
        seen += 1
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting.extend(reversed(value.values()))
        elif isinstance(value, list):
            waiting.extend(reversed(value))
