"""The first reading of every text: small Latin letters, plain digits, plain marks.

Full width, mathematical letters, circled digits and the like become what they stand for;
accents, zero-width characters and variation selectors go; letters of other alphabets become the
Latin ones that they look like. What has no plain form stays as it is.
"""

from __future__ import annotations

import unicodedata

from homeroom.policy.detect.look_alikes import LOOK_ALIKES
from homeroom.policy.detect.view import View

_LATIN = {letter: latin for latin, letters in LOOK_ALIKES.items() for letter in letters}
_MARKS = {
    "‘": "'",
    "’": "'",
    "ʼ": "'",
    "´": "'",
    "“": '"',
    "”": '"',
    "«": '"',
    "»": '"',
    "。": ".",
    "·": ".",
    "•": ".",
    "∙": ".",
    "․": ".",
    "−": "-",
    "⁄": "/",
    "∕": "/",
    "⧸": "/",
    "∶": ":",
    "ː": ":",
    "º": "o",
    "ª": "a",
}
_PICTURES = {
    "👻": "snap",
    "📸": "insta",
    "📷": "insta",
    "🎵": "tiktok",
    "🎶": "tiktok",
    "🔫": "gun",
    "🔪": "knife",
    "🗡": "knife",
    "💣": "bomb",
    "💊": "pills",
    "🔑": "password",
}
"""What people draw instead of the word."""
_ENCLOSED = ((0x1F150, 26), (0x1F170, 26), (0x1F1E6, 26))
"""Letters in black circles and squares, and those that flags are made of: first of A to Z."""
_REMEMBERED = 20_000
_NOT_SEEN = frozenset({"Cf", "Mn", "Me", "Cc"})
_BLANK = frozenset({"Zs", "Zl", "Zp", "So", "Sk", "Cs", "Co", "Cn"})


def fold(text: str) -> View:
    """The first reading of a text. Plain text costs no more than its small letters."""
    if text.isascii() and text.isprintable():
        return View(text.lower(), text)
    pieces = [_READINGS[character] for character in text]
    folded = "".join(pieces)
    if len(folded) == len(text) and all(pieces):
        return View(folded, text)
    places = [place for place, piece in enumerate(pieces) for _ in piece]
    return View(folded, text, places, [place + 1 for place in places])


class _Readings(dict[str, str]):
    """Character to reading, worked out when it is first met."""

    def __missing__(self, character: str) -> str:
        reading = _reading(character)
        if len(self) < _REMEMBERED:
            self[character] = reading
        return reading


_READINGS = _Readings()


def _reading(character: str) -> str:
    if character.isascii():
        return character.lower() if character.isprintable() or character in "\t\n\r" else ""
    for first, count in _ENCLOSED:
        if 0 <= ord(character) - first < count:
            return chr(ord("a") + ord(character) - first)
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    if character in _MARKS:
        return _MARKS[character]
    if character in _PICTURES:
        return _PICTURES[character]
    decomposed = unicodedata.normalize("NFKD", character)
    return "".join(map(_plain, decomposed)).lower()


def _plain(character: str) -> str:
    if character in _LATIN:
        return _LATIN[character]
    if character in _MARKS:
        return _MARKS[character]
    category = unicodedata.category(character)
    if category in _NOT_SEEN:
        return ""
    if category == "Pd":
        return "-"
    return " " if category in _BLANK else character
