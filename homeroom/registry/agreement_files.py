"""Signed agreements as files of the data folder, named by their content."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from homeroom.errors import HomeroomError, InputError
from homeroom.registry.model import Document

FOLDER = Path("agreements")
LARGEST = 50_000_000


def keep(data: Path, name: str, content: bytes) -> Document:
    """Keep a file, once: the same bytes have the same place. `InputError` where it is no document.

    It appears whole or not at all, and nobody but its owner reads it.
    """
    if not content or len(content) > LARGEST:
        raise InputError(f"{name}: is empty, or larger than {LARGEST} bytes")
    digest = hashlib.sha256(content).hexdigest()
    folder = data / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    place = folder / digest
    if not place.exists():
        unfinished = folder / f".{digest}.{os.getpid()}"
        unfinished.touch(mode=0o600)
        unfinished.write_bytes(content)
        unfinished.rename(place)
    return Document(name=Path(name).name, sha256=digest, size=len(content))


def keep_file(data: Path, file: Path) -> Document:
    """Keep a file that lies somewhere; `InputError` where it cannot be read."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise InputError(f"{file}: cannot be read ({error.strerror})") from None
    return keep(data, file.name, content)


def read(data: Path, document: Document) -> bytes:
    """The file's bytes; `HomeroomError` where it is gone or not what was kept."""
    place = data / FOLDER / document.sha256
    try:
        content = place.read_bytes()
    except OSError as error:
        raise HomeroomError(f"{place}: cannot be read ({error.strerror}); restore it") from None
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise HomeroomError(f"{place}: is not what was kept; restore it from a backup")
    return content
