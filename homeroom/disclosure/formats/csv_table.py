"""`records.csv`: a row a record, for a spreadsheet; nothing in it is ever a formula."""

from __future__ import annotations

import csv
from pathlib import Path

from homeroom.disclosure.formats.documents import Document, Edition

FILE = "records.csv"
COLUMNS = (
    *("bates", "record", "entry", "time_utc", "room", "room_id", "sender", "account"),
    *("kind", "text", "formatted", "refused", "refers_to", "files", "why"),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes a cell for that begins so (OWASP, CSV injection), full width too."""


class Table:
    """The table: UTF-8 with a byte order mark, since spreadsheets guess otherwise."""

    def __init__(self, edition: Edition, folder: Path) -> None:
        self._edition = edition
        self._file = (folder / FILE).open("w", encoding="utf-8-sig", newline="")
        self._rows = csv.writer(self._file)
        self._rows.writerow(COLUMNS)

    def add(self, document: Document) -> None:
        """The document and its own files, a row each."""
        read, shown = document.reading, document.shown
        links = "; ".join(
            f"{link.kind} {self._edition.bates(link.n) if link.n else '-'}" for link in read.links
        )
        files = "; ".join(
            file.name if file.path is None else f"{file.name} ({file.path})" for file in read.files
        )
        self._row(
            *(document.bates, str(read.n), read.entry, shown.iso, document.room.name),
            *(document.room.id or "", shown.sender, shown.sender_id, read.kind, shown.text),
            *(shown.formatted, " ".join(shown.refused), links, files, shown.reasons),
        )
        for file in document.family:
            if file.n != read.n:
                self._row(
                    *(file.bates, str(file.n), "", "", document.room.name, document.room.id or ""),
                    *("", "", "file", file.name, "", "", f"file_of {document.bates}"),
                    *(self._edition.shown_path(file), ""),
                )

    def close(self) -> None:
        self._file.close()

    def _row(self, *cells: str) -> None:
        self._rows.writerow([safe(cell) for cell in cells])


def safe(cell: str) -> str:
    """The cell as text: an apostrophe before what a spreadsheet would calculate, no NUL."""
    if "\x00" in cell:
        cell = cell.replace("\x00", "\ufffd")
    return f"'{cell}" if cell.startswith(FORMULA) else cell
