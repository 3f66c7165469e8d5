"""Word, Excel, PowerPoint (ECMA-376) and OpenDocument files: every text of every part.

Formats and headers, comments, notes, hidden sheets and link targets are parts like any other, so
all XML parts are read. A run of letters that is split over elements is joined to a paragraph.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.parsers import expat

from homeroom.documents.kinds import kind_of
from homeroom.documents.reading import MOST_CHARACTERS, Reading, UnreadableError

MOST_PARTS = 2_000
MOST_BYTES = 64 * 1024 * 1024
MOST_DEPTH = 2
"""Office files within office files, so far down."""

ENDS = frozenset({"p", "h", "si", "c", "comment", "title", "table-cell", "Relationship"})
"""Where a text ends: paragraphs, headings, cells."""
SAID = frozenset(
    {"Target", "href", "string-value", "value", "descr", "title", "tooltip", "display"}
)
"""Attributes that a reader sees, or follows."""
OPAQUE = frozenset({"image", "audio", "video"})


def read(data: bytes, depth: int = 0) -> Reading:
    """All texts of an office file; `UnreadableError` for any other zip, or one that is locked."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        raise UnreadableError("is a damaged office file") from None
    with archive:
        parts = archive.infolist()
        _check(parts)
        texts, complete = _texts(archive, parts, depth)
    return Reading(kind="office", text=tuple(texts), complete=complete)


def _check(parts: list[zipfile.ZipInfo]) -> None:
    names = {part.filename for part in parts}
    if not names & {"[Content_Types].xml", "content.xml"}:
        raise UnreadableError("is an archive of files; attach the files themselves")
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableError("is locked with a password")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
        raise UnreadableError("is too large once unpacked")


def _texts(
    archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], depth: int
) -> tuple[list[str], bool]:
    texts: list[str] = []
    complete, left = True, MOST_CHARACTERS
    for part in parts:
        content = _content(archive, part)
        if part.filename.endswith((".xml", ".rels")):
            found, whole = list(_paragraphs(content)), True
        else:
            found, whole = _embedded(content, depth)
        texts += found
        left -= sum(map(len, found))
        complete &= whole
        if left < 0:
            return texts, False
    return texts, complete


def _content(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """The part, never more of it than its header says: a bomb lies about its size."""
    try:
        with archive.open(part) as file:
            content = file.read(part.file_size + 1)
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError):
        raise UnreadableError("is a damaged office file") from None
    if len(content) > part.file_size:
        raise UnreadableError("is a damaged office file")
    return content


def _embedded(content: bytes, depth: int) -> tuple[list[str], bool]:
    """The texts of a file within the file; pictures hold none, and anything else is not read."""
    kind = kind_of(content)
    if kind in OPAQUE or not content:
        return [], True
    if kind != "office" or depth >= MOST_DEPTH:
        return [], False
    try:
        inner = read(content, depth + 1)
    except UnreadableError:
        return [], False
    return list(inner.text), inner.complete


def _paragraphs(content: bytes) -> Iterator[str]:
    found: list[str] = []
    words: list[str] = []

    def begin(name: str, attributes: dict[str, str]) -> None:
        found.extend(
            value for key, value in attributes.items() if _local(key) in SAID and value.strip()
        )
        if _local(name) in ("tab", "br", "s", "line-break"):
            words.append(" ")

    def end(name: str) -> None:
        if _local(name) in ENDS:
            flush()

    def flush() -> None:
        text = "".join(words)
        words.clear()
        if text.strip():
            found.append(text)

    def refuse(*_: object) -> None:
        raise UnreadableError("declares entities, which no office file does")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.CharacterDataHandler = words.append
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        raise UnreadableError("is a damaged office file") from None
    flush()
    yield from found


def _local(name: str) -> str:
    return name.rpartition(":")[2]
