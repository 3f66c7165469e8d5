"""The table: read back whole, a row a record, and no cell that a spreadsheet calculates."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings

from homeroom.disclosure.formats.csv_table import COLUMNS, safe
from tests.unit.disclosure import small
from tests.unit.disclosure.formats import hostile


def rows(folder: Path) -> list[dict[str, str]]:
    data = (folder / "records.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    csv.field_size_limit(10_000_000)
    lines = data.decode("utf-8-sig").splitlines(keepends=True)
    with (folder / "records.csv").open(encoding="utf-8-sig", newline="") as file:
        read = list(csv.DictReader(file))
    assert len(lines) > len(read)
    return read


@given(talk=hostile.talks())
@settings(max_examples=25, deadline=None)
def test_whatever_is_said_every_record_is_a_row_and_no_cell_a_formula(talk: hostile.Talk) -> None:
    with hostile.produced(talk, "csv") as folder:
        read, kept = rows(folder), hostile.records(folder)
    assert sorted(int(row["record"]) for row in read) == [record["n"] for record in kept]
    for row in read:
        assert None not in row
        for cell in row.values():
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    said = {row["record"]: row["text"] for row in read}
    for record in kept:
        if (body := hostile.body_of(record)) is not None:
            assert said[str(record["n"])] == safe(body)


@pytest.mark.parametrize("lead", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_a_cell_that_would_be_calculated_begins_with_an_apostrophe(lead: str) -> None:
    assert safe(f"{lead}1") == f"'{lead}1"
    assert safe(f"x{lead}") == f"x{lead}"


def test_the_columns_say_where_a_record_is_and_what_belongs_to_it(tmp_path: Path) -> None:
    folder = hostile.write(tmp_path / "p", hostile.small_talk(), ["csv"])
    read = rows(folder)
    assert tuple(read[0]) == COLUMNS
    assert read[0]["bates"] == "DEMO-2026-0001-1-0000001"
    assert read[1]["refers_to"] == "reply_to DEMO-2026-0001-1-0000001"
    picture = next(row for row in read if row["kind"] == "file")
    shown = next(row for row in read if row["files"].startswith("board.png (files/"))
    assert picture["refers_to"] == f"file_of {shown['bates']}"
    assert (folder / picture["files"]).read_bytes() == small.PICTURE
