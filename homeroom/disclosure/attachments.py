"""The files of a production: copies of what the archive keeps, under names that are safe."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path, PurePosixPath

from homeroom.archive.files.chunks import UndecryptableError
from homeroom.archive.files.objects import ObjectMissingError
from homeroom.archive.read import Entry
from homeroom.disclosure.model import Attachment, Position
from homeroom.disclosure.opening import Placed
from homeroom.disclosure.redaction import files
from homeroom.disclosure.redaction.record import Redaction
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


def place(
    folder: Path, n: int, entry: Entry, source: Attachment, redaction: Redaction
) -> Placed | None:
    """Write what may be seen of the file of a media entry into the folder.

    None where it is disposed of, withheld, or cannot be shown without what is covered in it.
    `HomeroomError` where the archive's copy is not the one that was sealed, or cannot be had.
    """
    media, at = entry.payload()["media"], Position(entry.epoch, entry.index)
    covering = redaction.of(at)
    _, name = covering.field("/media/name", media.get("name"))
    path = f"{FOLDER}/{safe_name(n, name, media.get('mime'))}"
    target = folder / path
    target.parent.mkdir(exist_ok=True)
    try:
        same = _copy(source, target) == media["sha256"]
    except ObjectMissingError:
        return None
    except UndecryptableError:
        same = False
    if not same:
        target.unlink(missing_ok=True)
        raise HomeroomError(
            f"the archive's copy of {media['sha256']} is not the file that was sealed as entry "
            f"{entry.index}; restore it from a backup, then produce again"
        )
    changed = files.change(target, redaction.files.get(at, redaction.others), covering)
    if changed is None:
        target.unlink()
        if not any(target.parent.iterdir()):
            target.parent.rmdir()
        return None
    return Placed(path=path, redacted=changed)


def safe_name(n: int, name: object, mime: object) -> str:
    """`000012-photo.jpg`: no path, no hidden file, nothing that a browser would run."""
    given = PurePosixPath(str(name or "file").replace("\\", "/")).name
    stem, _, ending = given.rpartition(".") if "." in given else (given, "", "")
    ending = BY_MIME.get(str(mime), ending.lower())
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", stem).strip("-")[:LONGEST_STEM]
    return f"{n:06d}-{plain or 'file'}.{ending if ending in OPENED_SAFELY else 'bin'}"


def _copy(source: Attachment, target: Path) -> str:
    """Nothing is left of a file that is not there whole."""
    digest = hashlib.sha256()
    try:
        with target.open("wb") as write:
            for piece in source():
                digest.update(piece)
                write.write(piece)
    except HomeroomError:
        target.unlink()
        raise
    return digest.hexdigest()
