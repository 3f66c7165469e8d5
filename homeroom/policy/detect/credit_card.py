"""Payment card numbers: a brand's prefix and length, and the check digit (ISO/IEC 7812)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from homeroom.policy.detect import numbers
from homeroom.policy.detect.match import Match, near
from homeroom.policy.detect.view import View

TRIGGER = numbers.TRIGGER
_BRANDS = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|(?:5[1-5]|2[2-7])\d{14}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}"
    r"|(?:6011|65\d\d|64[4-9]\d)\d{12}|35\d{14}|62\d{14,17}"
)
_NAMED = re.compile(
    r"\b(?:card|cc|visa|master ?card|amex|american express|discover|debit|credit|tarjeta|"
    r"credito|debito|cvv|cvc|exp)\b"
)
_BEFORE, _AFTER = 40, 24
_USUAL = frozenset({(13,), (14,), (15,), (16,), (19,), (4, 4, 4, 4), (4, 6, 5), (4, 6, 4)})


def find(view: View) -> Iterator[Match]:
    """Numbers in one of the usual groupings, or in any beside a word that names them."""
    text = view.text
    for run in numbers.runs(text):
        done = 0
        for window in numbers.longest_first(run, fewest=13, most=19, groups=16):
            if window.start < done or not _BRANDS.fullmatch(window.digits):
                continue
            named = near(text, window.start, window.end, _NAMED, before=_BEFORE, after=_AFTER)
            if (window.lengths in _USUAL or named) and _luhn(window.digits):
                yield Match(window.start, window.end, window.digits)
                done = window.end
        yield from _glued(run)


def _glued(run: numbers.Run) -> Iterator[Match]:
    """Four groups of four digits, whatever follows the last."""
    for place in range(len(run.groups) - 3):
        groups = run.groups[place : place + 4]
        lengths = tuple(len(group.digits) for group in groups)
        digits = "".join(group.digits for group in groups)[:16]
        longer = lengths[:3] == (4, 4, 4) and lengths[3] > 4
        if longer and _BRANDS.fullmatch(digits) and _luhn(digits):
            yield Match(groups[0].start, groups[3].start + 4, digits)


def _luhn(digits: str) -> bool:
    doubled = (int(d) * 2 if place % 2 else int(d) for place, d in enumerate(reversed(digits)))
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0
