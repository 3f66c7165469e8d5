"""Files made by other people's programs are read whole; what cannot be read says so."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from email.message import EmailMessage

import docx
import openpyxl
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from homeroom.documents import isolated
from homeroom.documents.kinds import kind_of
from homeroom.documents.read import read
from homeroom.documents.readers import office
from homeroom.documents.reading import UnreadableError

NUMBER = "202-555-0143"


def word() -> bytes:
    """The number is split over two runs, a table, a header and a comment hold others."""
    document = docx.Document()
    paragraph = document.add_paragraph("Call 202-5")
    paragraph.add_run("55-0143").bold = True
    document.add_table(1, 1).cell(0, 0).text = "in a cell"
    document.sections[0].header.paragraphs[0].text = "in the header"
    document.add_comment(paragraph.runs, text="in a comment", author="Somebody")
    document.core_properties.title = "in the title"
    return saved(document.save)


def excel() -> bytes:
    """A number as a number, a hidden sheet, a link."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = 2025550143
    sheet["A2"] = NUMBER
    hidden = book.create_sheet("hidden")
    hidden.sheet_state = "hidden"
    hidden["B2"] = "in a hidden sheet"
    sheet["A3"].hyperlink = "tel:+12025550143"
    return saved(book.save)


def pdf() -> bytes:
    """Two pages, a title and a link."""
    written = io.BytesIO()
    canvas = Canvas(written)
    canvas.setTitle("in the title")
    canvas.drawString(72, 720, f"Call {NUMBER}")
    canvas.linkURL("tel:+12025550143", (72, 700, 200, 710))
    canvas.showPage()
    canvas.drawString(72, 720, "on page two")
    canvas.save()
    return written.getvalue()


def saved(save: Callable[[io.BytesIO], object]) -> bytes:
    written = io.BytesIO()
    save(written)
    return written.getvalue()


