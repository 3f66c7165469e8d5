"""The folders of a volume that load files and EDRM XML share: `TEXT`, `NATIVES`, `IMAGES`."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from homeroom.disclosure.formats.documents import Document, FileDocument
from homeroom.disclosure.formats.mail import body

IN_A_FOLDER = 1000
PLACEHOLDER = "IMAGES/placeholder.tif"
MARK = re.compile(r"\[[^\[\]\n]{1,200} – ([^\[\]\n]{1,80})\]")
"""What stands where something was redacted: `[Student 3 – FERPA 99.3]`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A file of a volume; `path` is relative to the folder in which the volumes are."""

    path: str
    size: int
    md5: str


@lru_cache(maxsize=1)
def text(volume: Path, document: Document, language: str) -> Placed:
    """The text of a message, written once; kept for the next format, which asks for the same."""
    data = body(document, language).encode()
    path = f"TEXT/{_folder(document.bates)}/{document.bates}.txt"
    target = volume / path
    try:
        file = open(target, "xb")  # noqa: PTH123, SIM115  # a tenth faster than Path's
    except FileNotFoundError:
        target.parent.mkdir(parents=True)
        file = target.open("xb")
    with file:
        file.write(data)
    return _placed(volume, path, len(data), _md5(data))


def native(volume: Path, file: FileDocument) -> Placed:
    """The file itself under its Bates number: the same file as in `files/`, where that can be."""
    path = f"NATIVES/{_folder(file.bates)}/{file.bates}{file.path.suffix}"
    target = volume / path
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        try:
            target.hardlink_to(file.path)
        except OSError:
            shutil.copyfile(file.path, target)
    with file.path.open("rb") as content:
        digest = hashlib.file_digest(content, _new_md5)
    return _placed(volume, path, file.size, digest.hexdigest())


def placeholder(volume: Path) -> str:
    """The page that says that a record is produced as text; its path as in `Placed`."""
    target = volume / PLACEHOLDER
    if not target.exists():
        target.parent.mkdir()
        data = files("homeroom.disclosure.formats").joinpath("placeholder.tif").read_bytes()
        target.write_bytes(data)
    return f"{volume.name}/{PLACEHOLDER}"


def exemptions(*texts: str) -> Iterator[str]:
    """The exemptions of the marks in the texts, each once."""
    yield from dict.fromkeys(found for text in texts for found in MARK.findall(text))


def _folder(bates: str) -> str:
    return f"{(int(bates.rpartition('-')[2]) - 1) // IN_A_FOLDER + 1:04d}"


def _placed(volume: Path, path: str, size: int, md5: str) -> Placed:
    return Placed(path=f"{volume.name}/{path}", size=size, md5=md5)


def _md5(data: bytes) -> str:
    return _new_md5(data).hexdigest()


def _new_md5(data: bytes = b"") -> hashlib._Hash:
    """What load files name a file by; nothing is proved by it, the manifest has SHA-256."""
    return hashlib.md5(data, usedforsecurity=False)
