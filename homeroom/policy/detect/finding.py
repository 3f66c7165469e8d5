"""What was found."""

from __future__ import annotations

from dataclasses import dataclass

from homeroom.policy.detect.kinds import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found. `start` and `end` are code points of the text as given."""

    kind: Kind
    start: int
    end: int
    text: str
    """`given[start:end]`."""
    value: str
    """The text in its canonical form: E.164, digits only, lower case; the same however written."""
    invented: bool = False
    """Made up for a lesson: no value of anybody's, or said of somebody in a story."""