def zipped(**parts: bytes) -> bytes:
    """An office file of these parts; `__` in a name is a dot."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for name, content in parts.items():
            archive.writestr(name.replace("__", "."), content)
    return written.getvalue()


READ: list[tuple[Callable[[], bytes], str, tuple[str, ...]]] = [
    (
        word,
        "office",
        (f"Call {NUMBER}", "in a cell", "in the header", "in a comment", "in the title"),
    ),
    (excel, "office", ("2025550143", NUMBER, "in a hidden sheet", "tel:+12025550143")),
    (pdf, "pdf", (f"Call {NUMBER}", "on page two", "in the title", "tel:+12025550143")),
    (lambda: f"Call\n{NUMBER}".encode("utf-16"), "text", ("Call", NUMBER)),
    (lambda: f"¡Llama!\n{NUMBER}".encode("cp1252"), "text", ("¡Llama!", NUMBER)),
    (lambda: f"BEGIN:VCARD\nTEL:{NUMBER}\n".encode(), "text", (f"TEL:{NUMBER}",)),
]


@pytest.mark.parametrize(("made", "kind", "texts"), READ)
def test_every_word_is_read(made: Callable[[], bytes], kind: str, texts: tuple[str, ...]) -> None:
    found = isolated.read(made())
    said = "\n".join(found.text)
    assert found.kind == kind
    assert [text for text in texts if text not in said] == []
    assert found.complete


def locked() -> bytes:
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(pdf())))
    writer.encrypt("a password", algorithm="RC4-128")
    return saved(writer.write)


def bomb() -> bytes:
    return zipped(document__xml=b"<x>" + b"a" * (office.MOST_BYTES + 1) + b"</x>")


def entities() -> bytes:
    lol = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    return zipped(document__xml=lol)


def ordinary_zip() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("notes.txt", NUMBER)
    return written.getvalue()


UNREADABLE: list[tuple[Callable[[], bytes], str]] = [
    (locked, "locked with a password"),
    (bomb, "too large once unpacked"),
    (entities, "declares entities"),
    (lambda: b"PK\x03\x04 and nothing more", "damaged office file"),
    (lambda: b"%PDF-1.7 and nothing more", "damaged PDF file"),
    (lambda: b"{\\rtf1 hello}", "cannot be read here"),
    (lambda: b"MZ\x90\x00\x03", "cannot be read here"),
    # text in front of an office file: those who open it see the office file
    (lambda: b"a" * 2000 + word(), "goes on as something else"),
]


@pytest.mark.parametrize(("made", "why"), UNREADABLE)
def test_what_cannot_be_read_says_why(made: Callable[[], bytes], why: str) -> None:
    with pytest.raises(UnreadableError, match=why):
        isolated.read(made())


def test_what_a_zip_holds_is_read_and_never_taken_for_all() -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("about maya.txt", "deep " + NUMBER)
        archive.writestr("letter.docx", word())
        archive.writestr("more.zip", ordinary_zip())
        archive.writestr("picture.png", b"\x89PNG\r\n\x1a\n")
    found = isolated.read(inner.getvalue())
    assert {"about maya.txt", f"deep {NUMBER}", f"Call {NUMBER}", NUMBER} <= set(found.text)
    assert (found.kind, found.complete) == ("office", False)


def test_zips_within_zips_end_somewhere() -> None:
    data = b"at the bottom"
    for _ in range(9):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("in.zip", data)
        data = packed.getvalue()
    found = isolated.read(data)
    assert "at the bottom" not in found.text
    assert not found.complete


def mail(*, attached: bytes, name: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "Ana <ana@school.example>", "office@school.example"
    message["Subject"] = "Años, Maya"
    message["Message-ID"] = "<1@school.example>"
    message.set_content(f"Please call {NUMBER}, señora.")
    message.add_alternative("<p>in markup</p>", subtype="html")
    message.add_attachment(attached, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def test_a_mail_is_read_with_its_headers_and_what_is_attached() -> None:
    found = isolated.read(mail(attached=word(), name="maya.docx"))
    said = "\n".join(found.text)
    wanted = ("Años, Maya", "ana@school.example", "señora", "in markup", "maya.docx")
    assert all(each in said for each in (*wanted, f"Call {NUMBER}"))
    assert found.complete


def test_a_mail_with_what_cannot_be_read_says_so() -> None:
    assert not isolated.read(mail(attached=b"MZ\x90\x00\x03", name="tool.exe")).complete


def test_a_text_with_a_colon_is_no_mail() -> None:
    assert read(b"Note: one\nTo: two\nFrom: three\n\nNot a mail.").text[0] == "Note: one"


def test_a_file_within_a_file_is_read() -> None:
    found = read(zipped(document__xml=b"<p>outside</p>", embedded__docx=word()))
    assert f"Call {NUMBER}" in found.text
    assert found.complete
    opaque = read(zipped(document__xml=b"<p>outside</p>", macros__bin=b"\x00\x01\x02"))
    assert not opaque.complete


def test_a_scanned_page_is_not_taken_for_an_empty_one() -> None:
    picture = io.BytesIO(
        bytes.fromhex(
            "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
            "1f15c4890000000d49444154789c63f8cfc0f01f00050001ff89993d1d0000000049454e44ae426082"
        )
    )
    from reportlab.lib.utils import ImageReader

    written = io.BytesIO()
    canvas = Canvas(written)
    canvas.drawImage(ImageReader(picture), 0, 0, 100, 100)
    canvas.save()
    assert not read(written.getvalue()).complete


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b"RIFF0000WEBPVP8 ", "image"),
        (b"RIFF0000WAVEfmt ", "audio"),
        (b"\x00\x00\x00\x18ftypmp42", "video"),
        (b"\x00\x00\x00\x18ftypheic", "image"),
        (b"ID3\x04", "audio"),
        (b"", "text"),
        (b"\x00\x01", "other"),
        # a PDF behind a picture's first bytes is opened as a PDF
        (b"\xff\xd8\xff\xe0 %PDF-1.4", "pdf"),
    ],
)
def test_a_file_is_what_its_bytes_say(head: bytes, kind: str) -> None:
    assert kind_of(head) == kind


@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.7\n", b"\xff\xfe"]))
def test_any_bytes_are_read_or_refused(data: bytes, head: bytes) -> None:
    try:
        found = read(head + data)
    except UnreadableError:
        return
    json.dumps(found.text)


def test_the_isolated_process_has_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated, "SECONDS", 0.001)
    with pytest.raises(UnreadableError, match="too long"):
        isolated.read(pdf())
