"""The text of a finished production's files, as whoever opens them can find it.

Names of files, text with its markup and escapes, mail decoded, what lies inside zip files, PDF with
its metadata, and of everything else whatever letters its bytes spell.
"""

from __future__ import annotations

import contextlib
import email
import io
import mailbox
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from email import policy
from email.message import Message
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from homeroom.errors import HomeroomError

Text = tuple[str, str]
"""Where it stands, as `records.html, line 12`, and the text."""
CHUNK = 32_768
"""Characters that are searched at once."""
OVERLAP = 300
DEEPEST = 6
LARGEST_PART = 512 * 1024 * 1024
TEXTS = frozenset(
    {
        *(".html", ".txt", ".csv", ".json", ".jsonl", ".xml", ".dat", ".opt", ".md", ".py"),
        *(".rels", ".log", ".sig", ".typ"),
    }
)
PLAIN = re.compile(rb"[\x09\x20-\x7e\x80-\xff]{3,}")
WIDE = re.compile(rb"(?:[\x20-\x7e]\x00){3,}|(?:\x00[\x20-\x7e]){3,}")
PDF_SECONDS = 300


def texts_of(folder: Path) -> Iterator[Text]:
    """Every text of every file of a folder, in a stable order."""
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        yield f"name of {name}", name
        if file.is_file():
            yield from _of_file(file, name)


def _of_file(file: Path, name: str) -> Iterator[Text]:
    if file.suffix == ".mbox":
        with contextlib.closing(mailbox.mbox(file, create=False)) as box:
            for number, message in enumerate(box, 1):
                yield from _message(message, f"{name}, message {number}", 0)
    elif file.suffix in TEXTS:
        with file.open(encoding="utf-8", errors="replace", newline="") as lines:
            yield from _chunks(lines, name)
    elif file.suffix == ".pdf":
        yield from _pdf(file, name)
    elif zipfile.is_zipfile(file):
        with file.open("rb") as data:
            yield from _zip(data, name, 0)  # type: ignore[arg-type]
    else:
        yield from _bytes(file.read_bytes(), name, 0)


def _bytes(data: bytes, name: str, depth: int) -> Iterator[Text]:
    """What some bytes are, by their first ones and their name."""
    if depth > DEEPEST:
        raise HomeroomError(f"{name}: is packed too deeply to be searched; leave that file out")
    suffix = Path(name).suffix.lower()
    if suffix in (".eml", ".rsmf", ".mht"):
        yield from _message(email.message_from_bytes(data, policy=policy.default), name, depth)
    elif data[:4] == b"PK\x03\x04":
        yield from _zip(io.BytesIO(data), name, depth)
    elif data[:5] == b"%PDF-":
        yield from _pdf_bytes(data, name)
    elif suffix in TEXTS:
        yield from _chunks(io.StringIO(data.decode("utf-8", "replace"), newline=""), name)
    else:
        yield from _spelt(data, name)


def _chunks(lines: io.TextIOBase | io.TextIOWrapper, name: str) -> Iterator[Text]:
    """Pieces that overlap, so that nothing is cut; named by their first line."""
    before, line = "", 1
    while read := lines.read(CHUNK):
        piece = read + lines.readline(CHUNK)
        yield f"{name}, from line {line}", before + piece
        before, line = piece[-OVERLAP:], line + piece.count("\n")


def _message(message: Message, name: str, depth: int) -> Iterator[Text]:
    """A mail's headers, decoded, and each of its parts."""
    if depth > DEEPEST:
        raise HomeroomError(f"{name}: is packed too deeply to be searched; leave that file out")
    for part in message.walk():
        for header, value in part.items():
            decoded = str(email.header.make_header(email.header.decode_header(str(value))))
            yield f"{name}, header {header}", decoded
        for given in filter(None, (part.get_filename(),)):
            yield f"{name}, file name of a part", given
        if not part.is_multipart():
            yield from _part(part, name, depth)


def _part(part: Message, name: str, depth: int) -> Iterator[Text]:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return
    inside = f"{name}, {part.get_filename() or part.get_content_type()}"
    if part.get_content_maintype() == "text":
        charset = part.get_content_charset() or "utf-8"
        try:
            text = data.decode(charset, "replace")
        except LookupError:
            text = data.decode("utf-8", "replace")
        yield from _chunks(io.StringIO(text, newline=""), inside)
    else:
        yield from _bytes(data, inside, depth + 1)


def _zip(data: io.BytesIO, name: str, depth: int) -> Iterator[Text]:
    try:
        with zipfile.ZipFile(data) as packed:
            yield f"{name}, comment", packed.comment.decode("utf-8", "replace")
            for each in packed.infolist():
                inside = f"{name}!{each.filename}"
                yield f"name of {inside}", each.filename
                if each.file_size > LARGEST_PART:
                    raise HomeroomError(f"{inside}: is too large to be searched")
                if not each.is_dir():
                    yield from _bytes(packed.read(each), inside, depth + 1)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise HomeroomError(f"{name}: cannot be searched ({error}); leave that file out") from None


def _pdf(file: Path, name: str) -> Iterator[Text]:
    """Through pdftotext where it is installed, since it reads what others do not; and metadata."""
    tool = shutil.which("pdftotext")
    if tool is None:
        yield from _pdf_bytes(file.read_bytes(), name)
        return
    done = subprocess.run(
        [tool, "-enc", "UTF-8", "-q", str(file), "-"],
        capture_output=True,
        timeout=PDF_SECONDS,
        check=False,
    )
    if done.returncode:
        raise HomeroomError(f"{name}: its text cannot be read; leave that file out")
    text = done.stdout.decode("utf-8", "replace")
    for number, page in enumerate(text.split("\f"), 1):
        yield f"{name}, page {number}", page
        yield f"{name}, page {number}", " ".join(page.split())
    yield from _pdf_metadata(PdfReader(file), name)


def _pdf_bytes(data: bytes, name: str) -> Iterator[Text]:
    try:
        reader = PdfReader(io.BytesIO(data))
        yield from _pdf_metadata(reader, name)
        for number, page in enumerate(reader.pages, 1):
            text = page.extract_text()
            yield f"{name}, page {number}", text
            yield f"{name}, page {number}", " ".join(text.split())
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError) as error:
        kind = type(error).__name__
        raise HomeroomError(f"{name}: cannot be searched ({kind}); leave that file out") from None


def _pdf_metadata(reader: PdfReader, name: str) -> Iterator[Text]:
    for key, value in (reader.metadata or {}).items():
        yield f"{name}, metadata {key}", str(value)
    metadata = reader.root_object.get("/Metadata")
    if metadata is not None:
        yield f"{name}, XMP", metadata.get_object().get_data().decode("utf-8", "replace")
    for title in _titles(reader.outline):
        yield f"{name}, bookmark", title


def _titles(outline: object) -> Iterator[str]:
    for each in outline if isinstance(outline, list) else ():
        if isinstance(each, list):
            yield from _titles(each)
        else:
            yield str(getattr(each, "title", ""))


def _spelt(data: bytes, name: str) -> Iterator[Text]:
    """What letters stand in a picture or anything else, one byte or two a letter."""
    for found in PLAIN.finditer(data):
        yield f"{name}, byte {found.start()}", found.group().decode("utf-8", "replace")
    for found in WIDE.finditer(data):
        yield f"{name}, byte {found.start()}", found.group().replace(b"\0", b"").decode("ascii")
