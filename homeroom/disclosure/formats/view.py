"""How a record reads: who said what when, as plain text, with what it answers or changes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from homeroom.disclosure.formats import wording
from homeroom.disclosure.formats.records import Record, Records
from homeroom.disclosure.mentions import without_tags
from homeroom.disclosure.model import About
from homeroom.policy.verdict import Reason
from homeroom.policy.wording import explain

IMAGES = {".png", ".jpg", ".jpeg", ".gif", ".webp"}
LINK_KINDS = {"m.replace": "edit_of", "m.annotation": "reaction_to", "m.thread": "reply_to"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Another message that a record speaks of; `n` None: it is not in the production."""

    kind: str
    n: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file of a record; `path` None: it is not in the production."""

    name: str
    path: str | None
    image: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A record for a reader."""

    n: int
    entry: str
    day: str
    time: str
    iso: str
    sender: str
    sender_id: str
    text: str
    event: bool
    """Whether `text` tells what happened, and is not what somebody wrote."""
    formatted: str
    refused: tuple[str, ...]
    links: tuple[Link, ...]
    attachments: tuple[Attachment, ...]
    reasons: str


def shown(record: Record, records: Records, about: About) -> Shown:
    """The record as its reader sees it; whatever its content is, something is shown."""
    source = "/decision/attempt" if record.kind.startswith("decision") else "/event"
    content = record.get(f"{source}/content", {})
    content = content if isinstance(content, dict) else {"body": content}
    written = content.get("m.new_content") if _relates(content).get("rel_type") else None
    said = written if isinstance(written, dict) else content
    sent = record.get("/event/origin_server_ts")
    at = wording.moment(sent if isinstance(sent, int) else record.at)
    sender = _text(record.get(f"{source}/sender"))
    text, event = _said(record, source, said, about)
    return Shown(
        n=record.n,
        entry=f"{record.epoch}/{record.index}",
        day=wording.day(at, about.language),
        time=f"{at:%H:%M:%S}",
        iso=at.isoformat(timespec="seconds"),
        sender=about.people.get(sender, sender),
        sender_id=sender,
        text=text,
        event=event,
        formatted=_formatted(said),
        refused=_refusal(record, about.language),
        links=tuple(_links(record, content, records)),
        attachments=tuple(_attachments(said, records)),
        reasons="; ".join(wording.reason(name, about.language) for name in record.reasons),
    )


def _said(record: Record, source: str, content: dict[str, Any], about: About) -> tuple[str, bool]:
    """The text, and whether it is ours about an event instead of the sender's own."""
    kind, language = _text(record.get(f"{source}/type")), about.language
    if kind == "m.room.member":
        return _membership(record, content, about), True
    if kind in ("m.room.name", "m.room.topic"):
        key = kind.rpartition(".")[2]
        return wording.say(f"{key}_set", language, value=_text(content.get(key))), True
    own = {"m.reaction": _relates(content).get("key"), "m.room.redaction": content.get("reason")}
    if kind in own or isinstance(content.get("body"), str):
        return _text(own.get(kind, content.get("body"))), False
    if record.kind.startswith("decision") and not content:
        return "", True
    whole = content or record.fields
    told = json.dumps(whole, ensure_ascii=False, indent=2, sort_keys=True)
    return f"{wording.say('other', language, type=kind or record.kind)}\n{told}", True


def _membership(record: Record, content: dict[str, Any], about: About) -> str:
    member = _text(record.get("/event/state_key"))
    state = _text(content.get("membership"))
    if state == "leave" and member != record.get("/event/sender"):
        state = "removed"
    known = state if state in ("join", "leave", "removed", "invite", "ban", "knock") else "leave"
    return wording.say(known, about.language, who=about.people.get(member, member))


def _formatted(content: dict[str, Any]) -> str:
    """The formatted text where it says something else than the plain one."""
    formatted, body = content.get("formatted_body"), content.get("body")
    if not isinstance(formatted, str):
        return ""
    text = without_tags(formatted).strip()
    return "" if "".join(text.split()) in "".join(_text(body).split()) else text


def _refusal(record: Record, language: str) -> tuple[str, ...]:
    if record.kind.startswith("decision"):
        reasons = record.get("/decision/reasons", [])
        told = [_reason(reason, language) for reason in reasons if isinstance(reason, dict)]
        return (wording.say("refused", language), *told)
    if record.get("/status") == "rejected":
        return (wording.say("rejected", language),)
    return ()


def _reason(reason: dict[str, Any], language: str) -> str:
    """The rule's own words, as the sender was told them; its name where it has none any more."""
    rule, clause = _text(reason.get("rule")), _text(reason.get("clause"))
    details = reason.get("details")
    given = Reason(rule=rule, clause=clause, details=details if isinstance(details, dict) else {})
    try:
        words = explain(given, "es" if language == "es" else "en")
    except (KeyError, ValueError, IndexError, AttributeError):
        words = rule
    return f"{words} ({clause})" if clause else words


def _links(record: Record, content: dict[str, Any], records: Records) -> list[Link]:
    relation = _relates(content)
    found = []
    kind, target = LINK_KINDS.get(_text(relation.get("rel_type"))), relation.get("event_id")
    if kind and isinstance(target, str):
        found.append(Link(kind=kind, n=records.by_event.get(target)))
    answered = relation.get("m.in_reply_to")
    if isinstance(answered, dict) and not relation.get("is_falling_back"):
        found.append(Link(kind="reply_to", n=records.by_event.get(_text(answered.get("event_id")))))
    deleted = record.get("/event/redacts") or content.get("redacts")
    if isinstance(deleted, str):
        found.append(Link(kind="deletion_of", n=records.by_event.get(deleted)))
    return found


def _attachments(content: dict[str, Any], records: Records) -> list[Attachment]:
    address = content.get("url")
    if not isinstance(address, str) or not address.startswith("mxc://"):
        return []
    path = records.files.get(address)
    name = _text(content.get("filename") or content.get("body") or address)
    image = path is not None and path[path.rfind(".") :].lower() in IMAGES
    return [Attachment(name=name, path=path, image=image)]


def _relates(content: dict[str, Any]) -> dict[str, Any]:
    relation = content.get("m.relates_to")
    return relation if isinstance(relation, dict) else {}


def _text(value: Any) -> str:
    return "" if value is None else str(value)
