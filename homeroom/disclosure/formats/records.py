"""The records of a production as every format reads them: from `records.jsonl`, and nowhere else.

So a format can show nothing that was not opened, and all formats show the same.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from homeroom.disclosure.verify import RECORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record: its number in the production, its place in the log, and the fields shown."""

    n: int
    epoch: int
    index: int
    at: int
    kind: str
    commitment: str
    fields: dict[str, Any]
    reasons: tuple[str, ...]
    file: str | None

    def get(self, pointer: str, default: Any = None) -> Any:
        """The value at a JSON pointer, put together again where it was sealed in parts."""
        if pointer in self.fields:
            return self.fields[pointer]
        parts = {
            p[len(pointer) :]: v for p, v in self.fields.items() if p.startswith(pointer + "/")
        }
        return _joined(parts) if parts else default

    @property
    def room_id(self) -> str | None:
        """The room that it was said in, or meant for."""
        found = self.get("/event/room_id") or self.get("/decision/attempt/room_id")
        return found if isinstance(found, str) else None

    @property
    def event_id(self) -> str | None:
        found = self.get("/event/event_id")
        return found if isinstance(found, str) else None

    @property
    def address(self) -> str | None:
        """The `mxc:` address of the file that a message shows."""
        content = self.get("/event/content") or self.get("/decision/attempt/content")
        found = content.get("url") if isinstance(content, dict) else None
        return found if isinstance(found, str) and found.startswith("mxc://") else None


@dataclass(slots=True)
class Records:
    """The records of a finished `records.jsonl`, read again by number when they are needed."""

    path: Path
    by_room: dict[str | None, list[int]] = field(default_factory=dict)
    by_event: dict[str, int] = field(default_factory=dict)
    files: dict[str, tuple[int, str | None]] = field(default_factory=dict)
    """Of attachments, by `mxc:` address: the number of their record, and the path in the folder."""
    with_file: dict[int, str] = field(default_factory=dict)
    """The `mxc:` address that a message shows, by its number."""
    media: list[int] = field(default_factory=list)
    """The numbers of the records of files."""
    _starts: array[int] = field(default_factory=lambda: array("Q"))

    @classmethod
    def of(cls, folder: Path) -> Records:
        made = cls(folder / RECORDS)
        with made.path.open("rb") as lines:
            start = 0
            for line in lines:
                made._starts.append(start)
                made._note(_record(line))
                start += len(line)
        return made

    @property
    def total(self) -> int:
        """How many records there are."""
        return len(self._starts)

    def read(self, numbers: Iterable[int]) -> Iterator[Record]:
        """The records with these numbers."""
        with self.path.open("rb") as lines:
            for n in numbers:
                lines.seek(self._starts[n - 1])
                yield _record(lines.readline())

    def _note(self, record: Record) -> None:
        if record.kind == "media":
            self.media.append(record.n)
            self.files.setdefault(str(record.get("/media/mxc")), (record.n, record.file))
            return
        if address := record.address:
            self.with_file[record.n] = address
        self.by_room.setdefault(record.room_id, []).append(record.n)
        if record.event_id and record.kind.startswith("event"):
            self.by_event.setdefault(record.event_id, record.n)


def _record(line: bytes) -> Record:
    held = json.loads(line)
    return Record(
        n=held["n"],
        epoch=held["epoch"],
        index=held["index"],
        at=held["header"]["at"],
        kind=held["header"]["kind"],
        commitment=held["header"]["commitment"],
        fields={f["pointer"]: f["value"] for f in held["fields"] if "pointer" in f},
        reasons=tuple(held["reasons"]),
        file=held.get("file"),
    )


def _joined(parts: dict[str, Any]) -> dict[str, Any]:
    """The object whose members were sealed apart: `{"/a/b": 1}` is `{"a": {"b": 1}}`."""
    made: dict[str, Any] = {}
    for pointer, value in parts.items():
        *way, last = (step.replace("~1", "/").replace("~0", "~") for step in pointer[1:].split("/"))
        place = made
        for step in way:
            place = place.setdefault(step, {})
        place[last] = value
    return made
