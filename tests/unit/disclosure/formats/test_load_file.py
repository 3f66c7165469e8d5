"""Load files: parsed by a strict reader of the convention, which the published samples pass too."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from hypothesis import given, settings

from homeroom.disclosure.formats.load_file import FIELDS, date
from tests.unit.disclosure import small
from tests.unit.disclosure.formats import hostile

DATA = Path(__file__).parent / "data"
OPT = re.compile(r"([^,]+),([^,]+),(\.\\[^,]+),(Y?),(Y?),(Y?),(\d*)")


def dat(data: bytes) -> list[list[str]]:
    """The rows of a DAT file; a value is in thorns or holds none, and has no separator in it."""
    text = data.decode("utf-8-sig")
    assert data.startswith(b"\xef\xbb\xbf")
    lines = text.split("\r\n") if "\r\n" in text else text.split("\n")
    return [[_value(cell) for cell in line.split("\x14")] for line in lines if line]


def _value(cell: str) -> str:
    inner = cell[1:-1] if cell.startswith("þ") and cell.endswith("þ") and len(cell) > 1 else cell
    assert not set(inner) & {"þ", "\n", "\r"}
    return inner.replace("®", "\n")


def opt(text: str) -> list[tuple[str, ...]]:
    lines = [line for line in re.split("\r?\n", text) if line]
    found = [OPT.fullmatch(line) for line in lines]
    return [match.groups() for match in found if match] if all(found) else []


def table(folder: Path) -> list[dict[str, str]]:
    return [row for path in sorted(folder.rglob("*.dat")) for row in dat_rows(path)]


def dat_rows(path: Path) -> list[dict[str, str]]:
    head, *rows = dat(path.read_bytes())
    assert tuple(head) == FIELDS
    assert all(len(row) == len(head) for row in rows)
    return [dict(zip(head, row, strict=True)) for row in rows]


def named(folder: Path, path: str) -> Path:
    """The file that a load file names from the folder of the volumes."""
    assert path.startswith(".\\VOL")
    return folder / path[2:].replace("\\", "/")


def test_the_readers_pass_what_is_published() -> None:
    rows = dat((DATA / "load_file_03.dat").read_bytes())
    assert [row[0] for row in rows] == ["Sample_0000007", "Sample_0000008"]
    assert len({len(row) for row in rows}) == 1
    pages = opt((DATA / "Opticon_01.opt").read_text())
    assert [(page[3], page[6]) for page in pages] == [("Y", "5")] + [("", "")] * 4


@given(talk=hostile.talks())
@settings(max_examples=25, deadline=None)
def test_whatever_is_said_rows_pages_and_files_agree(talk: hostile.Talk) -> None:
    with hostile.produced(talk, "dat") as folder:
        rows, kept = table(folder), hostile.records(folder)
        pages = opt((folder / "VOL001" / "DATA" / "VOL001.opt").read_bytes().decode())
        assert [page[0] for page in pages] == [row["BEGBATES"] for row in rows]
        assert all(named(folder, page[2]).is_file() for page in pages)
        assert {(page[3], page[6]) for page in pages} == {("Y", "1")}
        assert sorted(int(row["RECORD"]) for row in rows) == [record["n"] for record in kept]
        by_record = {int(row["RECORD"]): row for row in rows}
        for record in kept:
            row = by_record[record["n"]]
            path = named(folder, row["TEXTPATH"] or row["NATIVEPATH"])
            data = path.read_bytes()
            assert row["MD5HASH"] == hashlib.md5(data, usedforsecurity=False).hexdigest()
            if (said := hostile.body_of(record)) is not None:
                assert data.decode().startswith(said.replace("\0", "\0"))
            if record["header"]["kind"] == "media":
                assert hashlib.sha256(data).hexdigest() == record["open"]["/media/sha256"]


@given(talk=hostile.talks())
@settings(max_examples=15, deadline=None)
def test_families_stand_together_and_numbers_run_on(talk: hostile.Talk) -> None:
    with hostile.produced(talk, "dat") as folder:
        rows = table(folder)
    numbers = [int(row["BEGBATES"].rpartition("-")[2]) for row in rows]
    assert numbers == list(range(1, len(rows) + 1))
    places = {row["BEGBATES"]: place for place, row in enumerate(rows)}
    for place, row in enumerate(rows):
        if row["BEGATTACH"]:
            assert places[row["BEGATTACH"]] <= place <= places[row["ENDATTACH"]]


@given(talk=hostile.talks(most=10))
@settings(max_examples=10, deadline=None)
def test_a_family_is_in_one_volume_however_small(talk: hostile.Talk) -> None:
    with hostile.produced(talk, "dat", volume_bytes=5_000) as folder:
        each = [dat_rows(path) for path in sorted(folder.rglob("*.dat"))]
    volumes = [{row["BEGBATES"] for row in rows} for rows in each]
    rows = [row for rows in each for row in rows]
    assert len(volumes) > 1 or len(rows) < 3
    assert [row["BEGBATES"] for row in rows] == sorted(row["BEGBATES"] for row in rows)
    for row in rows:
        if row["BEGATTACH"]:
            (volume,) = [found for found in volumes if row["BEGATTACH"] in found]
            assert {row["BEGBATES"], row["ENDATTACH"]} <= volume


def test_a_row_says_who_when_where_and_what_was_redacted(tmp_path: Path) -> None:
    token = "ask [Student 3 – FERPA 99.3] þ\x14 about it"
    talk = hostile.small_talk(("event", small.event(20, "@þ\n®:d.example", small.text(token))))
    rows = table(hostile.write(tmp_path / "p", talk, ["dat"]))
    first, reply, last = rows[0], rows[1], rows[-1]
    assert (first["FROM"], first["TO"], first["DATESENT"]) == (
        "Ana Ortega",
        "Algebra & Geometry",
        "3/2/2026 9:30:00 AM",
    )
    assert (first["REDACTED"], first["EXEMPTION"], first["CUSTODIAN"]) == ("N", "", "demo")
    assert (last["REDACTED"], last["EXEMPTION"]) == ("Y", "FERPA 99.3")
    assert reply["INREPLYTO"] == first["BEGBATES"]
    assert last["FROM"] == "@\n(R):d.example"
    picture = next(row for row in rows if row["FILENAME"])
    assert picture["NATIVEPATH"] == ".\\VOL001\\NATIVES\\0001\\DEMO-2026-0001-1-0000006.png"
    assert (picture["BEGATTACH"], picture["ENDATTACH"]) == (
        "DEMO-2026-0001-1-0000005",
        "DEMO-2026-0001-1-0000006",
    )


def test_times_are_as_load_files_write_them() -> None:
    assert date(small.MADE.replace(hour=0)) == "3/2/2026 12:30:00 AM"
    assert date(small.MADE.replace(hour=13)) == "3/2/2026 1:30:00 PM"
