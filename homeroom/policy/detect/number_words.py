"""The reading of numbers written in words, English and Spanish: "two oh two" is 202."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from homeroom.policy.detect.view import Edit, View, edited

_Class = Literal["unit", "teen", "tens", "hundred", "hundreds", "thousand", "times", "ordinal"]


def _numbered(words: str, first: int, step: int = 1) -> dict[str, int]:
    return {word: first + step * place for place, word in enumerate(words.split())}


_UNITS = {
    **_numbered("zero one two three four five six seven eight nine", 0),
    **_numbered("cero uno dos tres cuatro cinco seis siete ocho nueve", 0),
    "oh": 0,
    "o": 0,
}
_TEENS = {
    **_numbered(
        "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen", 10
    ),
    **_numbered(
        "diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve", 10
    ),
    **_numbered(
        "veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho"
        " veintinueve",
        21,
    ),
}
_TENS = {
    **_numbered("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10),
    **_numbered("veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa", 20, 10),
}
_HUNDREDS = _numbered(
    "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos"
    " novecientos",
    100,
    100,
) | {"cien": 100}
_ORDINALS = {
    **_numbered(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
        " thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
        1,
    ),
    "thirtieth": 30,
    "primero": 1,
}
_CLASSES: tuple[tuple[_Class, dict[str, int]], ...] = (
    ("unit", _UNITS),
    ("teen", _TEENS),
    ("tens", _TENS),
    ("hundreds", _HUNDREDS),
    ("hundred", {"hundred": 100}),
    ("thousand", {"thousand": 1000, "mil": 1000}),
    ("times", {"double": 2, "doble": 2, "triple": 3}),
    ("ordinal", _ORDINALS),
)
_WORDS: dict[str, tuple[_Class, int]] = {
    word: (name, value) for name, words in _CLASSES for word, value in words.items()
}
_ROOM: dict[_Class, int] = {"tens": 10, "hundreds": 100}
"""Below what a number may be that is added to one of this class."""

_ANY = "|".join(sorted(_WORDS))
_LONG = "|".join(word for word in sorted(_WORDS) if len(word) > 2)
_MONTHS = (
    "enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre"
)
TRIGGER = (
    rf"\b(?:{_ANY})\b[\s,.\-/]{{1,3}}(?:[0-9]|(?:{_ANY}|y|and|then|de (?:{_MONTHS}))\b)"
    rf"|[0-9][\s,.\-/]{{1,3}}(?:{_ANY})\b"
    rf"|[0-9](?:{_LONG})|(?:{_LONG})[0-9]"
    rf"|\b(?:{'|'.join(sorted({*_TEENS, *_TENS, *_HUNDREDS}))})\b"
    rf"|\b(?:{_ANY})\b(?: of\b| (?:[a-z]+ ){{1,3}}(?:street|avenue|road|lane|drive|court|way)\b)"
)
"""Two numbers side by side, one greater than nine, one before a month or a street."""
_TOKEN = re.compile(r"[a-z]+|[0-9]+")
_TOGETHER = re.compile(r"-| {1,2}|\n")
_APART = re.compile(
    r"\s*(?:[,.;:/|_()\-]+|\b(?:then|luego|despues|dash|hyphen|guion|space|espacio|punto|dot)\b)"
    r"[\s,.;:/|()\-]*"
)
_AND = frozenset({"y", "and"})


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    text: str
    number: tuple[_Class, int] | None
    """None for digits."""


def in_digits(view: View) -> View:
    """The view with its number words read as digits."""
    return edited(view, _edits(view.text))


def _edits(text: str) -> Iterator[Edit]:
    for sequence in _sequences(text):
        worded = [token for segment in sequence for token in segment if token.number]
        lonely = sum(map(len, sequence)) == 1 and worded and worded[0].text in ("o", "oh")
        if not worded or lonely:
            continue
        for place, segment in enumerate(sequence):
            if place:
                yield _separator(text, sequence[place - 1][-1].end, segment[0].start)
            yield Edit(segment[0].start, segment[-1].end, _read(segment))


def _separator(text: str, start: int, end: int) -> Edit:
    between = text[start:end]
    return Edit(start, end, "/" if "/" in between else " " if between.isspace() else "-")


def _sequences(text: str) -> Iterator[list[list[_Token]]]:
    """Numbers that follow one another, as segments that are one number each."""
    sequence: list[list[_Token]] = []
    for token in _tokens(text):
        if not sequence:
            sequence = [[token]]
            continue
        last = sequence[-1][-1]
        between = text[last.end : token.start]
        if _one_number(last, token, between):
            sequence[-1].append(token)
        elif _APART.fullmatch(between) or between.isspace():
            sequence.append([token])
        else:
            yield sequence
            sequence = [[token]]
    if sequence:
        yield sequence


def _one_number(last: _Token, token: _Token, between: str) -> bool:
    if last.number is not None and last.number[0] == "ordinal":
        return False
    if last.number is None and token.number is None:
        return False
    if not between:
        return True
    words = between.split()
    return bool(_TOGETHER.fullmatch(between)) or (len(words) == 1 and words[0] in _AND)


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        word = match.group()
        number = _WORDS.get(word)
        if number is not None or word.isdigit():
            yield _Token(match.start(), match.end(), word, number)


def _read(segment: Sequence[_Token]) -> str:
    """The digits of one segment: "doscientos dos" is 202, "five fifty five" is 555."""
    digits: list[str] = []
    value, room, times = -1, 1, 1
    """The number being read (none: -1), below what one may be added to it, how often it is said."""
    for token in segment:
        kind, amount = token.number or ("unit", -1)
        if kind == "times":
            times = amount
            continue
        if kind in ("hundred", "thousand") and 0 < value < amount and room in (1, 10, 100):
            value, room = value * amount, amount
        elif 0 < amount < room and kind not in ("hundred", "thousand"):
            value, room = value + amount, _ROOM.get(kind, 1)
        else:
            digits += [str(value)] if value >= 0 else []
            digits += [token.text] if token.number is None else []
            value = amount
            room = _ROOM.get(kind, amount if kind in ("hundred", "thousand") else 1)
            if times > 1 and kind == "unit" and amount >= 0:
                digits.append(str(amount) * times)
                value = -1
        times = 1
    return "".join([*digits, str(value)] if value >= 0 else digits)
