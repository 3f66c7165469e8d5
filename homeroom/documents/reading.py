"""What reading a file gives."""

from __future__ import annotations

from dataclasses import dataclass

from homeroom.documents.kinds import FileKind

MOST_CHARACTERS = 2_000_000
"""A file with more text than this is not read to its end, and says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The text of a file, one string a paragraph, cell or page."""

    kind: FileKind
    text: tuple[str, ...] = ()
    complete: bool = True
    """False where there may be words that were not read: a scanned page, a locked file."""


class UnreadableError(Exception):
    """The file cannot be read; the message says why, and quotes nothing of it."""
