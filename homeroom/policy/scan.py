"""Finds personal information in text: numbers by structure and checksum, never by a guess."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import phonenumbers
import re2

from homeroom.policy.policy import InformationKind

REGION = "US"
FEWEST_DIGITS = 7
EMAIL = re2.compile(r"(?i)[a-z0-9._%+\-]+@[a-z0-9\-]+(?:\.[a-z0-9\-]+)*\.[a-z]{2,}")
SSN = re2.compile(r"\b(\d{3})[- ](\d{2})[- ](\d{4})\b")
CARD = re2.compile(r"\b\d(?:[ -]?\d){12,18}\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A piece of personal information; `start` and `end` are code points of the text as given."""

    kind: InformationKind
    start: int
    end: int
    text: str
    value: str
    """The text in its canonical form: E.164, digits only, lower case."""


def scan(text: str) -> list[Finding]:
    """All findings in the order of their start."""
    plain = _plain(text)
    digits = sum(c.isdigit() for c in plain)
    found = list(_emails(text, plain)) if "@" in plain else []
    if digits >= FEWEST_DIGITS:
        found += [*_phones(text, plain), *_ssns(text, plain), *_cards(text, plain)]
    return sorted(found, key=lambda finding: (finding.start, finding.end))


def _plain(text: str) -> str:
    """The same length, with every digit, hyphen and space in its plain form."""
    return text if text.isascii() else "".join(map(_plain_character, text))


def _plain_character(character: str) -> str:
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    category = unicodedata.category(character)
    if category == "Pd":
        return "-"
    if category in ("Zs", "Cf", "Mn", "Me"):
        return " "  # blanks, what is not seen, and what stands over a digit, as on a keycap
    if category == "Cs":
        return "\ufffd"  # half a character, which no UTF-8 can hold
    single = unicodedata.normalize("NFKC", character)
    return single if len(single) == 1 else character


def _phones(text: str, plain: str) -> Iterator[Finding]:
    for match in phonenumbers.PhoneNumberMatcher(plain, REGION):
        value = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
        yield _finding("phone", text, match.start, match.end, value)


def _emails(text: str, plain: str) -> Iterator[Finding]:
    for match in EMAIL.finditer(plain):
        yield _finding("email", text, match.start(), match.end(), match.group().lower())


def _ssns(text: str, plain: str) -> Iterator[Finding]:
    for match in SSN.finditer(plain):
        area, group, serial = match.groups()
        if area not in ("000", "666") and area < "900" and group != "00" and serial != "0000":
            yield _finding("ssn", text, match.start(), match.end(), area + group + serial)


def _cards(text: str, plain: str) -> Iterator[Finding]:
    for match in CARD.finditer(plain):
        digits = "".join(c for c in match.group() if c.isdigit())
        if _luhn(digits):
            yield _finding("credit_card", text, match.start(), match.end(), digits)


def _luhn(digits: str) -> bool:
    doubled = (int(d) * 2 if place % 2 else int(d) for place, d in enumerate(reversed(digits)))
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


def _finding(kind: InformationKind, text: str, start: int, end: int, value: str) -> Finding:
    return Finding(kind=kind, start=start, end=end, text=text[start:end], value=value)
