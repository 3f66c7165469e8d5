"""`records.html`: one accessible page that needs no network and runs no script (WCAG 2.1 AA).

Every text goes through the template's escaping; nothing in a message is ever markup.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from homeroom.disclosure.formats import wording
from homeroom.disclosure.formats.documents import Document, Edition, Room
from homeroom.disclosure.verify import grouped

FILE = "records.html"
END_OF_DAY, END_OF_ROOM = "</ol>\n", "</section>\n"


class Page:
    """The page, written room by room and day by day."""

    def __init__(self, edition: Edition, folder: Path) -> None:
        self._parts = _environment(edition.about.language).get_template("records.html.j2").module
        self._fingerprint = grouped(edition.fingerprint)
        self._room: Room | None = None
        self._day = ""
        to = folder / FILE
        self._file = to.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")
        self._write("head", *_head(edition))

    def add(self, document: Document) -> None:
        """The document as a list item, below its room and day."""
        if document.room is not self._room:
            self._end_room()
            self._room = document.room
            self._write("room", document.room)
        if document.shown.day != self._day:
            self._end_day()
            self._day = document.shown.day
            self._write("day", self._day)
        self._write("record", document.shown, document.bates)

    def close(self) -> None:
        self._end_room()
        self._write("foot", self._fingerprint)
        self._file.close()

    def _end_room(self) -> None:
        self._end_day()
        if self._room is not None:
            self._file.write(END_OF_ROOM)
            self._room = None

    def _end_day(self) -> None:
        if self._day:
            self._file.write(END_OF_DAY)
            self._day = ""

    def _write(self, part: str, *given: object) -> None:
        self._file.write(getattr(self._parts, part)(*given))


def _head(edition: Edition) -> tuple[object, ...]:
    about = edition.about
    reasons = [(wording.reason(n, about.language), c) for n, c in about.counts.reasons.items()]
    return (
        about.language,
        wording.say("title", about.language, name=about.student),
        _facts(edition),
        reasons,
        list(about.counts.months.items()),
        edition.rooms,
    )


def _environment(language: str) -> Environment:
    made = Environment(
        loader=PackageLoader("homeroom.disclosure", "formats"),
        autoescape=True,
        undefined=StrictUndefined,
    )
    made.globals["say"] = partial(wording.say, language=language)
    return made


def _facts(edition: Edition) -> list[tuple[str, str]]:
    about = edition.about
    return [
        ("district", about.district),
        ("request", f"{about.request} / {about.production}"),
        ("student", f"{about.student} ({about.student_number})"),
        ("law", wording.law(about.law, about.language)),
        ("requester", about.requester),
        ("received", wording.day(about.received, about.language)),
        ("made", wording.day(about.made_at, about.language)),
        ("records", str(about.counts.records)),
        ("files", str(len(edition.records.files))),
    ]
