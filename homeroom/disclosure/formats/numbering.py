"""Bates numbers and volumes: pure functions of the order of the documents and of their sizes.

Every document of a production, a message or a file, is one number.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

DIGITS = 7


def bates(prefix: str, number: int) -> str:
    """The Bates number of the production's `number`-th document, from 1."""
    return f"{prefix}-{number:0{DIGITS}d}"


def next_volume(volume: int, used: int, size: int, limit: int) -> tuple[int, int]:
    """The volume of what comes next, and how much of that is used with it, in bytes.

    What is larger than a whole volume gets one of its own.
    """
    if used and used + size > limit:
        return volume + 1, size
    return volume, used + size


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering:
    """Which place each record has, by its number, and which files come with which message."""

    places: Sequence[int]
    families: dict[int, tuple[int, ...]]
    documents: int

    @classmethod
    def of(cls, order: Iterator[int], total: int, claims: dict[int, int]) -> Numbering:
        """From messages in the order of the production; `claims` names the file that one shows.

        A file comes with the first message that shows it, so that a family stands together.
        """
        places = array("L", bytes((total + 1) * array("L").itemsize))
        families: dict[int, tuple[int, ...]] = {}
        place = 0
        for n in order:
            place += 1
            places[n] = place
            file = claims.get(n)
            if file is not None and not places[file]:
                place += 1
                places[file] = place
                families[n] = (file,)
        return cls(places=places, families=families, documents=place)
