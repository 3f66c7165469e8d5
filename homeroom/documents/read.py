"""Reads a file by what it is. Runs in the isolated process of `isolated`, on hostile files too."""

from __future__ import annotations

from functools import partial

from homeroom.documents.kinds import HEAD_BYTES, kind_of
from homeroom.documents.readers import mail, office, plain, zipped
from homeroom.documents.reading import Reading, UnreadableError

DEEPEST = 3
"""Files within files within files; what lies deeper is not read, and the reading says so."""


def read(data: bytes, depth: int = 0) -> Reading:
    """The text of a file; pictures, sound and film have none. `UnreadableError` says why not."""
    if depth > DEEPEST:
        raise UnreadableError("is packed too deeply to be read")
    kind = kind_of(data[:HEAD_BYTES])
    inner = partial(read, depth=depth + 1)
    match kind:
        case "text":
            return mail.read(data, inner) if mail.is_mail(data) else plain.read(data)
        case "office":
            return zipped.read(data, inner) if zipped.is_plain(data) else office.read(data)
        case "pdf":
            from homeroom.documents.readers import pdf  # a tenth of a second, for PDF alone

            return pdf.read(data)
        case "image" | "audio" | "video":
            return Reading(kind=kind)
        case "other":
            raise UnreadableError("is of a kind that cannot be read here")
