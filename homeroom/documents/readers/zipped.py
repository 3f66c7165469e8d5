"""Zip archives that are no office files: the names of what is in them, and its text.

The reading is never complete: whoever judges a message wants the files themselves. What can be
found in them is found all the same, when records are searched.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from homeroom.documents.reading import MOST_CHARACTERS, Reading, UnreadableError

MOST_PARTS = 2_000
MOST_BYTES = 64 * 1024 * 1024
"""Of all that is in it, unpacked."""
Inner = Callable[[bytes], Reading]
"""Reads a file within the archive; `UnreadableError` where it is nested too deeply."""
OFFICE = frozenset({"[Content_Types].xml", "content.xml"})


def is_plain(data: bytes) -> bool:
    """Is it a zip that holds files, and no office file? A damaged one is neither."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return not OFFICE & set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def read(data: bytes, inner: Inner) -> Reading:
    """Names and texts, as far as they can be had within the limits."""
    found: list[str] = []
    left = MOST_BYTES
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.infolist()[:MOST_PARTS]:
            found.append(part.filename)
            left -= part.file_size
            if left < 0 or sum(map(len, found)) > MOST_CHARACTERS:
                break
            if not part.is_dir():
                found += _text(archive, part, inner)
    return Reading(kind="office", text=tuple(found), complete=False)


def _text(archive: zipfile.ZipFile, part: zipfile.ZipInfo, inner: Inner) -> tuple[str, ...]:
    """Nothing of a part that is locked, damaged or of no kind that has text."""
    try:
        with archive.open(part) as file:  # Never more than its header says: a bomb lies.
            content = file.read(part.file_size + 1)
        return inner(content).text if len(content) == part.file_size else ()
    except (
        *(zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError),
        UnreadableError,
    ):
        return ()
