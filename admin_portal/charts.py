"""Bars as SVG, made on the server: they print and need no script. Each stands in a table's row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 320
HEIGHT = 16
SEEN = 3.0
"""The shortest bar of a value that is not 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """The lengths of bars in a drawing of `width` by `height`."""

    width: int
    height: int
    lengths: tuple[float, ...]


def bars(values: Sequence[float]) -> Bars:
    """A bar for each value, the longest across the whole width; 0 is no bar."""
    longest = max(values, default=0) or 1
    lengths = (round(max(v / longest * WIDTH, SEEN), 1) if v > 0 else 0.0 for v in values)
    return Bars(width=WIDTH, height=HEIGHT, lengths=tuple(lengths))
