"""What a scope holds that may have to be covered or left out: looked at once, entry by entry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from homeroom.disclosure.finding import related
from homeroom.disclosure.mentions import texts_of
from homeroom.disclosure.model import Position
from homeroom.disclosure.redaction.forms import Category, Known, Words, words_of
from homeroom.disclosure.redaction.redactor import Redactor
from homeroom.policy.detect import DANGER_KINDS, Detector, Finding

CATEGORIES: Mapping[str, Category] = {
    "email": "email",
    "phone": "phone",
    "ssn": "number",
    "credit_card": "number",
    "student_id": "number",
    "street_address": "address",
    "birth_date": "birth_date",
    "social_handle": "account",
    "credential": "account",
}
"""Kinds of the detector that are personal information, and what their marks are called."""
WHEREABOUTS = frozenset({"street_address", "phone", "email"})


@dataclass(slots=True)
class Met:
    """How often a form was met, and in which records."""

    times: int = 0
    records: set[Position] = field(default_factory=set)


@dataclass(slots=True)
class Survey:
    """Collects; `met` by the subjects meant, the form, and whether a human must look."""

    redactor: Redactor
    detector: Detector
    own: frozenset[Words]
    """Contacts and numbers that are the student's, their family's or of staff."""
    guarded: bool
    """Does a court protect somebody of the family, so that whereabouts are counsel's?"""
    privileged: Mapping[str, Collection[Words]]
    """Phrases by exemption code."""
    met: dict[tuple[tuple[str, ...], str, bool], Met] = field(
        default_factory=lambda: defaultdict(Met)
    )
    found: dict[str, Known] = field(default_factory=dict)
    """Personal information, by subject."""
    spelt: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Unusual spellings of people's names, by subject."""
    dangerous: set[Position] = field(default_factory=set)
    unclear: set[Position] = field(default_factory=set)
    """What may speak of danger, or be a turn of speech: a reviewer says which."""
    exempt: dict[Position, str] = field(default_factory=dict)
    _events: dict[str, Position] = field(default_factory=dict)
    _speaks: list[tuple[Position, str, str]] = field(default_factory=list)
    _names_file: dict[str, set[Position]] = field(default_factory=lambda: defaultdict(set))
    _files: dict[str, Position] = field(default_factory=dict)

    def look(
        self, at: Position, payload: dict[str, Any], fields: Iterable[tuple[str, Any]]
    ) -> None:
        """One record: its payload, and the fields that a production opens."""
        for pointer, value in fields:
            covered = self.redactor.cover(value)
            for match in (*covered.matches, *self.redactor.found(pointer)):
                met = self.met[match.form.subjects, match.form.text, match.doubtful]
                met.times += 1
                met.records.add(at)
        self._read(at, payload)
        self._relate(at, payload)

    def counsels(self) -> frozenset[Position]:
        """What speaks of danger or whereabouts, with its edits, quotes and files."""
        found = set(self.dangerous)
        for at, kind, target in self._speaks:
            spoken = self._events.get(target)
            if spoken in found and kind in ("m.replace", "quote"):
                found.add(at)
            if at in found and kind == "m.replace" and spoken is not None:
                found.add(spoken)
        for address, named in self._names_file.items():
            if named & found and address in self._files:
                found.add(self._files[address])
        return frozenset(found)

    def _read(self, at: Position, payload: dict[str, Any]) -> None:
        content = _content(payload)
        for text in dict.fromkeys(texts_of(content)):
            for finding in self.detector.find(text):
                self._note(at, finding)
            words = words_of(text) if self.privileged else ()
            for code, phrases in self.privileged.items():
                if any(_holds(words, phrase) for phrase in phrases):
                    self.exempt.setdefault(at, code)
        if self.guarded and isinstance(content, dict) and "geo_uri" in content:
            self.dangerous.add(at)

    def _note(self, at: Position, finding: Finding) -> None:
        if finding.kind in DANGER_KINDS:
            (self.unclear if finding.doubtful else self.dangerous).add(at)
        if finding.kind == "person_name":
            for match in self.redactor.found(finding.value):
                if not self.redactor.found(finding.text):
                    self.spelt[match.form.subjects[0]].add(finding.text)
        category = CATEGORIES.get(finding.kind)
        if category is None or self._is_own(finding):
            return
        if self.guarded and finding.kind in WHEREABOUTS:
            self.dangerous.add(at)
        if self.redactor.found(finding.text):
            return
        subject = f"{category}:{finding.value}"
        known = self.found.get(subject)
        texts = {finding.text, *(known.texts if known else ())}
        if finding.kind in ("phone", "ssn", "credit_card"):
            texts.add("".join(c for c in finding.value if c.isdigit()))
        self.found[subject] = Known(subject=subject, category=category, texts=tuple(sorted(texts)))
        self.met[(subject,), " ".join(words_of(finding.text)), False].times += 1
        self.met[(subject,), " ".join(words_of(finding.text)), False].records.add(at)

    def _is_own(self, finding: Finding) -> bool:
        digits = "".join(c for c in finding.value if c.isdigit())
        return any(
            words in self.own
            for words in (words_of(finding.text), words_of(finding.value), (digits,))
            if words
        )

    def _relate(self, at: Position, payload: dict[str, Any]) -> None:
        media = payload.get("media")
        if isinstance(media, dict):
            self._files[str(media.get("mxc"))] = at
            return
        event = payload.get("event")
        if not isinstance(event, dict):
            return
        self._events[str(event.get("event_id"))] = at
        content = event.get("content")
        written = list(_strings(content))
        quotes = any(text.startswith("> ") or "<mx-reply>" in text for text in written)
        for kind, target in related(event):
            self._speaks.append(
                (at, "quote" if kind == "m.in_reply_to" and quotes else kind, target)
            )
        for text in written:
            if text.startswith("mxc://"):
                self._names_file[text].add(at)


def _content(payload: dict[str, Any]) -> Any:
    decided = payload.get("decision")
    attempt = decided.get("attempt") if isinstance(decided, dict) else None
    said = payload.get("event") or attempt
    return said.get("content") if isinstance(said, dict) else None


def _strings(content: Any) -> Iterator[str]:
    waiting = [content]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def _holds(words: Words, phrase: Words) -> bool:
    return any(words[at : at + len(phrase)] == phrase for at in range(len(words) - len(phrase) + 1))
