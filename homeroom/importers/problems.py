"""What is wrong in a file that somebody sent us: all of it at once, never the first fault only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from homeroom.errors import InputError

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Problem:
    """One fault: where it is, what it is, and what to do about it."""

    file: str
    line: int = 0
    """Counted from 1, the header is line 1; 0 means the file as a whole."""
    field: str = ""
    fault: str
    remedy: str

    def __str__(self) -> str:
        where = [self.file]
        where += [f"line {self.line}"] if self.line else []
        where += [self.field] if self.field else []
        return f"{', '.join(where)}: {self.fault}; {self.remedy}"


class RosterError(InputError):
    """A roster that was refused as a whole; `problems` are all its faults, in file order.

    The message shows the first `MOST_SHOWN`: whoever mends a file begins at its top.
    """

    def __init__(self, folder: str, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        count = f"{len(problems)} fault{'s' if len(problems) > 1 else ''}"
        lines = [f"{folder}: {count}, nothing was imported"]
        lines += map(str, self.problems[:MOST_SHOWN])
        if len(problems) > MOST_SHOWN:
            lines.append(f"… and {len(problems) - MOST_SHOWN} more")
        super().__init__("\n".join(lines))
