"""What the texts of one event hold, each by itself and where one goes on in the next."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
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
    doubtful: bool = False


def find_in(
    detector: Detector, texts: Sequence[str], *, together: Iterable[Sequence[int]] = ()
) -> tuple[Found, ...]:
    """Everything in the texts of an event, each thing once.

    `together`: texts (by their places) that somebody could read as one, in that order. What is
    split over them ("202-555-" in one, "0143" in the next) is found, too. Adding a text takes
    nothing away from what is found in another.
    """
    found: dict[tuple[Kind, str, bool], int] = {}
    for place, text in enumerate(texts):
        for finding in detector.find(text) if text else ():
            found.setdefault((finding.kind, finding.value, finding.doubtful), place)
    for places in together:
        for place, finding in _across(detector, texts, places) if len(places) > 1 else ():
            found.setdefault((finding.kind, finding.value, finding.doubtful), place)
    return tuple(
        Found(kind, value, place, doubtful) for (kind, value, doubtful), place in found.items()
    )


def _across(
    detector: Detector, texts: Sequence[str], places: Sequence[int]
) -> Iterator[tuple[int, Finding]]:
    """What begins in one of these texts and ends in a later one."""
    chosen = [texts[place] for place in places]
    starts = [0, *accumulate(len(text) + 1 for text in chosen)]
    for finding in detector.find("\n".join(chosen)):
        first = bisect_right(starts, finding.start) - 1
        if finding.end > starts[first] + len(chosen[first]):
            yield places[first], finding
