"""The reading of digits and signs as the letters that they stand for: "p4ssw0rd", "sh1t"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from homeroom.policy.detect.view import Edit, View, edited

TRIGGER = (
    r"[a-z][0-9@$!|+]+[a-z]|(?:\b[0-9]|[$|])[a-z]{2}|@[s$]|[a-z][0-9$]+\b|(?:^|\s)![a-z]{2}|"
    r"[a-z]@(?:[^a-z0-9.\-]|$)|\b[0-9][a-z]\b"
    + "".join(f"|{letter}{{3}}" for letter in "abcdefghijklmnopqrstuvwxyz")
)
_LETTERS = dict(zip("0123456789@$|+!€", "oizeasgtbgasltie", strict=True))
_ONES = frozenset("1!|")
_TOKEN = re.compile(r"[a-z0-9@$!|+€]*[a-z0-9@$€]")
_DOMAIN = re.compile(r"@[a-z0-9\-]+\.[a-z]")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|am|pm)")
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")


def read(view: View) -> tuple[View, ...]:
    """The readings that differ from the view: 1 may be i or l, "killl" one l or two."""
    readings: dict[str, View] = {}
    for one in "il":
        lettered = edited(view, _edits(view.text, one))
        for times in (1, 2):
            reading = edited(lettered, _drawn_out(lettered.text, times))
            readings.setdefault(reading.text, reading)
    readings.pop(view.text, None)
    return tuple(readings.values())


def _edits(text: str, one: str) -> Iterator[Edit]:
    for match in _TOKEN.finditer(text):
        token = match.group()
        letters = sum("a" <= character <= "z" for character in token)
        if not letters or 2 * letters + 1 < len(token) or letters == len(token):
            continue
        if _ORDINAL.fullmatch(token):
            continue
        handle = token.startswith("@") and not token.startswith(("@s", "@$"))
        address = _DOMAIN.match(text, match.start() + token.rfind("@"))
        for place, character in enumerate(token):
            if character in _LETTERS and not (character == "@" and (address or handle)):
                at = match.start() + place
                letter = one if character in _ONES else _LETTERS[character]
                yield Edit(at, at + 1, letter)


def _drawn_out(text: str, times: int) -> Iterator[Edit]:
    for match in _DRAWN_OUT.finditer(text):
        yield Edit(match.start() + times, match.end(), "")
