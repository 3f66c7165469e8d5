"""The reading of letters as the digits that they look like: "2O2-555-Ol43"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from homeroom.policy.detect.match import one_of
from homeroom.policy.detect.view import Edit, View, edited

_DIGITS = str.maketrans("oilszb|", "0115281")
TRIGGER = r"[0-9][ ./()_\-]{0,3}[oilszb|]|[oilszb|][ ./()_\-]{0,3}[0-9]"
_TOKEN = re.compile(r"[a-z0-9|]+")
_LIKE = re.compile(r"(?![0-9]+[ab]\Z)[0-9oilszb|]+")
"""Digits and letters like them; "221b" is a house."""
_WORDS = one_of("is so lo los solo sol si il bill boss loss bio zoo biz oil silo ozo")
_BETWEEN = re.compile(r"[ ./()_\-]{1,3}")
FEWEST = 3


def unmasked(view: View) -> View:
    """The view with runs that are digits in two of five, or more, read as digits."""
    return edited(view, _edits(view.text))


def _edits(text: str) -> Iterator[Edit]:
    for run in _runs(text):
        written = "".join(text[start:end] for start, end in run)
        digits = sum(map(str.isdigit, written))
        if len(written) < FEWEST or digits == len(written) or 5 * digits < 2 * len(written):
            continue
        for start, end in run:
            yield Edit(start, end, text[start:end].translate(_DIGITS))


def _runs(text: str) -> Iterator[list[tuple[int, int]]]:
    """Places of tokens of nothing but digits and letters like them, as they follow each other."""
    run: list[tuple[int, int]] = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        like = _LIKE.fullmatch(match.group()) is not None
        like = like and match.group() not in _WORDS
        if run and not (like and _BETWEEN.fullmatch(text[run[-1][1] : start])):
            yield run
            run = []
        if like:
            run.append((start, end))
    if run:
        yield run
