"""`VOL001/DATA/VOL001.xml`: a volume as EDRM XML 1.2, each file with its message."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from tempfile import SpooledTemporaryFile
from xml.sax.saxutils import escape

from homeroom.disclosure.formats import volume_files
from homeroom.disclosure.formats.documents import Document, Edition, FileDocument
from homeroom.disclosure.formats.mail import file_name
from homeroom.disclosure.formats.mime import BY_ENDING
from homeroom.disclosure.formats.volume_files import Placed

HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<Root DataInterchangeType="Update" MajorVersion="1" MinorVersion="2">
<Batch>
<Documents>
"""
NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 (2.2) has no way to write."""
ENTITIES = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        "\n": "&#10;",
        "\r": "&#13;",
        "\t": "&#9;",
    }
)
IN_MEMORY = 1_000_000


class Edrm:
    """One file a volume; relationships stand after all documents, so they wait in a file."""

    def __init__(self, edition: Edition, folder: Path) -> None:
        self._edition, self._volume = edition, folder
        data = folder / "DATA"
        data.mkdir(exist_ok=True)
        self._file = (data / f"{folder.name}.xml").open("w", encoding="utf-8", newline="")
        self._related = SpooledTemporaryFile(  # noqa: SIM115
            IN_MEMORY, "w+", encoding="utf-8", newline="", dir=str(data)
        )
        self._file.write(HEAD)

    def add(self, document: Document) -> None:
        own = {file.n for file in document.family}
        if document.reading.n not in own:
            self._message(document)
        for file in document.family:
            self._native(document, file)
            if file.n != document.reading.n:
                ids = f"ParentDocID={quoted(document.bates)} ChildDocID={quoted(file.bates)}"
                self._related.write(f'<Relationship Type="Attachment" {ids}/>\n')

    def close(self) -> None:
        self._file.write("</Documents>\n<Relationships>\n")
        self._related.seek(0)
        shutil.copyfileobj(self._related, self._file)
        self._related.close()
        self._file.write("</Relationships>\n</Batch>\n</Root>\n")
        self._file.close()

    def _message(self, document: Document) -> None:
        read, shown = document.reading, document.shown
        language = self._edition.about.language
        text = volume_files.text(self._volume, document, language)
        tags = [
            ("#From", shown.sender, "Text"),
            ("#To", document.room.name, "Text"),
            ("#DateSent", read.at.isoformat(timespec="seconds"), "DateTime"),
            ("ConversationID", document.room.id or "", "Text"),
            ("Kind", read.kind, "Text"),
            ("Record", str(read.n), "LongInteger"),
            ("LogEntry", read.entry, "Text"),
            ("Commitment", read.commitment, "Text"),
            ("Exemption", ";".join(volume_files.exemptions(shown.text, shown.formatted)), "Text"),
            *(
                (link.kind, self._edition.bates(link.n), "Text")
                for link in read.links
                if link.n is not None
            ),
        ]
        self._document(document.bates, ("Message", "text/plain"), ("Text", text), tags)

    def _native(self, document: Document, file: FileDocument) -> None:
        kind = BY_ENDING.get(file.path.suffix, "application/octet-stream")
        name = file_name(file.name, file.path.name)
        at = document.reading.at.isoformat(timespec="seconds")
        tags = [
            ("#FileName", name, "Text"),
            ("#DateSent", at, "DateTime"),
            ("Record", str(file.n), "LongInteger"),
        ]
        native = volume_files.native(self._volume, file)
        self._document(file.bates, ("File", kind), ("Native", native), tags)

    def _document(
        self,
        bates: str,
        kinds: tuple[str, str],
        file: tuple[str, Placed],
        tags: list[tuple[str, str, str]],
    ) -> None:
        """`kinds`: of document and of content; `file`: its type and place."""
        what, placed = file
        folder, _, name = placed.path.rpartition("/")
        told = "".join(
            f'<Tag TagName="{tag}" TagValue={quoted(value)} TagDataType="{kind}"/>\n'
            for tag, value, kind in tags
            if value
        )
        custodian = escape(plain(self._edition.about.district))
        self._file.write(
            f"<Document DocID={quoted(bates)} DocType={quoted(kinds[0])}"
            f" MimeType={quoted(kinds[1])}>\n"
            f"<Files><File FileType={quoted(what)}><ExternalFile FilePath={quoted(folder)}"
            f" FileName={quoted(name)} FileSize={quoted(str(placed.size))}"
            f" Hash={quoted(placed.md5)}/></File></Files>\n"
            f"<Tags>\n{told}</Tags>\n"
            f"<Locations><Location><Custodian>{custodian}</Custodian></Location></Locations>\n"
            "</Document>\n"
        )


def quoted(text: str) -> str:
    """Any text as the value of an attribute."""
    return f'"{plain(text).translate(ENTITIES)}"'


def plain(text: str) -> str:
    """The text without what XML cannot write."""
    return NO_CHARACTER.sub("\ufffd", text)
