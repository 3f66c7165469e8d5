"""Student numbers of the roster, however they are grouped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from homeroom.policy.detect import numbers
from homeroom.policy.detect.gazetteer import Gazetteer
from homeroom.policy.detect.match import Match, near
from homeroom.policy.detect.view import View

TRIGGER = r"[0-9](?:[^a-z0-9]{0,3}[0-9]){3,}"
_NAMED = re.compile(
    r"\b(?:id|ids|i\.d|student|lunch|pin|login|log in|number|num|matricula|estudiante|alumn[oa]|"
    r"codigo|expediente|carnet)\b"
)
_WORD = re.compile(r"\b(?:[a-z]{1,6}[ \-_.]{0,3})?[0-9][a-z0-9]*")


def find(view: View, gazetteer: Gazetteer) -> Iterator[Match]:
    """Whatever is a number of the roster: letters and digits, or digits in any groups."""
    text = view.text
    for match in _WORD.finditer(text):
        plain = _plain(match.group())
        if _known(text, match.start(), match.end(), plain, gazetteer):
            yield Match(match.start(), match.end(), plain)
    for run in numbers.runs(text):
        for window in numbers.longest_first(run, fewest=4, most=12, groups=8):
            if _known(text, window.start, window.end, window.digits, gazetteer):
                yield Match(window.start, window.end, window.digits)


def _known(text: str, start: int, end: int, plain: str, gazetteer: Gazetteer) -> bool:
    if not gazetteer.has_number(plain):
        return False
    return not gazetteer.needs_word(plain) or near(text, start, end, _NAMED, before=32, after=24)


def _plain(written: str) -> str:
    return "".join(filter(str.isalnum, written))
