"""`RSMF/BATES.rsmf`: short messages for review tools (RSMF 2.0), a file a room and day.

Each file is mail with one attachment, a zip of the manifest and the attached files.
"""

from __future__ import annotations

import base64
import json
import zipfile
from collections.abc import Iterator
from email.utils import format_datetime
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO

from homeroom.disclosure.formats.documents import Document, Edition
from homeroom.disclosure.formats.mail import NOBODY, PIECE, header, phrase, quoted_printable
from homeroom.disclosure.formats.rsmf_slice import VERSION, Slice

MOST_EVENTS = 10_000
MOST_TEXT = 8_000_000
"""Characters in one file, so that no day of long messages fills the memory."""
IN_MEMORY = 4_000_000
BOUNDARY = "=_homeroom_rsmf"
MANIFEST = "rsmf_manifest.json"


class Rsmf:
    """Collects a room's day, then writes it."""

    def __init__(self, edition: Edition, folder: Path) -> None:
        self._edition, self._folder = edition, folder / "RSMF"
        self._slice: Slice | None = None
        self._room: object = None

    def add(self, document: Document) -> None:
        if self._is_full(document):
            self.close()
        if self._slice is None:
            self._slice = Slice.opened(document, self._edition.about)
            self._room = document.room
        self._slice.add(document)

    def close(self) -> None:
        if self._slice is not None:
            self._folder.mkdir(exist_ok=True)
            _write(self._folder, self._slice)
        self._slice = None

    def _is_full(self, document: Document) -> bool:
        held = self._slice
        return held is not None and (
            document.room is not self._room
            or document.shown.iso[:10] != held.day
            or len(held.events) >= MOST_EVENTS
            or held.size >= MOST_TEXT
        )


def _write(folder: Path, held: Slice) -> None:
    name = held.events[0]["id"]
    with (
        (folder / f"{name}.rsmf").open("wb") as file,
        SpooledTemporaryFile(IN_MEMORY, dir=str(folder)) as zipped,
    ):
        _zip(zipped, held)
        zipped.seek(0)
        file.write(_head(held))
        file.write(quoted_printable("\n".join(_readable(held))))
        file.write(
            f"--{BOUNDARY}\r\nContent-Type: application/zip\r\n"
            "Content-Transfer-Encoding: base64\r\n"
            'Content-Disposition: attachment; filename="rsmf.zip"\r\n\r\n'.encode()
        )
        while piece := zipped.read(PIECE):
            file.write(base64.encodebytes(piece).replace(b"\n", b"\r\n"))
        file.write(f"--{BOUNDARY}--\r\n".encode())


def _zip(to: IO[bytes], held: Slice) -> None:
    """Manifest and files; the same content gives the same bytes."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as made:
        text = json.dumps(held.manifest(), ensure_ascii=False, separators=(",", ":"))
        made.writestr(_entry(held, MANIFEST), text.encode())
        for name, document in held.files.items():
            with document.path.open("rb") as source, made.open(_entry(held, name), "w") as target:
                while piece := source.read(PIECE):
                    target.write(piece)


def _entry(held: Slice, name: str) -> zipfile.ZipInfo:
    at = held.about.made_at
    entry = zipfile.ZipInfo(name, (at.year, at.month, at.day, at.hour, at.minute, at.second))
    entry.compress_type, entry.create_system, entry.external_attr = (
        zipfile.ZIP_DEFLATED,
        3,
        0o644 << 16,
    )
    return entry


def _head(held: Slice) -> bytes:
    lines = [
        *(f"{name}: {value}" for name, value in _headers(held)),
        "MIME-Version: 1.0",
        f'Content-Type: multipart/mixed; boundary="{BOUNDARY}"',
        f"\r\n--{BOUNDARY}\r\nContent-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
    ]
    return "\r\n".join(lines).encode()


def _headers(held: Slice) -> Iterator[tuple[str, str]]:
    names = held.names()
    times = [event["timestamp"] for event in held.events]
    yield "Date", format_datetime(held.about.made_at)
    yield "From", f"{phrase(names[0] if names else '-')}\r\n <{NOBODY}>"
    yield "To", f"{phrase(held.room_name or '-')}:;"
    yield "Subject", header(f"{held.room_name} {held.day}")
    yield "Message-ID", f"<rsmf-{held.events[0]['id']}@homeroom.invalid>"
    yield "X-RSMF-Version", VERSION
    yield "X-RSMF-Generator", "Homeroom"
    yield "X-RSMF-Application", "Matrix"
    yield "X-RSMF-BeginDate", min(times)
    yield "X-RSMF-EndDate", max(times)
    yield "X-RSMF-EventCount", str(len(held.events))
    yield "X-RSMF-AttachmentCount", str(len(held.files))
    yield "X-RSMF-Custodian", header(held.about.district)
    yield "X-RSMF-Participants", header("; ".join(names))
    yield "X-RSMF-EventCollectionID", held.collection


def _readable(held: Slice) -> Iterator[str]:
    """The text for a reader, and for search where RSMF is not known."""
    shown = {person["id"]: person["display"] for person in held.manifest()["participants"]}
    for event in held.events:
        who = shown.get(event.get("participant", ""), "")
        for edit in event.get("edits", []):
            yield f"{event['timestamp'][11:19]} {who}: {edit['previous']}"
        yield f"{event['timestamp'][11:19]} {who}: {event['body']}"
