"""A text as some reader would read it, with the way back to the text as given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """A reading of `given`. Character i of `text` stands for `given[starts[i]:ends[i]]`.

    Without `starts` and `ends` each character stands for itself.
    """

    text: str
    given: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]`, not empty, stands in the text as given."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]

    def original(self, start: int, end: int) -> str:
        """What was written where `text[start:end]` is read."""
        first, last = self.span(start, end)
        return self.given[first:last]


@dataclass(frozen=True, slots=True)
class Edit:
    """Read `text[start:end]` as `reading`."""

    start: int
    end: int
    reading: str


def edited(view: View, edits: Iterable[Edit]) -> View:
    """The view after edits, given in order and not overlapping; itself if there are none."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for edit in edits:
        _keep(view, at, edit.start, pieces, starts, ends)
        if edit.reading and edit.end > edit.start:
            first, last = view.span(edit.start, edit.end)
            pieces.append(edit.reading)
            starts += [first] * len(edit.reading)
            ends += [last] * len(edit.reading)
        at = edit.end
    if not at:
        return view
    _keep(view, at, len(view.text), pieces, starts, ends)
    return View("".join(pieces), view.given, starts, ends)


def _keep(
    view: View, start: int, end: int, pieces: list[str], starts: list[int], ends: list[int]
) -> None:
    """Copy `text[start:end]` as it is."""
    pieces.append(view.text[start:end])
    if view.starts is None or view.ends is None:
        starts += range(start, end)
        ends += range(start + 1, end + 1)
    else:
        starts += view.starts[start:end]
        ends += view.ends[start:end]
