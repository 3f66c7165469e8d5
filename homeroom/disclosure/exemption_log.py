"""The log of exemptions: what was covered or left out, and why (5 USC 552(b), 34 CFR 99.12).

The public one lies in the production and holds no value. The internal one, with the values, is
for the district alone: in memory while it is made, and encrypted on disk (`keeping`).
"""

from __future__ import annotations

import csv
import io
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from homeroom.disclosure.model import Position
from homeroom.disclosure.redaction.record import Hidden, Left, OneRecord, Redaction, Whole

FILE = "exemption-log.csv"
COLUMNS = (
    "record",
    "entry",
    "date",
    "author",
    "document",
    "span",
    "category",
    "exemption",
    "citation",
    "reason",
)
INTERNAL = (*COLUMNS, "value", "decided", "by", "at")
FILE_WITHHELD = "a file may show what must be covered, and nobody has decided to release it"


class InternalLog:
    """The internal log, compressed, in memory: nothing of it is ever plain on a disk."""

    def __init__(self) -> None:
        self._compressor = zlib.compressobj()
        self._held: list[bytes] = []
        self.add(INTERNAL)

    def add(self, cells: Iterable[str]) -> None:
        """A row."""
        line = io.StringIO()
        csv.writer(line).writerow(cells)
        self._held.append(self._compressor.compress(line.getvalue().encode()))

    def pieces(self) -> Iterator[bytes]:
        """All of it as CSV, once, in pieces; nothing can be added afterwards."""
        decompressor = zlib.decompressobj()
        for piece in (*self._held, self._compressor.flush()):
            yield decompressor.decompress(piece)


class ExemptionLog:
    """Writes both logs while the records are written."""

    def __init__(self, folder: Path, redaction: Redaction, internal: InternalLog) -> None:
        self._folder, self._redaction, self._internal = folder, redaction, internal
        self.counts: Counter[str] = Counter()
        """Values covered, records left out, files left out."""

    def __enter__(self) -> Self:
        self._file = (self._folder / FILE).open("w", encoding="utf-8", newline="")
        self._public = csv.writer(self._file)
        self._public.writerow(COLUMNS)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._file.close()

    def note(
        self, line: Mapping[str, Any], covering: OneRecord | Whole, *, without_file: bool
    ) -> None:
        """What was covered in a record, and whether its file was left out."""
        head = self._head(line)
        if isinstance(covering, OneRecord):
            for hidden in covering.hidden:
                self.counts["covered"] += 1
                self._row(head, hidden)
        if without_file:
            self.counts["files_withheld"] += 1
            self._both([*head, "file", "file", "", "", FILE_WITHHELD], ["", "by rule", "", ""])
        if line.get("file_redacted"):
            self.counts["files_changed"] += 1

    def leave_out(self, withheld: Mapping[Position, Left]) -> None:
        """The records that are not in the production."""
        for position, left in sorted(withheld.items()):
            self.counts["records_withheld"] += 1
            place = f"{position.epoch}/{position.index}"
            row = ["", place, "", "", "record", "record", "withheld", left.exemption, left.citation]
            decided = "by hand" if left.by else "by rule"
            self._both([*row, left.public], [left.reason, decided, left.by, left.at])

    def _row(self, head: list[str], hidden: Hidden) -> None:
        marks = [self._redaction.redactor.known(subject) for subject in hidden.subjects]
        decided = [
            self._redaction.decided[s] for s in hidden.subjects if s in self._redaction.decided
        ]
        left = decided[0] if decided else None
        self._both(
            [
                *head,
                hidden.pointer,
                " / ".join(mark.name for mark in marks),
                marks[0].exemption,
                marks[0].citation,
                "",
            ],
            [
                hidden.written,
                "by hand" if left and left.hand else "by rule",
                left.by if left else "",
                left.at if left else "",
            ],
        )

    def _both(self, row: list[str], internal: list[str]) -> None:
        self._public.writerow([_safe(cell) for cell in row])
        self._internal.add(_safe(cell) for cell in [*row, *internal])

    def _head(self, line: Mapping[str, Any]) -> list[str]:
        fields = {f["pointer"]: f["value"] for f in line["fields"] if "pointer" in f}
        at = datetime.fromtimestamp(line["header"]["at"] / 1000, UTC)
        author = fields.get("/event/sender") or fields.get("/decision/attempt/sender") or ""
        document = fields.get("/event/type") or line["header"]["kind"]
        place = f"{line['epoch']}/{line['index']}"
        return [str(line["n"]), place, f"{at:%Y-%m-%d}", str(author), str(document)]


def _safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
