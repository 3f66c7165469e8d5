"""One room's day as the manifest of an RSMF file (Relativity short message format 2.0): pure.

Edits, reactions and deletions are put on the event that they are about where that is in the same
file, else they are events themselves. An attempt that was refused changes no other event.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from homeroom.disclosure.formats.documents import GOES_OUT, Document, FileDocument
from homeroom.disclosure.formats.mail import body, file_name
from homeroom.disclosure.formats.reading import LinkKind, Reading
from homeroom.disclosure.formats.view import name_of
from homeroom.disclosure.model import About

VERSION = "2.0.0"
CONVERSATION = "C1"
EVENT_TYPES = {
    **dict.fromkeys(("message", "edit", "reaction", "nothing", "file"), "message"),
    **dict.fromkeys(GOES_OUT, "leave"),
    "join": "join",
}
"""The rest is `unknown`, with its words in the body."""


@dataclass(slots=True, kw_only=True)
class Slice:
    """What goes into one file; `at_start` is who is in the room at its first event."""

    about: About
    room_id: str
    room_name: str
    collection: str
    day: str
    at_start: dict[str, None]
    events: list[dict[str, Any]] = field(default_factory=list)
    files: dict[str, FileDocument] = field(default_factory=dict)
    """By their names in the zip."""
    size: int = 0
    """Characters of text in it."""
    _inside: set[str] = field(default_factory=set)
    _people: dict[str, str] = field(default_factory=dict)
    _by_record: dict[int, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def opened(cls, document: Document, about: About) -> Slice:
        """For the room and the day of this document, which is its first."""
        room = document.room
        members = dict.fromkeys(sorted(room.members))
        return cls(
            about=about,
            room_id=room.id or "",
            room_name=room.name,
            collection=f"{about.bates}-{room.anchor}",
            day=document.shown.iso[:10],
            at_start=members,
            _inside=set(members),
        )

    def add(self, document: Document) -> None:
        """The document as an event, or as a part of the event that it is about."""
        read = document.reading
        self.size += len(document.shown.text) + len(document.shown.formatted)
        done = not read.refused and not read.rejected
        if done and any(self._joined(document, link.kind, link.n) for link in read.links):
            return
        event = self._event(document)
        self.events.append(event)
        self._by_record[read.n] = event

    def manifest(self) -> dict[str, Any]:
        """The whole, as `rsmf_manifest.json` says it."""
        start = [self._id(account) for account in self.at_start]
        return {
            "version": VERSION,
            "eventcollectionid": self.collection,
            "participants": [
                {"id": known, "display": name_of(account, self.about), "account_id": account}
                for account, known in self._people.items()
            ],
            "conversations": [self._conversation(start)],
            "events": self.events,
        }

    def names(self) -> list[str]:
        """Everybody in it, by name."""
        return [name_of(account, self.about) for account in self._people]

    def _conversation(self, start: list[str]) -> dict[str, Any]:
        moves = any(event["type"] in ("join", "leave") for event in self.events)
        return {
            "id": CONVERSATION,
            "display": self.room_name,
            "platform": "matrix",
            "type": "direct" if len(start) == 2 and not moves else "channel",
            "participants": start,
            **_custom([("Room", self.room_id)]),
        }

    def _event(self, document: Document) -> dict[str, Any]:
        read, shown = document.reading, document.shown
        kind = EVENT_TYPES.get(read.kind, "unknown") if not read.rejected else "unknown"
        who = read.member if kind in ("join", "leave") else read.sender
        event: dict[str, Any] = {
            "type": kind,
            "id": document.bates,
            "body": body(document, self.about.language),
            "conversation": CONVERSATION,
            "timestamp": _iso(read),
        }
        if who:
            event["participant"] = self._acts(who, kind)
        if parent := self._parent(read):
            event["parent"] = parent
        if document.files:
            event["attachments"] = list(self._attachments(document))
        by = read.sender if who != read.sender else ""
        facts = [("Record", str(read.n)), ("Log entry", read.entry), ("By", by)]
        return {**event, **_custom([*facts, ("Refused", " ".join(shown.refused))])}

    def _parent(self, read: Reading) -> str | None:
        for link in read.links:
            if link.n in self._by_record:
                return str(self._by_record[link.n]["id"])
        return None

    def _attachments(self, document: Document) -> Iterator[dict[str, Any]]:
        for file in document.files:
            name = f"{file.bates}{file.path.suffix}"
            self.files[name] = file
            shown = file_name(file.name, file.path.name)
            yield {"id": name, "display": shown, "size": file.size}

    def _joined(self, document: Document, kind: LinkKind, n: int | None) -> bool:
        """Whether the document became a part of the event of record `n`."""
        event = self._by_record.get(n or 0)
        change = CHANGES.get(kind)
        if event is None or change is None or not change(event, document, self._acts):
            return False
        event["custom"].append({"name": CHANGED[kind], "value": document.bates})
        return True

    def _acts(self, account: str, kind: str = "message") -> str:
        """The participant that an account is; who acts without having come was there already."""
        if kind == "join":
            self._inside.add(account)
        elif account not in self._inside:
            self.at_start[account] = None
            self._inside.add(account)
        if kind == "leave":
            self._inside.discard(account)
        return self._id(account)

    def _id(self, account: str) -> str:
        return self._people.setdefault(account, f"P{len(self._people) + 1}")


Acts = Callable[[str], str]


def _edited(event: dict[str, Any], document: Document, acts: Acts) -> bool:
    read = document.reading
    if event["type"] != "message" or not read.sender or document.files:
        return False
    new = document.shown.text
    said = {"timestamp": _iso(read), "previous": event["body"], "new": new}
    event.setdefault("edits", []).append({"participant": acts(read.sender), **said})
    event["body"] = new
    return not document.shown.formatted


def _reacted(event: dict[str, Any], document: Document, acts: Acts) -> bool:
    read = document.reading
    if not read.said or not read.sender:
        return False
    reactions = event.setdefault("reactions", [])
    found = next((reaction for reaction in reactions if reaction["value"] == read.said), None)
    if found is None:
        found = {"value": read.said, "count": 0, "participants": []}
        reactions.append(found)
    found["count"] += 1
    if (who := acts(read.sender)) not in found["participants"]:
        found["participants"].append(who)
    return True


def _deleted(event: dict[str, Any], document: Document, acts: Acts) -> bool:
    """The event is marked, its body stays; who deleted it and why is an event of its own."""
    event["deleted"] = True
    return False


CHANGES: dict[LinkKind, Callable[[dict[str, Any], Document, Acts], bool]] = {
    "edit_of": _edited,
    "reaction_to": _reacted,
    "deletion_of": _deleted,
}
CHANGED: dict[LinkKind, str] = {"edit_of": "Edit", "reaction_to": "Reaction"}


def _iso(read: Reading) -> str:
    return read.at.isoformat(timespec="milliseconds")


def _custom(pairs: list[tuple[str, str]]) -> dict[str, list[dict[str, str]]]:
    return {"custom": [{"name": name, "value": value} for name, value in pairs if value]}
