"""Plain text, whatever its encoding."""

from __future__ import annotations

import codecs

from homeroom.documents.kinds import is_text
from homeroom.documents.reading import MOST_CHARACTERS, Reading, UnreadableError

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read(data: bytes) -> Reading:
    """Its lines. What is no UTF-8 is read as Windows does, byte for byte."""
    if not is_text(data):
        raise UnreadableError("begins as text and goes on as something else")
    text = _decoded(data)
    return Reading(
        kind="text",
        text=tuple(line for line in text[:MOST_CHARACTERS].splitlines() if line.strip()),
        complete=len(text) <= MOST_CHARACTERS,
    )


def _decoded(data: bytes) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
