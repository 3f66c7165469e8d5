"""The documents of a production in its order: room by room, each message with its files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from homeroom.disclosure.formats import wording
from homeroom.disclosure.formats.numbering import Numbering, bates
from homeroom.disclosure.formats.reading import Reading, read, text_of
from homeroom.disclosure.formats.records import Records
from homeroom.disclosure.formats.view import Shown, shown
from homeroom.disclosure.model import About

COMES_IN = {"join"}
GOES_OUT = {"leave", "removed", "ban"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A room of the production; its records are in the log's order."""

    anchor: str
    id: str | None
    name: str
    records: list[int]
    members: set[str] = field(default_factory=set)
    """Who is in it just before the document at hand, as far as the records say."""

    @property
    def count(self) -> int:
        return len(self.records)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDocument:
    """A file as a document of its own."""

    bates: str
    n: int
    name: str
    path: Path
    size: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Document:
    """A message, or what happened in its place, with what comes with it."""

    bates: str
    room: Room
    reading: Reading
    shown: Shown
    files: tuple[FileDocument, ...]
    """The files that it shows, as far as they are in the production."""
    family: tuple[FileDocument, ...]
    """Those of them that are produced with it: one comes with the first message that shows it."""

    @property
    def last_bates(self) -> str:
        """Where the family ends."""
        return self.family[-1].bates if self.family else self.bates


@dataclass(slots=True)
class Pages:
    """How many pages the production has so far; volumes count on."""

    count: int = 0


@dataclass(slots=True, kw_only=True, eq=False)
class Edition:
    """All that a format is written from."""

    folder: Path
    records: Records
    about: About
    fingerprint: str
    rooms: list[Room]
    numbering: Numbering
    pages: Pages = field(default_factory=Pages)

    @classmethod
    def of(cls, folder: Path, records: Records, about: About, fingerprint: str) -> Edition:
        claims = _claims(records)
        rooms = _rooms(records, about, set(claims.values()))
        order = (n for room in rooms for n in room.records)
        return cls(
            folder=folder,
            records=records,
            about=about,
            fingerprint=fingerprint,
            rooms=rooms,
            numbering=Numbering.of(order, records.total, claims),
        )

    def bates(self, n: int) -> str:
        """The Bates number of the record with the number `n`."""
        return bates(self.about.bates, self.numbering.places[n])

    def shown_path(self, file: FileDocument) -> str:
        """The path of a file below the production's folder."""
        return file.path.relative_to(self.folder).as_posix()

    def documents(self) -> Iterator[Document]:
        """Each message once, in the order of the Bates numbers."""
        for room in self.rooms:
            for record in self.records.read(room.records):
                reading = read(record, self.records)
                yield self._document(room, reading)
                if reading.kind in COMES_IN:
                    room.members.add(reading.member)
                elif reading.kind in GOES_OUT:
                    room.members.discard(reading.member)

    def _document(self, room: Room, reading: Reading) -> Document:
        files = tuple(self._files(reading)) if reading.files else ()
        own = self.numbering.families.get(reading.n, ())
        return Document(
            bates=self.bates(reading.n),
            room=room,
            reading=reading,
            shown=shown(reading, self.about),
            files=files,
            family=tuple(file for file in files if file.n in own or file.n == reading.n),
        )

    def _files(self, reading: Reading) -> Iterator[FileDocument]:
        for file in reading.files:
            if file.path is not None and file.n is not None:
                path = self.folder / file.path
                size = path.stat().st_size
                number = self.bates(file.n)
                yield FileDocument(bates=number, n=file.n, name=file.name, path=path, size=size)


def _claims(records: Records) -> dict[int, int]:
    """The file that a message shows, by the numbers of their records."""
    found = {n: records.files.get(address) for n, address in records.with_file.items()}
    return {n: file[0] for n, file in found.items() if file and file[1] is not None}


def _rooms(records: Records, about: About, claimed: set[int]) -> list[Room]:
    """The rooms by name, what belongs to none last; there also files that no message shows."""
    loose = [n for n in records.media if n not in claimed]
    by_room = dict(records.by_room)
    if loose:
        by_room[None] = sorted([*by_room.get(None, []), *loose])
    nowhere = wording.say("no_room", about.language)
    named = [
        (room is None, nowhere if room is None else about.rooms.get(room, room), room or "")
        for room in by_room
    ]
    return [
        Room(
            anchor=f"room-{number}",
            id=text_of(room) or None,
            name=text_of(name),
            records=by_room[room or None],
        )
        for number, (_, name, room) in enumerate(sorted(named), 1)
    ]
