"""What the texts of one event hold, each by itself and where one goes on in the next."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from homeroom.policy.detect.detector import Detector
from homeroom.policy.detect.finding import Finding
from homeroom.policy.detect.kinds import Kind


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found in an event, without its text: what the rules judge by."""

    kind: Kind
    value: str
    """In canonical form: see `Finding.value`."""
    field: int
    """Which text of the event it stands in, or begins in."""
    invented: bool = False


def find_in(detector: Detector, texts: Sequence[str]) -> tuple[Found, ...]:
    """Everything in the texts of an event, each thing once.

    The texts are in the order in which a client shows them. What is split over several
    ("202-555-" in one, "0143" in the next) is found in all of them read as one; adding a text
    takes nothing away from what is found in another.
    """
    found = {
        (finding.kind, finding.value, finding.invented): place
        for place in reversed(range(len(texts)))
        for finding in detector.find(texts[place])
    }
    if len(texts) > 1:
        for place, finding in _across(detector, texts):
            found.setdefault((finding.kind, finding.value, finding.invented), place)
    return tuple(
        Found(kind, value, place, invented) for (kind, value, invented), place in found.items()
    )


def _across(detector: Detector, texts: Sequence[str]) -> Iterator[tuple[int, Finding]]:
    """What begins in one text and ends in another."""
    starts = [0, *accumulate(len(text) + 1 for text in texts)]
    for finding in detector.find("\n".join(texts)):
        first = bisect_right(starts, finding.start) - 1
        if finding.end > starts[first] + len(texts[first]):
            yield first, finding
