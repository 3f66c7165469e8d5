"""Reads a file by what it is. Runs in the isolated process of `isolated`, on hostile files too."""

from __future__ import annotations

from homeroom.documents.kinds import HEAD_BYTES, kind_of
from homeroom.documents.readers import office, plain
from homeroom.documents.reading import Reading, UnreadableError


def read(data: bytes) -> Reading:
    """The text of a file; pictures, sound and film have none. `UnreadableError` says why not."""
    kind = kind_of(data[:HEAD_BYTES])
    match kind:
        case "text":
            return plain.read(data)
        case "office":
            return office.read(data)
        case "pdf":
            from homeroom.documents.readers import pdf  # a tenth of a second, for PDF alone

            return pdf.read(data)
        case "image" | "audio" | "video":
            return Reading(kind=kind)
        case "other":
            raise UnreadableError("is of a kind that cannot be read here")
