"""The reading of letters as the digits that they look like: "2O2-555-Ol43"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

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
Place = tuple[int, int]


def unmasked(view: View) -> View:
    """The view with runs that are digits in two of five, or more, read as digits."""
    return edited(view, _edits(view.text))


def _edits(text: str) -> Iterator[Edit]:
    for run in _runs(text):
        core = _with_digits_at_its_ends(text, run)
        for start, end in next((r for r in (run, core) if _is_masked(text, r)), []):
            yield Edit(start, end, text[start:end].translate(_DIGITS))


def _is_masked(text: str, run: Sequence[Place]) -> bool:
    written = "".join(text[start:end] for start, end in run)
    digits = sum(map(str.isdigit, written))
    return len(written) >= FEWEST and digits < len(written) <= 5 * digits / 2


def _with_digits_at_its_ends(text: str, run: Sequence[Place]) -> Sequence[Place]:
    """The run without words such as "lol" before and after it."""
    digits = [n for n, place in enumerate(run) if any(map(str.isdigit, text[slice(*place)]))]
    return run[digits[0] : digits[-1] + 1] if digits else []


def _runs(text: str) -> Iterator[list[Place]]:
    """Places of tokens of nothing but digits and letters like them, as they follow each other."""
    run: list[Place] = []
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
