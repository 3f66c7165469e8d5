"""`EML/…/BATES.eml` and `VOL001.mbox`: each message as mail (RFC 5322), with its files (RFC 2045).

Header values are built here and nowhere else: whatever a name holds, it stays one header. The same
message gives the same bytes: dates, ids and boundaries come from the record.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Iterator
from email.utils import format_datetime
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from homeroom.disclosure.formats import wording
from homeroom.disclosure.formats.documents import Document, Edition, FileDocument
from homeroom.disclosure.formats.mime import BY_ENDING

IN_A_FOLDER = 1000
WORD = 45
"""Bytes in an encoded word: it is 75 characters at most (RFC 2047, 2)."""
PLAIN = re.compile(r"[A-Za-z0-9 .,:()&'!/+#*-]{0,60}")
NOT_IN_A_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
ACCOUNT = re.compile(r"@([A-Za-z0-9._=/+-]+):([A-Za-z0-9.-]+)")
QUOTED = re.compile(rb"^(>*From )", re.MULTILINE)
PIECE = 57 * 1024
"""Bytes of a file that are encoded at once: whole lines of base64."""
NOBODY = "not-shown@homeroom.invalid"


class Eml:
    """A file a message, a thousand in a folder."""

    def __init__(self, edition: Edition, folder: Path) -> None:
        self._edition, self._folder, self._count = edition, folder / "EML", 0

    def add(self, document: Document) -> None:
        folder = self._folder / f"{self._count // IN_A_FOLDER + 1:04d}"
        if self._count % IN_A_FOLDER == 0:
            folder.mkdir(parents=True)
        self._count += 1
        with (folder / f"{document.bates}.eml").open("wb") as file:
            file.writelines(message(document, self._edition))

    def close(self) -> None:
        """Each file is finished already."""


class Mbox:
    """One file, as mboxrd: a line that begins with `From ` after any `>` gets one more."""

    def __init__(self, edition: Edition, folder: Path) -> None:
        self._edition = edition
        self._file: BinaryIO = (folder / f"{folder.name}.mbox").open("wb")

    def add(self, document: Document) -> None:
        at = document.reading.at
        self._file.write(f"From {NOBODY} {at:%a %b} {at.day:2d} {at:%H:%M:%S %Y}\n".encode())
        for piece in message(document, self._edition):
            self._file.write(QUOTED.sub(rb">\1", piece.replace(b"\r\n", b"\n")))
        self._file.write(b"\n")

    def close(self) -> None:
        self._file.close()


def message(document: Document, edition: Edition) -> Iterator[bytes]:
    """The message in pieces, each of whole lines."""
    head, text = _head_and_text(document, edition)
    if not document.files:
        yield (head + _part_headers("text/plain; charset=utf-8")).encode() + text
        return
    boundary = f"=_{hashlib.sha256(document.bates.encode()).hexdigest()[:40]}"
    head += f'Content-Type: multipart/mixed;\r\n boundary="{boundary}"\r\n\r\n--{boundary}\r\n'
    yield (head + _part_headers("text/plain; charset=utf-8")).encode() + text
    for file in document.files:
        yield f"--{boundary}\r\n{_file_headers(file)}\r\n".encode()
        yield from _encoded(file.path)
    yield f"--{boundary}--\r\n".encode()


@lru_cache(maxsize=1)
def _head_and_text(document: Document, edition: Edition) -> tuple[str, bytes]:
    """Kept for the next format, which asks for the same message."""
    head = "".join(f"{name}: {value}\r\n" for name, value in _headers(document, edition))
    return head, quoted_printable(body(document, edition.about.language))


def header(text: str) -> str:
    """Any text as the unstructured value of one header (RFC 2047)."""
    return text if PLAIN.fullmatch(text) else "\r\n ".join(_words(text))


def phrase(text: str) -> str:
    """Any text as the display name of an address."""
    plain = PLAIN.fullmatch(text) and text.strip()
    return f'"{text}"' if plain else "\r\n ".join(_words(text)) or '""'


def address(account: str) -> str:
    """A mail address that stands for an account; one of nobody where it is none."""
    found = ACCOUNT.fullmatch(account)
    if not found or ".." in (local := found[1]) or local.strip(".") != local:
        return NOBODY
    return f"{local}@{found[2]}"


def message_id(bates: str) -> str:
    """Of the document with this Bates number."""
    return f"<{bates}@homeroom.invalid>"


def file_name(name: str, otherwise: str) -> str:
    """A name without a path or what no file system has in a name."""
    own = re.split(r"[/\\]", name)[-1]
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029:*?\"<>|]", "", own).strip(" .") or otherwise


def _headers(document: Document, edition: Edition) -> Iterable[tuple[str, str]]:
    read, shown, room = document.reading, document.shown, document.room
    yield "Date", format_datetime(read.at)
    yield "From", f"{phrase(shown.sender)}\r\n <{address(read.sender)}>"
    yield "To", f"{phrase(room.name or room.id or '-')}:;"
    yield "Subject", header(room.name)
    yield "Message-ID", message_id(document.bates)
    known = [message_id(edition.bates(link.n)) for link in read.links if link.n]
    if known:
        yield "In-Reply-To", known[0]
        yield "References", "\r\n ".join(dict.fromkeys(known))
    yield "X-Homeroom-Bates", document.bates
    yield "X-Homeroom-Record", str(read.n)
    yield "X-Homeroom-Entry", read.entry
    yield "X-Homeroom-Proof", f"records.jsonl line {read.n};\r\n commitment={read.commitment}"
    yield "X-Homeroom-Kind", read.kind
    yield "X-Homeroom-Account", header(read.sender)
    yield "X-Homeroom-Room", header(room.id or "")
    yield "MIME-Version", "1.0"


def _words(text: str) -> Iterator[str]:
    """Encoded words, each of whole characters; a line end is a blank also where it is encoded."""
    piece, size = "", 0
    for character in NOT_IN_A_LINE.sub(" ", text):
        width = len(character.encode())
        if size + width > WORD:
            yield f"=?utf-8?b?{base64.b64encode(piece.encode()).decode()}?="
            piece, size = "", 0
        piece, size = piece + character, size + width
    if piece:
        yield f"=?utf-8?b?{base64.b64encode(piece.encode()).decode()}?="


@lru_cache(maxsize=1)
def body(document: Document, language: str) -> str:
    """What the message says, with what must be known to read it."""
    shown = document.shown
    lines = [*shown.refused, shown.text]
    if shown.formatted:
        lines.append(f"{wording.say('formatted', language)} {shown.formatted}")
    lines += [
        wording.say("file_missing", language, name=file.name)
        for file in document.reading.files
        if file.path is None
    ]
    return "\n".join(line for line in lines if line)


def quoted_printable(text: str) -> bytes:
    """Text as the body of a part: every line end is CRLF, none is in a line (RFC 2045, 6.7)."""
    lines = text.replace("\r\n", "\n").encode().split(b"\n")
    coded = (binascii.b2a_qp(line, istext=False).replace(b"\n", b"\r\n") for line in lines)
    return b"\r\n".join(coded) + b"\r\n"


def _part_headers(kind: str) -> str:
    return f"Content-Type: {kind}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"


def _file_headers(file: FileDocument) -> str:
    kind = BY_ENDING.get(file.path.suffix, "application/octet-stream")
    name = file_name(file.name, file.path.name)
    return (
        f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Disposition: attachment;\r\n{_parameter('filename', name)}\r\n"
        f"X-Homeroom-Bates: {file.bates}\r\n"
    )


def _parameter(name: str, value: str) -> str:
    """A parameter of any value, in lines that are short enough (RFC 2231)."""
    if PLAIN.fullmatch(value):
        return f' {name}="{value}"'
    coded = "".join(f"%{byte:02X}" for byte in value.encode())
    pieces = [coded[start : start + 60] for start in range(0, len(coded), 60)]
    lines = [
        f" {name}*{number}*={'' if number else 'utf-8' + chr(39) * 2}{piece}"
        for number, piece in enumerate(pieces)
    ]
    return ";\r\n".join(lines)


def _encoded(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield base64.encodebytes(piece).replace(b"\n", b"\r\n")
    yield b"\r\n"
