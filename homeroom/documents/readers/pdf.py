"""PDF files: pages, notes, form fields, the title, and the names of what is attached."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from homeroom.documents.reading import MOST_CHARACTERS, Reading, UnreadableError

MOST_PAGES = 500
logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it quotes the file (invariant 11)


def read(data: bytes) -> Reading:
    """All text; a page that only shows pictures may be a scan, so the reading is not complete."""
    try:
        document = PdfReader(io.BytesIO(data))
        if document.is_encrypted and not document.decrypt(""):
            raise UnreadableError("is locked with a password")
        pages = list(_pages(document))
        aside = list(_aside(document))
    except UnreadableError:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise UnreadableError(f"is a damaged PDF file ({type(error).__name__})") from None
    text = [*(words for words, _ in pages), *aside]
    whole = (
        len(document.pages) <= MOST_PAGES
        and all(scanned is False for _, scanned in pages)
        and sum(map(len, text)) <= MOST_CHARACTERS
        and not document.attachments
    )
    return Reading(kind="pdf", text=tuple(words for words in text if words.strip()), complete=whole)


def _pages(document: PdfReader) -> Iterator[tuple[str, bool]]:
    """The words of each page, and whether it may be a scan."""
    for page in document.pages[:MOST_PAGES]:
        words = page.extract_text()
        yield words, not words.strip() and bool(page.images)


def _aside(document: PdfReader) -> Iterator[str]:
    yield from (str(value) for value in (document.metadata or {}).values())
    yield from (str(value) for value in (document.get_form_text_fields() or {}).values() if value)
    yield from document.attachments
    for page in document.pages[:MOST_PAGES]:
        for note in page.annotations or ():
            yield from _note(note.get_object())


def _note(note: Any) -> Iterator[str]:
    """What a note says, and where a link leads."""
    for key in ("/Contents", "/T", "/Subj"):
        if key in note:
            yield str(note[key])
    action = note.get("/A")
    if action is not None and "/URI" in (found := action.get_object()):
        yield str(found["/URI"])
