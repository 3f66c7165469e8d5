"""`records.html`: one accessible page that needs no network and runs no script (WCAG 2.1 AA).

Every text goes through the template's escaping; nothing in a message is ever markup.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from homeroom.disclosure.formats import wording
from homeroom.disclosure.formats.records import Records
from homeroom.disclosure.formats.view import Shown, shown
from homeroom.disclosure.model import About
from homeroom.disclosure.verify import grouped

FILE = "records.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A room's section of the page; its records are read when the page reaches it."""

    anchor: str
    id: str | None
    name: str
    count: int
    records: Records
    about: About

    def days(self) -> Iterator[tuple[str, Iterator[Shown]]]:
        """The records in the log's order, day by day."""
        read = (shown(r, self.records, self.about) for r in self.records.in_room(self.id))
        return groupby(read, key=lambda record: record.day)


def write(folder: Path, records: Records, about: About, fingerprint: str) -> None:
    """Write the page into the production's folder, room by room."""
    template = _environment().get_template("records.html.j2")
    say = partial(wording.say, language=about.language)
    page = template.generate(
        language=about.language,
        title=say("title", name=about.student),
        say=say,
        facts=_facts(about, len(records.files)),
        reasons=[(wording.reason(n, about.language), c) for n, c in about.counts.reasons.items()],
        months=list(about.counts.months.items()),
        rooms=_rooms(records, about),
        fingerprint=grouped(fingerprint),
    )
    with (folder / FILE).open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as to:
        to.writelines(page)


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("homeroom.disclosure", "formats"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )


def _facts(about: About, files: int) -> list[tuple[str, str]]:
    return [
        ("district", about.district),
        ("request", f"{about.request} / {about.production}"),
        ("student", f"{about.student} ({about.student_number})"),
        ("law", wording.law(about.law, about.language)),
        ("requester", about.requester),
        ("received", wording.day(about.received, about.language)),
        ("made", wording.day(about.made_at, about.language)),
        ("records", str(about.counts.records)),
        ("files", str(files)),
    ]


def _rooms(records: Records, about: About) -> list[Room]:
    """The rooms by name, what belongs to none last."""
    nowhere = wording.say("no_room", about.language)
    named = [
        (room is None, nowhere if room is None else about.rooms.get(room, room), room or "")
        for room in records.by_room
    ]
    return [
        Room(
            anchor=f"room-{number}",
            id=room or None,
            name=name,
            count=len(records.by_room[room or None]),
            records=records,
            about=about,
        )
        for number, (_, name, room) in enumerate(sorted(named), 1)
    ]
