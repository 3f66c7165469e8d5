"""PDF: tagged, numbered, with bookmarks; whatever was said, it is text and has its pages."""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from pathlib import Path
from struct import pack
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from pypdf import PdfReader

from homeroom.disclosure.formats import pdf
from tests.unit.disclosure import small
from tests.unit.disclosure.formats import hostile


def read(folder: Path) -> list[PdfReader]:
    return [PdfReader(path) for path in sorted(folder.rglob("*.pdf"))]


def numbers(files: list[PdfReader]) -> list[str]:
    """What the last line of each page says."""
    return [page.extract_text().split("\n")[-1] for file in files for page in file.pages]


def png() -> bytes:
    """One red point."""
    parts = [(b"IHDR", pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)), (b"IEND", b"")]
    parts.insert(1, (b"IDAT", zlib.compress(b"\0\xff\0\0")))
    chunks = (pack(">I", len(d)) + k + d + pack(">I", zlib.crc32(k + d)) for k, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@given(talk=hostile.talks(most=5))
@settings(max_examples=5, deadline=None)
def test_whatever_is_said_every_record_is_on_a_page(talk: hostile.Talk) -> None:
    with hostile.produced(talk, "pdf") as folder:
        files = read(folder)
        kept = [r for r in hostile.records(folder) if r["header"]["kind"] != "media"]
        text = "".join(page.extract_text() for file in files for page in file.pages)
    for record in kept:
        assert f"Record {record['n']}, log entry" in " ".join(text.split())


def test_it_is_tagged_and_numbered_and_has_bookmarks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "MOST_RECORDS", 20)
    said = [
        ("event", small.event(20 + n, small.STUDENT, small.text("so " * 90))) for n in range(80)
    ]
    folder = hostile.write(tmp_path / "p", hostile.small_talk(*said), ["pdf"])
    files = read(folder)
    assert len(files) > 1
    shown = numbers(files)
    assert shown == [f"DEMO-2026-0001-1-{89 + n:07d}" for n in range(1, len(shown) + 1)]
    assert flat(files[0].outline) == [
        *("Records about Maya Flores", "Algebra & Geometry", "March 2, 2026")
    ]
    with pikepdf.open(next(folder.rglob("*.pdf"))) as opened:
        assert bool(opened.Root.MarkInfo.Marked)
        assert str(opened.Root.Lang) == "en"
        assert "/StructTreeRoot" in opened.Root
        assert bool(opened.Root.ViewerPreferences.DisplayDocTitle)
        assert str(opened.docinfo.CreationDate).startswith("D:20260302")
        with opened.open_metadata() as said_of_itself:
            assert said_of_itself["pdfuaid:part"] == "1"
            assert said_of_itself["dc:title"] == "Records about Maya Flores"
    text = " ".join(page.extract_text() for file in files for page in file.pages)
    order = re.findall(r"Record (\d+), log entry", " ".join(text.split()))
    assert order == [str(r["n"]) for r in hostile.records(folder) if r["header"]["kind"] != "media"]


def flat(outline: Any) -> list[str]:
    """Titles of bookmarks, without their nesting."""
    if not isinstance(outline, list):
        return [str(outline.title)]
    return [entry for inner in outline for entry in flat(inner)]


def test_a_word_wider_than_the_page_is_broken_and_not_changed(tmp_path: Path) -> None:
    word = "abcdefgh" * 150
    talk = hostile.small_talk(("event", small.event(20, small.STUDENT, small.text(word))))
    (file,) = read(hostile.write(tmp_path / "p", talk, ["pdf"]))
    said = "\n".join(page.extract_text() for page in file.pages).split("\n")
    lines = [line for line in said if line.startswith("abcdefgh")]
    assert len(lines) > 5
    assert "".join(lines) == word


def test_a_short_message_stays_on_one_page(tmp_path: Path) -> None:
    said = [
        ("event", small.event(20 + n, small.STUDENT, small.text(f"one{n}\ntwo\nthree")))
        for n in range(60)
    ]
    (file,) = read(hostile.write(tmp_path / "p", hostile.small_talk(*said), ["pdf"]))
    pages = [page.extract_text() for page in file.pages]
    assert len(pages) > 3
    for n in range(60):
        (page,) = [page for page in pages if f"one{n}\n" in page]
        assert f"one{n}\ntwo\nthree\nRecord {n + 10}," in page


def test_a_picture_is_shown_with_its_name_and_a_broken_one_named(tmp_path: Path) -> None:
    content = {"msgtype": "m.image", "body": "board ☃.png", "url": "mxc://d.example/p"}
    data = png()
    held = {"mxc": "mxc://d.example/p", "sha256": hashlib.sha256(data).hexdigest(), "size": 70}
    payloads = [
        ("event", small.event(0, small.STUDENT, content)),
        ("media", {"media": {**held, "mime": "image/png", "name": "p.png"}}),
    ]
    talk = hostile.Talk(payloads=payloads, files=[data], people={}, rooms={})
    (path,) = hostile.write(tmp_path / "p", talk, ["pdf"]).rglob("*.pdf")
    with pikepdf.open(path) as opened:
        assert len(opened.pages[0].get_images()) == 1
        told = [
            str(o.Alt) for o in opened.objects if isinstance(o, pikepdf.Dictionary) and "/Alt" in o
        ]
    assert "board {snowman}.png" in told
    folder = hostile.write(tmp_path / "broken", hostile.small_talk(), ["pdf"])
    assert "File: board.png" in read(folder)[0].pages[0].extract_text()


def test_typsts_own_fonts_have_every_character_that_is_written_as_it_is(tmp_path: Path) -> None:
    every = "".join(sorted(pdf.KNOWN - {"\n"}))
    made = pdf._typeset(f'#set document(title: "x")\n#{pdf.literal(every)}', tmp_path)
    assert len(PdfReader(io.BytesIO(made)).pages) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('a"b\\', '"a\\"b\\\\"'),
        ("#strong[x]", '"#strong[x]"'),
        ("\r\n\t", '"\\n "'),
        ("😀", '"{grinning face}"'),
        ("\u202e", '"{right-to-left override}"'),
        ("\x01", '"{u+0001}"'),
    ],
)
def test_a_text_is_a_literal_and_never_markup(text: str, expected: str) -> None:
    assert pdf.literal(text) == expected
