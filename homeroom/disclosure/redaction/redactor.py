"""Covers values in data: every string, key and number of a payload, by whose mark it is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from homeroom.disclosure.redaction import wire
from homeroom.disclosure.redaction.forms import Form
from homeroom.disclosure.redaction.matching import Index, Match

TIMES = 3
"""Rounds until nothing is found any more; then all of the string is covered."""
_TAG = re.compile(
    r"</?(?:a|b|i|u|s|p|em|strong|del|span|font|code|pre|div|br|li|ul|ol|h[1-6]|sup|sub|"
    r"blockquote|table|tr|td|th)\b[^<>]*>",
    re.IGNORECASE,
)
_NAME = re.compile(r"</?\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What stands in the place of a value: `[Student 3 – FERPA 99.3]`."""

    category: str
    number: int
    exemption: str
    """As the reader sees it."""
    citation: str = ""

    @property
    def name(self) -> str:
        return f"{self.category} {self.number}"

    @property
    def text(self) -> str:
        return f"[{self.name} – {self.exemption}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """A value after redaction, and what was covered in it."""

    value: Any
    matches: tuple[Match, ...] = ()


class Redactor:
    """Covers whatever the forms mean. Pure, and the same for the same string every time."""

    def __init__(
        self,
        forms: Iterable[Form],
        marks: Mapping[str, Mark],
        *,
        spared: Collection[str] = (),
        never_misspelt: Collection[str] = (),
    ) -> None:
        """`marks` by subject; a form of several subjects is given all their numbers."""
        self._marks = marks
        self._spared = frozenset(spared)
        known = list(forms)
        together = {form.subjects for form in known if form.subjects}
        self._texts = {subjects: self._mark(subjects) for subjects in together}
        self._known = set(self._texts.values())
        self.index = Index(known, marks=self._known, never_misspelt=never_misspelt)

    def cover(self, value: Any, spared: Collection[str] = ()) -> Covered:
        """A JSON value with everything covered; itself where nothing is."""
        match value:
            case str():
                return self._string(value, spared)
            case bool() | None:
                return Covered(value=value)
            case int() | float():
                covered = self._string(str(value), spared)
                return covered if covered.matches else Covered(value=value)
            case list():
                parts = [self.cover(each, spared) for each in value]
                return _together(value, [part.value for part in parts], parts)
            case dict():
                return self._object(value, spared)
            case _:
                return Covered(value=value)

    def text(self, text: str, spared: Collection[str] = ()) -> str:
        """A string with everything covered."""
        return str(self._string(text, spared).value)

    def pointer(self, pointer: str, spared: Collection[str] = ()) -> str:
        """A JSON pointer with everything covered in its steps, but for the protocol's own."""
        steps = pointer.split("/")
        read = [step.replace("~1", "/").replace("~0", "~") for step in steps]
        covered = [str(self._key(step, spared).value) for step in read]
        return "/".join(
            old if new == text else new.replace("~", "~0").replace("/", "~1")
            for old, text, new in zip(steps, read, covered, strict=True)
        )

    def mark(self, subjects: tuple[str, ...]) -> str:
        """The mark of whoever is meant."""
        if subjects not in self._texts:
            self._texts[subjects] = self._mark(subjects)
        return self._texts[subjects]

    @property
    def covers_anything(self) -> bool:
        """Is there any form that means somebody?"""
        return bool(self._texts)

    def found(self, text: str, spared: Collection[str] = ()) -> list[Match]:
        """What would be covered in a string."""
        return self.index.find(text, self._spared | set(spared))

    def known(self, subject: str) -> Mark:
        """The mark of one subject."""
        return self._marks[subject]

    def _mark(self, subjects: tuple[str, ...]) -> str:
        marks = [self._marks[subject] for subject in subjects]
        if len(marks) == 1:
            return marks[0].text
        first = marks[0]
        if len({mark.category for mark in marks}) == 1:
            numbers = "/".join(str(mark.number) for mark in marks)
            return f"[{first.category} {numbers} – {first.exemption}]"
        names = " / ".join(mark.name for mark in marks)
        return f"[{names} – {first.exemption}]"

    def _object(self, value: dict[str, Any], spared: Collection[str]) -> Covered:
        made: dict[str, Any] = {}
        parts: list[Covered] = []
        for key, member in value.items():
            measured = key in wire.MEASURES and isinstance(member, int | float)
            name = self._key(key, spared)
            inside = Covered(value=member) if measured else self.cover(member, spared)
            parts += [name, inside]
            made[free(str(name.value), made)] = inside.value
        return _together(value, made, parts)

    def _key(self, key: str, spared: Collection[str]) -> Covered:
        return Covered(value=key) if key in wire.KEYS else self._string(key, spared)

    def _string(self, text: str, spared: Collection[str]) -> Covered:
        if text in wire.VALUES:
            return Covered(value=text)
        leave = self._spared | set(spared) if spared else self._spared
        found = self.index.find(text, leave)
        if not found:
            return Covered(value=text)
        all_found, covered = list(found), text
        for _ in range(TIMES):
            covered = self._replaced(covered, found)
            found = self.index.find(covered, leave)
            if not found:
                return Covered(value=covered, matches=tuple(all_found))
        whole = " ".join(dict.fromkeys(self.mark(match.form.subjects) for match in all_found))
        return Covered(value=whole, matches=tuple(all_found))

    def _replaced(self, text: str, found: Iterable[Match]) -> str:
        pieces, at = [], 0
        for match in found:
            pieces += [text[at : match.start], self.mark(match.form.subjects)]
            pieces += [
                f"{_NAME.match(tag)[0]}>"  # type: ignore[index]
                for tag in _TAG.findall(text[match.start : match.end])
            ]
            at = match.end
        return "".join([*pieces, text[at:]])


def free(name: str, taken: Collection[str]) -> str:
    """A key that is not taken yet: two people may have the same mark."""
    found, number = name, 2
    while found in taken:
        found, number = f"{name} ({number})", number + 1
    return found


def _together(before: Any, after: Any, parts: Iterable[Covered]) -> Covered:
    matches = tuple(match for part in parts for match in part.matches)
    return Covered(value=after if matches else before, matches=matches)
