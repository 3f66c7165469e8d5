"""`VOL001/DATA/VOL001.dat` (Concordance) and `.opt` (Opticon), with text, natives and images.

A row a document; a file follows its message and names it by the range of their family.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from homeroom.disclosure.formats import volume_files
from homeroom.disclosure.formats.documents import Document, Edition, FileDocument
from homeroom.disclosure.formats.mail import file_name

FIELDS = (
    *("BEGBATES", "ENDBATES", "BEGATTACH", "ENDATTACH", "CUSTODIAN", "FROM", "TO", "DATESENT"),
    *("MD5HASH", "NATIVEPATH", "TEXTPATH", "PAGECOUNT", "CONVERSATIONID", "REDACTED"),
    *("EXEMPTION", "FILENAME", "RECORD", "LOGENTRY", "INREPLYTO"),
)
SEPARATOR, QUOTE, NEWLINE = "\x14", "þ", "®"
MEANT = str.maketrans(
    {SEPARATOR: "", QUOTE: "", "\r": None, "\n": NEWLINE, NEWLINE: "(R)", "\0": ""}
)
"""What a value may not hold as it is; a registered sign would be read as the end of a line."""
PAGE_IMAGES = {".jpg", ".jpeg", ".png"}


class LoadFile:
    """Both files of a volume."""

    def __init__(self, edition: Edition, folder: Path) -> None:
        self._edition, self._volume = edition, folder
        data = folder / "DATA"
        data.mkdir(exist_ok=True)
        self._dat = (data / f"{folder.name}.dat").open("w", encoding="utf-8-sig", newline="")
        self._opt = (data / f"{folder.name}.opt").open("w", encoding="utf-8", newline="")
        self._blank = volume_files.placeholder(folder)
        self._dat.write(row(FIELDS))

    def add(self, document: Document) -> None:
        own = {file.n for file in document.family}
        if document.reading.n not in own:
            self._message(document)
        for file in document.family:
            self._file(document, file)

    def close(self) -> None:
        self._dat.close()
        self._opt.close()

    def _message(self, document: Document) -> None:
        read, shown = document.reading, document.shown
        text = volume_files.text(self._volume, document, self._edition.about.language)
        marks = ";".join(volume_files.exemptions(shown.text, shown.formatted, shown.sender))
        answers = ";".join(self._edition.bates(link.n) for link in read.links if link.n)
        self._row(
            document,
            document.bates,
            (text.md5, "", windows(text.path)),
            (shown.sender, date(read.at)),
            (marks, "", str(read.n), read.entry, answers),
        )
        self._page(document.bates, self._blank)

    def _file(self, document: Document, file: FileDocument) -> None:
        native = volume_files.native(self._volume, file)
        name = file_name(file.name, file.path.name)
        marks = ";".join(volume_files.exemptions(file.name))
        self._row(
            document,
            file.bates,
            (native.md5, windows(native.path), ""),
            ("", date(document.reading.at)),
            (marks, name, str(file.n), "", ""),
        )
        image = native.path if file.path.suffix in PAGE_IMAGES else self._blank
        self._page(file.bates, image)

    def _row(
        self,
        document: Document,
        bates: str,
        where: tuple[str, str, str],
        said: tuple[str, str],
        more: tuple[str, str, str, str, str],
    ) -> None:
        """`where`: MD5, native, text; `said`: from, date; `more`: exemption and on."""
        family = (document.bates, document.last_bates) if document.family else ("", "")
        sender, at = said
        room = document.room
        cells = (
            *(bates, bates, *family, self._edition.about.district, sender, room.name, at),
            *(*where, "1", room.id or "", "Y" if more[0] else "N", *more),
        )
        self._dat.write(row(cells))

    def _page(self, bates: str, path: str) -> None:
        self._opt.write(f"{bates},{self._volume.name},{windows(path)},Y,,,1\r\n")


def row(cells: tuple[str, ...]) -> str:
    """A line of the DAT file, every value in quotes."""
    return SEPARATOR.join(f"{QUOTE}{value(cell)}{QUOTE}" for cell in cells) + "\r\n"


def value(text: str) -> str:
    """A value as a DAT file can hold it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(MEANT)


def windows(path: str) -> str:
    """A path as load files write it, from the folder of the volumes."""
    return ".\\" + path.replace("/", "\\")


def date(at: datetime) -> str:
    """As load files write a time, in UTC: `3/2/2026 9:30:00 AM`."""
    return f"{at.month}/{at.day}/{at.year} {at.hour % 12 or 12}:{at:%M:%S %p}"
