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
    doubtful: bool = False
    """Not refused, but looked at by somebody: it seems to be made up for a lesson, to be a turn of
    speech, or it is there only if a part of the text is read by itself (`second_look`)."""
