"""Telephone numbers: North America's by their groups, others by their prefix, the rest by context.

North American numbers: area code and exchange begin with 2 to 9 (NANP, ATIS-0300051).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import phonenumbers

from homeroom.policy.detect import numbers
from homeroom.policy.detect.match import Match, near
from homeroom.policy.detect.numbers import Run, Window
from homeroom.policy.detect.view import View

TRIGGER = numbers.TRIGGER
_WHOSE = (
    r"(?:my|mi|his|her|their|ur|your|tu|su|moms?|dads?|mom's|dad's|mama|papa)"
    r" (?:new |nuevo |home |house |cell |phone )?(?:number|num|no|#)(?:'?s)?"
)
_OF_SOMEBODY = re.compile(
    r"\b(?:call|text|txt|ring|reach|phone|fone|dial|cell|cel|mobile|telephone|tel|whats ?app|"
    r"facetime|digits|hmu|hit (?:me|her|him|us) up|voicemail|sms|celular|movil|fijo|landline|"
    r"telefonito|fon|telefono|fono|"
    r"mensaje|llamada|apunta|anota|numero de (?:mi|su|tu|cel)|(?:mi|su|tu) numero|"
    r"(?:number|num|numero)(?: nuevo)? (?:is|es)|"
    rf"(?:llam|marc|escrib|contact|habl)[aeo]n?(?:me|le|nos|lo|la)?|{_WHOSE})\b"
)
"""Words that say that a number is somebody's telephone."""
_BEFORE, _AFTER = 48, 28
_ABROAD = re.compile(r"(?:\+|\b0?11[ \-.]{0,2}|\b00)[ \-.]{0,2}\(?\Z")
_WHOLE = frozenset({(3, 3, 4), (1, 3, 3, 4)})
_LOOSE = frozenset({(10,), (11,), (3, 7), (6, 4), (1, 10)})
_LOCAL = frozenset({(3, 4), (7,)})
_COUNTED = frozenset(("1234567890" * 3)[n : n + 10] for n in range(10)) | {"2345678910"}
"""What one gets by counting."""


def find(view: View) -> Iterator[Match]:
    """Numbers with area code, from abroad, or without one where the words say what it is."""
    text = view.text
    for run in numbers.runs(text):
        yield from _glued(text, run)
        done = 0
        for window in numbers.longest_first(run, fewest=7, most=15, groups=11):
            if window.start < done:
                continue
            if (value := _number(text, window)) is not None:
                yield Match(window.start - _prefix(text, window.start), window.end, value)
                done = window.end


def _number(text: str, window: Window) -> str | None:
    abroad = _ABROAD.search(text[max(0, window.start - 6) : window.start])
    if abroad is not None and (value := _international(window.digits)) is not None:
        return value
    ten = window.digits.removeprefix("1") if len(window.digits) == 11 else window.digits
    if len(ten) == 10:
        return f"+1{ten}" if _is_north_american(text, window, ten) else None
    if window.lengths in _LOCAL and ten[0] not in "01" and _is_somebodys(text, window):
        return ten
    return None


def _is_north_american(text: str, window: Window, ten: str) -> bool:
    if ten in _COUNTED:
        return False
    possible = ten[0] not in "01" and ten[3] not in "01"
    if window.lengths in _WHOLE:
        return possible or _is_somebodys(text, window)
    if not possible:
        return False
    if window.lengths in _LOOSE and not _is_fraction(text, window):
        return _is_assigned(ten) or _is_somebodys(text, window)
    return _is_assigned(ten) and _is_somebodys(text, window)


def _is_fraction(text: str, window: Window) -> bool:
    """Are these the digits of a number such as 1.4142135623?"""
    if window.gaps:
        return window.lengths == (1, 10) and window.gaps[0] == "."
    return (
        re.search(r"(?<!\d)\d{1,2}[.,]\Z", text[max(0, window.start - 4) : window.start])
        is not None
    )


def _is_somebodys(text: str, place: Window | Match) -> bool:
    return near(text, place.start, place.end, _OF_SOMEBODY, before=_BEFORE, after=_AFTER)


def _glued(text: str, run: Run) -> Iterator[Match]:
    """Numbers that more digits are glued to: "9202-555-01437"; adding some hides nothing."""
    for place, group in enumerate(run.groups):
        if 12 <= len(group.digits) <= 15 or (
            len(group.digits) == 11 and not group.digits.startswith("1")
        ):
            match = Match(group.start, group.start + 10, f"+1{group.digits[:10]}")
            if _is_assigned(group.digits[:10]) and _is_somebodys(text, match):
                yield match
        gaps = [gap.strip() for gap in run.gaps[place : place + 2]]
        rest = run.groups[place + 1 : place + 3]
        if len(group.digits) >= 3 and len(rest) == 2 and all(gaps):
            area, exchange, line = group.digits[-3:], rest[0].digits, rest[1].digits
            whole = len(group.digits) == 3 and len(line) == 4
            if len(exchange) == 3 and len(line) >= 4 and not whole and area[0] not in "01":
                yield Match(group.end - 3, rest[1].start + 4, f"+1{area}{exchange}{line[:4]}")
        if len(group.digits) == 3 and rest and len(rest[0].digits) > 4 and gaps[0] == "-":
            match = Match(group.start, rest[0].start + 4, group.digits + rest[0].digits[:4])
            if group.digits[0] not in "01" and _is_somebodys(text, match):
                yield match


@lru_cache(maxsize=4096)
def _is_assigned(ten: str) -> bool:
    """Is the area code in use, and the number one that can be given out?"""
    number = phonenumbers.PhoneNumber(country_code=1, national_number=int(ten))
    return bool(phonenumbers.is_valid_number(number))


@lru_cache(maxsize=4096)
def _international(digits: str) -> str | None:
    """E.164 of digits that follow a "+", if some country has numbers of this length."""
    try:
        number = phonenumbers.parse(f"+{digits}", None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    written: str = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return written


def _prefix(text: str, start: int) -> int:
    """How many characters before the digits belong to the number: "+", "("."""
    length = 0
    while length < 2 and start - length > 0 and text[start - length - 1] in "+(":
        length += 1
    return length
