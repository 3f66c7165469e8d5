"""The rows of a file as they are kept for the next delta: only the columns that are read.

A delta names changes alone, so what it changes must be there: each accepted file is kept, with
nothing in it that Homeroom does not use (race, sex and passwords are never kept).
"""

from __future__ import annotations

import csv
import io
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from homeroom.importers.oneroster.rows import Row
from homeroom.importers.problems import Problem

Record = tuple[int, list[str]]
"""The line that a row begins at in its file, 0 for one that is kept from before; its cells."""
STATUS, MODIFIED = 1, 2
"""Where these stand among the columns that are kept; the sourcedId comes first."""
DELETED = "tobedeleted"
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What earlier imports left: the version of the standard, and each file's rows, packed."""

    version: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)


def kept_columns(model: type[Row]) -> list[str]:
    """The columns of a file that are read, `sourcedId`, `status` and `dateLastModified` first."""
    return [field.alias or name for name, field in model.model_fields.items()]


def pack(records: Iterable[Record]) -> bytes:
    """Rows in a form to store."""
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n").writerows(cells for _, cells in records)
    return zlib.compress(written.getvalue().encode(), 1)


def unpack(stored: bytes, width: int) -> dict[str, Record]:
    """Stored rows by sourcedId; a column that came with a newer Homeroom is empty in them."""
    text = zlib.decompress(stored).decode()
    rows = csv.reader(io.StringIO(text, newline=""))
    return {cells[0]: (0, cells + [""] * (width - len(cells))) for cells in rows}


def merged(
    file: str, before: dict[str, Record], delta: Iterable[Record], problems: list[Problem]
) -> list[Record]:
    """The rows after a delta: a newer row replaces an older one, and `tobedeleted` marks it.

    A row that is older than what is known changes nothing, so that a delta may come twice, or late.
    """
    after = dict(before)
    for number, cells in delta:
        if not _dated(file, number, cells, problems):
            continue
        known = after.get(cells[0])
        if known is not None and _moment(cells[MODIFIED]) < _moment(known[1][MODIFIED]):
            continue
        if cells[STATUS] == DELETED:
            if known is None:
                continue  # it never was here
            after[cells[0]] = (number, [*cells[: MODIFIED + 1], *known[1][MODIFIED + 1 :]])
        else:
            after[cells[0]] = (number, cells)
    return list(after.values())


def _dated(file: str, number: int, cells: list[str], problems: list[Problem]) -> bool:
    missing = [
        name
        for name, cell in (("status", cells[STATUS]), ("dateLastModified", cells[MODIFIED]))
        if not cell
    ]
    for name in missing:
        fault, remedy = "is empty in a delta file", "fill it in, or export the file in bulk mode"
        problems.append(Problem(file=file, line=number, field=name, fault=fault, remedy=remedy))
    return not missing


def _moment(cell: str) -> datetime:
    """A cell that is no time is found by the row's own check."""
    try:
        found = datetime.fromisoformat(cell)
    except ValueError:
        return NEVER
    return found if found.tzinfo else found.replace(tzinfo=UTC)
