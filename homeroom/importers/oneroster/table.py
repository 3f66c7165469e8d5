"""One CSV file into checked rows; every fault is noted with file, line and field."""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from homeroom.importers.oneroster.kept import Record, kept_columns, merged, pack, unpack
from homeroom.importers.oneroster.rows import Row
from homeroom.importers.problems import Problem

R = TypeVar("R", bound=Row)

# Surrogates stand for bytes that are not UTF-8; PostgreSQL stores no NUL.
_UNREADABLE = re.compile(r"[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
EXTENSION = "metadata."
"""Columns that begin so are a district's own; OneRoster asks readers to skip them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Generic[R]):
    """A row and where it stands."""

    number: int
    """0 for a row that was kept from an earlier import."""
    row: R


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Generic[R]):
    """The rows of a file by sourcedId."""

    file: str
    lines: dict[str, Line[R]]
    kept: bytes = b""
    """All rows, as they are stored for the next delta."""

    def rows(self) -> Iterator[R]:
        return (line.row for line in self.lines.values())

    def active(self) -> Iterator[R]:
        return (row for row in self.rows() if row.active)


def records(path: Path, problems: list[Problem]) -> list[Record]:
    """The records of a CSV file with the lines they begin at; blank ones are left out."""
    text = _text(path, problems)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    found, begins = [], 1
    try:
        for cells in reader:
            if any(cells):
                found.append((begins, cells))
            begins = reader.line_num + 1
    except csv.Error as error:
        remedy = "write each cell with a comma or a quote in it inside quotes, quotes doubled"
        problems.append(Problem(file=path.name, line=begins, fault=str(error), remedy=remedy))
    return found if _clean(text) else _readable(path.name, found, problems)


def _text(path: Path, problems: list[Problem]) -> str:
    """The file's text; what is no text from its first line on is one fault, and not thousands."""
    try:
        text = path.read_bytes().decode("utf-8-sig", errors="surrogateescape")
    except OSError as error:
        remedy = "put the file there, or mark it as absent in manifest.csv"
        problems.append(Problem(file=path.name, fault=f"{error.strerror}", remedy=remedy))
        return ""
    if _clean(text.partition("\n")[0]):
        return text
    remedy = "export it again as CSV in UTF-8, not as a spreadsheet or UTF-16"
    problems.append(Problem(file=path.name, line=1, fault="is no UTF-8 text", remedy=remedy))
    return ""


def read_table(path: Path, model: type[R], problems: list[Problem]) -> Table[R]:
    """All good rows of a file; the faults of the others are added to `problems`."""
    rows = file_rows(path, model, problems)
    _once(path.name, rows, problems)
    return checked(path.name, model, rows, problems)


def read_changes(path: Path, model: type[R], problems: list[Problem], before: bytes) -> Table[R]:
    """The rows that are there after a delta file; `before` are those that were kept."""
    changes = file_rows(path, model, problems)
    _once(path.name, changes, problems)
    known = unpack(before, len(kept_columns(model)))
    return checked(path.name, model, merged(path.name, known, changes, problems), problems)


def kept_table(file: str, model: type[R], problems: list[Problem], before: bytes) -> Table[R]:
    """The rows of a file that is absent from a folder of changes: those that were kept."""
    rows = list(unpack(before, len(kept_columns(model))).values())
    return checked(file, model, rows, problems)


def file_rows(path: Path, model: type[Row], problems: list[Problem]) -> list[Record]:
    """The rows of a file with the columns that are read, in the model's order."""
    before = len(problems)
    lines = records(path, problems)
    if not lines:
        if len(problems) == before:
            remedy = "the first line names the columns"
            problems.append(Problem(file=path.name, line=1, fault="is empty", remedy=remedy))
        return []
    header = [cell.strip() for cell in lines[0][1]]
    if _header_faults(path.name, header, model, problems):
        return []
    places = [header.index(name) if name in header else None for name in kept_columns(model)]
    found = []
    for number, cells in lines[1:]:
        if len(cells) == len(header):
            kept = ["" if place is None else cells[place].strip() for place in places]
            found.append((number, kept))
        else:
            fault = f"has {len(cells)} cells where the header has {len(header)}"
            remedy = "look for a comma too many or too few"
            problems.append(Problem(file=path.name, line=number, fault=fault, remedy=remedy))
    return found


def checked(file: str, model: type[R], rows: list[Record], problems: list[Problem]) -> Table[R]:
    """The good rows, and all rows in the form in which they are kept."""
    names = kept_columns(model)
    table: Table[R] = Table(file=file, lines={}, kept=pack(rows))
    for number, cells in rows:
        filled = {name: cell for name, cell in zip(names, cells, strict=True) if cell}
        try:
            row = model.model_validate(filled)
        except ValidationError as error:
            problems += [_problem(file, number, fault) for fault in error.errors()]
        else:
            table.lines.setdefault(row.sourced_id, Line(number=number, row=row))
    return table


def _once(file: str, rows: list[Record], problems: list[Problem]) -> None:
    """Each id belongs to one row of a file."""
    first: dict[str, int] = {}
    for number, cells in rows:
        line = first.setdefault(cells[0], number)
        if cells[0] and line != number:
            fault = f"{cells[0]!r} is already the id of line {line}"
            problems.append(
                Problem(
                    file=file,
                    line=number,
                    field="sourcedId",
                    fault=fault,
                    remedy="give each record an id of its own",
                )
            )


def _clean(text: str) -> bool:
    return not (_UNREADABLE.search(text) or _CONTROL.search(text))


def _readable(
    file: str, found: list[tuple[int, list[str]]], problems: list[Problem]
) -> list[tuple[int, list[str]]]:
    """The records with nothing unreadable in them; the others become problems."""
    header = found[0][1] if found else []
    for number, cells in found:
        for index, cell in enumerate(cells):
            if not _clean(cell):
                field = header[index] if index < len(header) else f"cell {index + 1}"
                problems.append(_unreadable(file, number, field, cell))
    return [(number, cells) for number, cells in found if all(map(_clean, cells))]


def _unreadable(file: str, number: int, field: str, cell: str) -> Problem:
    if _UNREADABLE.search(cell):
        fault, remedy = "is not UTF-8", "export the file again as UTF-8"
    else:
        fault, remedy = "holds a control character", "type the cell again"
    return Problem(file=file, line=number, field=field, fault=fault, remedy=remedy)


def columns(model: type[Row]) -> tuple[set[str], set[str]]:
    """The columns that a file must have, and all that the standard knows."""
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    needed = {name for name, field in fields.items() if field.is_required()}
    return needed, set(fields) | set(model.SKIPPED.split())


def _header_faults(file: str, header: list[str], model: type[Row], problems: list[Problem]) -> bool:
    needed, known = columns(model)
    faults = [(name, "is named twice", "remove one") for name in _twice(header)]
    for name in header:
        if name not in known and not name.startswith(EXTENSION):
            near = difflib.get_close_matches(name, known - set(header), n=1)
            remedy = f"did you mean {near[0]!r}?" if near else "remove the column"
            faults.append((name, "is no column of this file", remedy))
    faults += [(name, "the column is missing", "add it") for name in sorted(needed - set(header))]
    problems += [
        Problem(file=file, line=1, field=name, fault=fault, remedy=remedy)
        for name, fault, remedy in faults
    ]
    return bool(faults)


def _twice(header: list[str]) -> list[str]:
    return sorted({name for name in header if header.count(name) > 1})


def _problem(file: str, number: int, error: ErrorDetails) -> Problem:
    field = str(error["loc"][0])
    if error["type"] == "missing":
        fault, remedy = "is empty", "fill it in"
    elif error["type"] == "literal_error":
        fault = f"{error['input']!r} is not allowed"
        remedy = f"use {error['ctx']['expected']}"
    else:
        said = error["msg"].removeprefix("Value error, ")
        fault, _, remedy = said.partition("; ")
    return Problem(file=file, line=number, field=field, fault=fault, remedy=remedy)
