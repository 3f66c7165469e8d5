"""What a record is, in no language: who did what when, to which message, with which files.

Every format reads a record through `read`, and through nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from homeroom.disclosure.formats.records import Record, Records
from homeroom.disclosure.mentions import without_tags

Kind = Literal[
    "message",
    "edit",
    "reaction",
    "deletion",
    "join",
    "leave",
    "removed",
    "invite",
    "ban",
    "knock",
    "name",
    "topic",
    "file",
    "other",
    "nothing",
]
"""`other` is an event that we have no word for, `nothing` a refusal whose text is not there."""
LinkKind = Literal["reply_to", "edit_of", "reaction_to", "deletion_of"]

MEMBERSHIPS: dict[str, Kind] = {
    "join": "join",
    "leave": "leave",
    "removed": "removed",
    "invite": "invite",
    "ban": "ban",
    "knock": "knock",
}
RELATIONS: dict[str, LinkKind] = {
    "m.replace": "edit_of",
    "m.annotation": "reaction_to",
    "m.thread": "reply_to",
}
TYPES: dict[str, Kind] = {
    "m.reaction": "reaction",
    "m.room.redaction": "deletion",
    "m.room.name": "name",
    "m.room.topic": "topic",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Another message that a record speaks of; `n` None: it is not in the production."""

    kind: LinkKind
    n: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of a record; `path` and `n` None: it is not in the production."""

    name: str
    path: str | None
    n: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A record, read."""

    n: int
    entry: str
    commitment: str
    kind: Kind
    type: str
    at: datetime
    sender: str
    """The account."""
    room_id: str | None
    member: str
    """Whose membership changed."""
    said: str
    """What was written, or a reaction's sign, a name, a topic; of `other` nothing."""
    formatted: str
    """The formatted text, where it says something else than the plain one."""
    whole: Any
    """Of `other`: all that is there."""
    refused: bool
    refusals: tuple[dict[str, Any], ...]
    rejected: bool
    links: tuple[Link, ...]
    files: tuple[File, ...]
    reasons: tuple[str, ...]


def read(record: Record, records: Records) -> Reading:
    """The record as it is to be understood; whatever its content is, something is read."""
    source = "/decision/attempt" if record.kind.startswith("decision") else "/event"
    content = record.get(f"{source}/content", {})
    content = content if isinstance(content, dict) else {"body": content}
    written = content.get("m.new_content") if relation_of(content).get("rel_type") else None
    said = written if isinstance(written, dict) else content
    sent, refused = record.get("/event/origin_server_ts"), record.kind.startswith("decision")
    kind = _kind(record, source, content)
    return Reading(
        n=record.n,
        entry=f"{record.epoch}/{record.index}",
        commitment=record.commitment,
        kind=kind,
        type=text_of(record.get(f"{source}/type")) or record.kind,
        at=moment(sent if isinstance(sent, int) else record.at),
        sender=text_of(record.get(f"{source}/sender")),
        room_id=record.room_id,
        member=text_of(record.get("/event/state_key")),
        said=_said(kind, content, said),
        formatted=_formatted(said, content) if kind in ("message", "edit") else "",
        whole=(content or record.fields) if kind == "other" else None,
        refused=refused,
        refusals=_refusals(record) if refused else (),
        rejected=not refused and record.get("/status") == "rejected",
        links=tuple(_links(record, content, records)),
        files=tuple(_files(record, said, records)),
        reasons=record.reasons,
    )


def moment(milliseconds: int) -> datetime:
    """A time in UTC; times that no calendar has become its first."""
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (OverflowError, ValueError, OSError):
        return datetime.fromtimestamp(0, UTC)


def relation_of(content: dict[str, Any]) -> dict[str, Any]:
    """What an event says of its relation to another."""
    relation = content.get("m.relates_to")
    return relation if isinstance(relation, dict) else {}


def text_of(value: Any) -> str:
    """Any value as text that UTF-8 can write."""
    return "" if value is None else str(value).encode("utf-8", "backslashreplace").decode()


def _kind(record: Record, source: str, content: dict[str, Any]) -> Kind:
    if record.kind == "media":
        return "file"
    kind = text_of(record.get(f"{source}/type"))
    if kind == "m.room.member":
        return _membership(record, content)
    if kind in TYPES:
        return TYPES[kind]
    if isinstance(content.get("body"), str):
        return "edit" if relation_of(content).get("rel_type") == "m.replace" else "message"
    return "nothing" if record.kind.startswith("decision") and not content else "other"


def _membership(record: Record, content: dict[str, Any]) -> Kind:
    state = text_of(content.get("membership"))
    if state == "leave" and record.get("/event/state_key") != record.get("/event/sender"):
        state = "removed"
    return MEMBERSHIPS.get(state, "leave")


def _said(kind: Kind, content: dict[str, Any], said: dict[str, Any]) -> str:
    match kind:
        case "message" | "edit":
            return text_of(said.get("body", content.get("body")))
        case "reaction":
            return text_of(relation_of(content).get("key"))
        case "deletion":
            return text_of(content.get("reason"))
        case "name" | "topic":
            return text_of(content.get(kind))
        case _:
            return ""


def _formatted(said: dict[str, Any], content: dict[str, Any]) -> str:
    """Formatted text, and what an edit says to clients that know none, where it says more."""
    formatted = said.get("formatted_body")
    others = [without_tags(text_of(formatted)).strip()] if isinstance(formatted, str) else []
    if said is not content:
        others.append(text_of(content.get("body")).removeprefix("* "))
    body = "".join(text_of(said.get("body")).split())
    return "\n".join(other for other in others if "".join(other.split()) not in body)


def _refusals(record: Record) -> tuple[dict[str, Any], ...]:
    reasons = record.get("/decision/reasons", [])
    return tuple(reason for reason in reasons if isinstance(reason, dict))


def _links(record: Record, content: dict[str, Any], records: Records) -> list[Link]:
    relation = relation_of(content)
    found = []
    kind, target = RELATIONS.get(text_of(relation.get("rel_type"))), relation.get("event_id")
    if kind and isinstance(target, str):
        found.append(Link(kind=kind, n=records.by_event.get(target)))
    answered = relation.get("m.in_reply_to")
    if isinstance(answered, dict) and not relation.get("is_falling_back"):
        event = text_of(answered.get("event_id"))
        found.append(Link(kind="reply_to", n=records.by_event.get(event)))
    deleted = record.get("/event/redacts") or content.get("redacts")
    if isinstance(deleted, str):
        found.append(Link(kind="deletion_of", n=records.by_event.get(deleted)))
    return found


def _files(record: Record, content: dict[str, Any], records: Records) -> list[File]:
    if record.kind == "media":
        name = text_of(record.get("/media/name") or record.get("/media/mxc"))
        return [File(name=name, path=record.file, n=record.n)]
    address = content.get("url")
    if not isinstance(address, str) or not address.startswith("mxc://"):
        return []
    n, path = records.files.get(address, (None, None))
    name = text_of(content.get("filename") or content.get("body") or address)
    return [File(name=name, path=path, n=n)]
