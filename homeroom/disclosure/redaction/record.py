"""The redaction of one production: what is left out, what is covered where, and what was done."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from homeroom.disclosure.model import Position
from homeroom.disclosure.redaction import wire
from homeroom.disclosure.redaction.matching import Match
from homeroom.disclosure.redaction.redactor import Redactor

FileFate = Literal["withheld", "stripped", "redacted", "whole"]
"""What becomes of a file: left out, without metadata, its text covered, or as it was sealed."""


class Covering(Protocol):
    """Covers the fields of one record."""

    def field(self, pointer: str, value: Any) -> tuple[str, Any]:
        """Pointer and value with everything covered; the same objects where nothing was."""
        ...


class Whole:
    """Covers nothing."""

    def field(self, pointer: str, value: Any) -> tuple[str, Any]:
        return pointer, value


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """A value that was covered in a field of a record."""

    pointer: str
    subjects: tuple[str, ...]
    written: str


@dataclass(slots=True)
class OneRecord:
    """Covers one record's fields, and notes each value."""

    redactor: Redactor
    spared: frozenset[str]
    hidden: list[Hidden] = field(default_factory=list)

    def field(self, pointer: str, value: Any) -> tuple[str, Any]:
        if pointer.rpartition("/")[2] in wire.MEASURES and isinstance(value, int | float):
            return pointer, value
        covered = self.redactor.cover(value, self.spared)
        shown = self.redactor.pointer(pointer, self.spared)
        self._note(shown, covered.matches)
        if shown != pointer:
            self._note(shown, self.redactor.found(pointer, self.spared))
        return shown, covered.value

    def _note(self, pointer: str, matches: Collection[Match]) -> None:
        self.hidden += [
            Hidden(pointer=pointer, subjects=match.form.subjects, written=match.written)
            for match in matches
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Why something is covered or left out."""

    exemption: str
    """As the reader sees it."""
    citation: str = ""
    public: str = ""
    """What the public log says."""
    reason: str = ""
    """What was said for the district alone."""
    hand: bool = False
    """Decided by somebody who looked at it, not taken from a rule's suggestion."""
    by: str = ""
    at: str = ""
    """By whom and when; empty where nobody decided yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """What the review of a request comes to, for one production."""

    redactor: Redactor
    withheld: Mapping[Position, Left] = field(default_factory=dict)
    """Records that are left out."""
    whole: frozenset[Position] = frozenset()
    """Records shown as they are, each by a decision with a reason."""
    spared: Mapping[Position, frozenset[str]] = field(default_factory=dict)
    """Forms that mean nobody in this record: a reviewer's "not this person"."""
    files: Mapping[Position, FileFate] = field(default_factory=dict)
    """What was decided of files."""
    others: FileFate = "redacted"
    """What becomes of files of which nothing was decided."""
    decided: Mapping[str, Left] = field(default_factory=dict)
    """Of subjects: who decided that they are covered, and why; the rest is by rule."""
    review: int = 0
    """The newest decision that was taken into account."""

    def of(self, position: Position) -> OneRecord | Whole:
        """What covers the fields of a record."""
        if position in self.whole:
            return Whole()
        return OneRecord(self.redactor, self.spared.get(position, frozenset()))


NONE = Redaction(redactor=Redactor((), {}), others="whole")
"""Nothing is covered."""
