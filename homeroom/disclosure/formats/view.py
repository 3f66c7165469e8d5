"""How a record reads: what was said, as plain text, in the language of the request."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from homeroom.disclosure.formats import wording
from homeroom.disclosure.formats.reading import Link, Reading, text_of
from homeroom.disclosure.model import About
from homeroom.policy.verdict import Reason
from homeroom.policy.wording import explain

IMAGES = {".png", ".jpg", ".jpeg", ".gif", ".webp"}
WRITTEN = {"message", "edit", "reaction", "deletion"}


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


def shown(reading: Reading, about: About) -> Shown:
    """The record as its reader sees it."""
    language, at = about.language, reading.at
    return Shown(
        n=reading.n,
        entry=reading.entry,
        day=wording.day(at, language),
        time=f"{at:%H:%M:%S}",
        iso=at.isoformat(timespec="seconds"),
        sender=name_of(reading.sender, about),
        sender_id=reading.sender,
        text=_text(reading, about),
        event=reading.kind not in WRITTEN,
        formatted=reading.formatted,
        refused=_refusal(reading, language),
        links=reading.links,
        attachments=tuple(
            Attachment(name=file.name, path=file.path, image=is_image(file.path))
            for file in reading.files
        ),
        reasons="; ".join(wording.reason(name, language) for name in reading.reasons),
    )


def name_of(account: str, about: About) -> str:
    """The name of an account, or the account."""
    return text_of(about.people.get(account, account))


def is_image(path: str | None) -> bool:
    """Whether a browser shows the file."""
    return path is not None and path[path.rfind(".") :].lower() in IMAGES


def _text(reading: Reading, about: About) -> str:
    kind, language = reading.kind, about.language
    if kind in WRITTEN:
        return reading.said
    if kind in ("name", "topic"):
        return wording.say(f"{kind}_set", language, value=reading.said)
    if kind in ("nothing", "file"):
        return ""
    if kind == "other":
        told = json.dumps(reading.whole, ensure_ascii=False, indent=2, sort_keys=True)
        return f"{wording.say('other', language, type=reading.type)}\n{text_of(told)}"
    return wording.say(kind, language, who=name_of(reading.member, about))


def _refusal(reading: Reading, language: str) -> tuple[str, ...]:
    if reading.refused:
        told = [_reason(reason, language) for reason in reading.refusals]
        return (wording.say("refused", language), *told)
    return (wording.say("rejected", language),) if reading.rejected else ()


def _reason(reason: dict[str, Any], language: str) -> str:
    """The rule's own words, as the sender was told them; its name where it has none any more."""
    rule, clause = text_of(reason.get("rule")), text_of(reason.get("clause"))
    details = reason.get("details")
    given = Reason(rule=rule, clause=clause, details=details if isinstance(details, dict) else {})
    try:
        words = explain(given, "es" if language == "es" else "en")
    except (KeyError, ValueError, IndexError, AttributeError):
        words = rule
    return f"{text_of(words)} ({clause})" if clause else text_of(words)
