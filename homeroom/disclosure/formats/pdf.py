"""`VOL001/PDF/BATES.pdf`: the records on pages, tagged (PDF/UA-1), with a Bates number on each.

Set by typst (the extra `homeroom[pdf]`) in the fonts that it carries, so that every machine makes
the same pages. Texts reach it as string literals, never as markup.
"""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

from homeroom.disclosure.formats import typesetting, wording
from homeroom.disclosure.formats.documents import Document, Edition, Room
from homeroom.disclosure.formats.press import Press
from homeroom.disclosure.formats.view import is_image
from homeroom.errors import HomeroomError

MOST_RECORDS = 500
"""Records in one file, so that its pages fit into the memory while they are set."""
MOST_TEXT = 250_000
"""Characters in one file, for the same reason."""
IN_THE_FONTS = (
    *((0x20, 0x7E), (0xA1, 0x17F), (0x391, 0x3A1), (0x3A3, 0x3A9), (0x3B1, 0x3C9)),
    *((0x401, 0x401), (0x410, 0x44F), (0x451, 0x451), (0x2010, 0x2015), (0x2018, 0x201E)),
    *((0x2020, 0x2022), (0x2026, 0x2026), (0x2039, 0x203A), (0x20AC, 0x20AC), (0x2122, 0x2122)),
)
"""What typst's own fonts have; anything else is written as its name, in braces."""
KNOWN = frozenset(chr(n) for first, last in IN_THE_FONTS for n in range(first, last + 1)) | {"\n"}


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """What goes onto the pages of one file."""

    first: str
    """The Bates number of its first document, and its name."""
    parts: list[str]
    pictures: dict[int, str]
    """What stands in the place of an empty part, if typst can read the picture."""


class Pdf:
    """Collects some records; their pages are set while the next are collected."""

    def __init__(self, edition: Edition, folder: Path) -> None:
        self._edition, self._folder = edition, folder / "PDF"
        self._press = Press()
        self._parts: list[str] = []
        self._pictures: dict[int, str] = {}
        self._first = ""
        self._size = self._records = 0
        self._room: Room | None = None
        self._day = ""

    def add(self, document: Document) -> None:
        """The document, below the headings of its room and day."""
        if self._records >= MOST_RECORDS or self._size > MOST_TEXT:
            self._end_file()
        self._first = self._first or document.bates
        self._records += 1
        if document.room is not self._room:
            self._room, self._day = document.room, ""
            self._put(f"#heading(level: 2, {literal(document.room.name or '-')})\n")
        if document.shown.day != self._day:
            self._day = document.shown.day
            self._put(f"#heading(level: 3, {literal(self._day)})\n")
        self._put(_record(document, self._edition))
        for file in document.files:
            if is_image(file.path.name):
                path = "/" + self._edition.shown_path(file)
                self._pictures[len(self._parts)] = (
                    f"#picture({literal(path)}, {literal(file.name or '-')})\n"
                )
                self._put("")

    def close(self) -> None:
        with closing(self._press):
            self._end_file()

    def _put(self, part: str) -> None:
        self._parts.append(part)
        self._size += len(part)

    def _end_file(self) -> None:
        if self._first:
            file = File(first=self._first, parts=self._parts, pictures=self._pictures)
            self._press.give(partial(_write, file, self._edition, self._folder))
        self._parts, self._pictures, self._first = [], {}, ""
        self._size = self._records = 0
        self._room = None


def _write(file: File, edition: Edition, folder: Path) -> None:
    """Write the file, whose pages are counted on from those before it."""
    folder.mkdir(exist_ok=True)
    data = _set(file, edition)
    (folder / f"{file.first}.pdf").write_bytes(data)
    edition.pages.count += len(PdfReader(BytesIO(data)).pages)


def _set(file: File, edition: Edition) -> bytes:
    """The pages; a picture that cannot be read is left to its name."""
    shown = [file.pictures.get(place, part) for place, part in enumerate(file.parts)]
    try:
        return _typeset(_source(shown, edition), edition.folder)
    except ValueError as error:
        if not file.pictures:
            raise HomeroomError(f"PDF {file.first}: {error}") from None
        return _typeset(_source(file.parts, edition), edition.folder)


def _source(parts: list[str], edition: Edition) -> str:
    about = edition.about
    made = about.made_at
    first = edition.numbering.documents + edition.pages.count
    return (
        f"#let title = {literal(wording.say('title', about.language, name=about.student))}\n"
        f"#let language = {literal(about.language)}\n#let prefix = {literal(about.bates)}\n"
        f"#let first = {first}\n"
        f"#let made = datetime(year: {made.year}, month: {made.month}, day: {made.day})\n"
        f"{_template()}{''.join(parts)}"
    )


def literal(text: str) -> str:
    """Any text as a string of typst, in characters that its fonts have."""
    shown = "".join(_character(c) for c in text.replace("\r\n", "\n").replace("\r", "\n"))
    return '"' + shown.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _character(character: str) -> str:
    if character in KNOWN:
        return character
    if character in "\t\xa0":
        return " "
    return f"{{{unicodedata.name(character, f'U+{ord(character):04X}').lower()}}}"


def _record(document: Document, edition: Edition) -> str:
    shown, language = document.shown, edition.about.language
    notes = ", ".join(literal(note) for note in _notes(document, edition))
    why = (
        f"{wording.say('record', language, n=shown.n)}, "
        f"{wording.say('entry', language, entry=shown.entry)}. "
        f"{wording.say('in', language, reasons=shown.reasons)}"
    )
    given = (shown.sender, shown.sender_id, f"{shown.time} UTC", document.bates)
    return (
        f"#record({', '.join(map(literal, given))}, ({notes}{',' if notes else ''}), "
        f"{literal(shown.text)}, {literal(why)})\n"
    )


def _notes(document: Document, edition: Edition) -> Iterator[str]:
    shown, language = document.shown, edition.about.language
    for link in shown.links:
        target = edition.bates(link.n) if link.n else wording.say("elsewhere", language)
        yield f"{wording.say(link.kind, language)} {target}"
    if shown.refused:
        yield " ".join(shown.refused)
    if shown.formatted:
        yield f"{wording.say('formatted', language)} {shown.formatted}"
    for file in document.reading.files:
        yield wording.say("file" if file.path else "file_missing", language, name=file.name)


def _template() -> str:
    return files("homeroom.disclosure.formats").joinpath("pdf.typ").read_text(encoding="utf-8")


def _typeset(source: str, root: Path) -> bytes:
    """`ValueError` where typst refuses, `HomeroomError` where it is not there or was killed."""
    command = [sys.executable, "-I", typesetting.__file__, str(root)]
    made = subprocess.run(command, input=source.encode(), capture_output=True, check=False)
    if made.returncode == typesetting.WRONG:
        raise ValueError(made.stderr.decode("utf-8", "replace"))
    if made.returncode == typesetting.NOT_THERE:
        raise HomeroomError(
            "PDF needs typst: run `pip install 'homeroom[pdf]'`, or leave the format pdf out"
        )
    if made.returncode:
        raise HomeroomError(f"PDF: typst ended with status {made.returncode}; produce again")
    return made.stdout
