"""The part of a text in which a hit is, cut into what was asked for and what stands around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from homeroom.archive.asking import Term, says
from homeroom.archive.words import words

WIDTH = 240
"""Characters that are shown, at most, but for the last word."""
BEFORE = 80
"""How many of them stand before the first hit."""
_TOKEN = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of text; `hit`: it is a word that was asked for."""

    text: str
    hit: bool = False


def excerpt(text: str, wanted: Sequence[Term], width: int = WIDTH) -> tuple[Piece, ...]:
    """The text around its first hit; from its beginning where none is found."""
    hits = [found.span() for found in _TOKEN.finditer(text) if _asked(found[0], wanted)]
    start = _start(text, hits[0][0]) if hits else 0
    end = _end(text, start + width)
    pieces: list[Piece] = [Piece(text="…")] if start else []
    place = start
    for first, last in hits:
        if first < start or last > end:
            continue
        pieces += [Piece(text=text[place:first]), Piece(text=text[first:last], hit=True)]
        place = last
    pieces.append(Piece(text=text[place:end] + ("…" if end < len(text) else "")))
    return tuple(piece for piece in pieces if piece.text)


def _asked(token: str, wanted: Sequence[Term]) -> bool:
    return any(says(wanted, word) for word in words(token))


def _start(text: str, hit: int) -> int:
    """A little before a hit, at the beginning of a word."""
    if hit <= BEFORE:
        return 0
    blank = text.find(" ", hit - BEFORE, hit)
    return hit if blank < 0 else blank + 1


def _end(text: str, wanted: int) -> int:
    """Not within a word, unless that is very long."""
    if wanted >= len(text):
        return len(text)
    blank = text.find(" ", wanted, wanted + BEFORE)
    return wanted if blank < 0 else blank
