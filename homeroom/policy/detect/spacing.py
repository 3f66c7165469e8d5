"""The reading of letters and digits written apart: "2 0 2", "f.u.c.k"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from homeroom.policy.detect.view import Edit, View, edited

TRIGGER = r"\b[a-z0-9](?:[ .\-*~][a-z0-9]\b){2}|\b[a-z0-9](?:_[a-z0-9]){2}"
"""Single characters, one mark between each two; two blanks are the end of a word."""
_DIGITS = re.compile(r"(?<![a-z0-9])[0-9](?:([ .\-_*~])[0-9](?![a-z0-9]))(?:\1[0-9](?![a-z0-9]))*")
_CHARACTERS = re.compile(
    r"(?<![a-z0-9])[a-z0-9](?:([ .\-_*~])[a-z0-9@$!](?![a-z0-9]))(?:\1[a-z0-9@$!](?![a-z0-9]))*"
)
_MARKS = re.compile(r"[ .\-_*~]")


def joined(view: View) -> View:
    """The view with what is written apart read together; digits first, for they end words."""
    for pattern in (_DIGITS, _CHARACTERS):
        view = edited(view, _edits(view.text, pattern))
    return edited(view, (Edit(m.start(), m.end(), " ") for m in _WIDE.finditer(view.text)))


_WIDE = re.compile(r"(?<=[a-z0-9]) {2,3}(?=[a-z0-9])")


_LONE = re.compile(r"(?<!\b[a-z0-9] )(?<![a-z0-9])[aioy] (?=[a-z0-9](?: [a-z0-9](?![a-z0-9])){2})")
_LAST = re.compile(r"(?<=\b[a-z0-9] [a-z0-9]) [aioy](?= [a-z]{2})")
"""A word of one letter before or after one written apart: "a g u n", "m a t a r a todos"."""


def apart(view: View) -> Iterator[View]:
    """The view with such words kept by themselves, by two blanks that end a word."""
    first = edited(view, (Edit(m.end() - 1, m.end(), "  ") for m in _LONE.finditer(view.text)))
    if first is not view:
        yield first
    last = edited(first, (Edit(m.start(), m.start() + 1, "  ") for m in _LAST.finditer(first.text)))
    if last is not first:
        yield last


def _edits(text: str, pattern: re.Pattern[str]) -> Iterator[Edit]:
    for match in pattern.finditer(text):
        for mark in _MARKS.finditer(text, match.start() + 1, match.end() - 1):
            yield Edit(mark.start(), mark.end(), "")
