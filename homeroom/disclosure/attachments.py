"""The files of a production: copies of what the archive keeps, under names that are safe."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path, PurePosixPath

from homeroom.archive.read import Entry
from homeroom.errors import HomeroomError

FOLDER = "files"
OPENED_SAFELY = frozenset(
    {
        *("png", "jpg", "jpeg", "gif", "webp", "pdf", "txt", "csv", "zip"),
        *("mp3", "m4a", "ogg", "opus", "wav", "mp4", "mov", "webm", "3gp", "amr"),
        *("doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp", "rtf"),
    }
)
BY_MIME = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "application/pdf": "pdf",
    "text/plain": "txt",
    "video/mp4": "mp4",
    "audio/ogg": "ogg",
}
LONGEST_STEM = 60


def place(folder: Path, n: int, entry: Entry, source: Path) -> str | None:
    """Copy the file of a media entry into the folder; its path there, None if it is disposed of.

    `HomeroomError` where the archive's copy is not the one that was sealed.
    """
    if not source.exists():
        return None
    media = entry.payload()["media"]
    path = f"{FOLDER}/{safe_name(n, media.get('name'), media.get('mime'))}"
    target = folder / path
    target.parent.mkdir(exist_ok=True)
    if _copy(source, target) != media["sha256"]:
        raise HomeroomError(
            f"{source}: is not the file that was sealed as entry {entry.index}; restore it from "
            "a backup, then produce again"
        )
    return path


def safe_name(n: int, name: object, mime: object) -> str:
    """`000012-photo.jpg`: no path, no hidden file, nothing that a browser would run."""
    given = PurePosixPath(str(name or "file").replace("\\", "/")).name
    stem, _, ending = given.rpartition(".") if "." in given else (given, "", "")
    ending = BY_MIME.get(str(mime), ending.lower())
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", stem).strip("-")[:LONGEST_STEM]
    return f"{n:06d}-{plain or 'file'}.{ending if ending in OPENED_SAFELY else 'bin'}"


def _copy(source: Path, target: Path) -> str:
    digest = hashlib.sha256()
    with source.open("rb") as read, target.open("wb") as write:
        while block := read.read(1 << 20):
            digest.update(block)
            write.write(block)
    return digest.hexdigest()
