"""What a lesson makes up: the numbers of textbooks, the people of stories.

A value that can be nobody's (the range kept for fiction, example domains, published test cards)
inside talk of a book or an exercise is invented; so is where somebody of a story lives. Whoever
speaks of himself, or of somebody of the roster, invents nothing.
"""

from __future__ import annotations

import re

from homeroom.policy.detect.kinds import Kind
from homeroom.policy.detect.match import Match
from homeroom.policy.detect.view import View

_LESSON = re.compile(
    r"(?<![@.\-])\b(?:textbooks?|workbooks?|worksheets?|word problems?|"
    r"(?:problem|exercise|question) (?:#|\d+)|exercises?|examples?|sample|fictional|fake|"
    r"made[- ]up|imaginary|pretend|novels?|chapters?|scripts?|skits?|scenes?|"
    r"(?:in|from|of) (?:the|our|this) (?:story|book|play|movie|film|script|lesson|text)|"
    r"the stor(?:y|ies)|characters?|regex|algorithm|libros?|"
    r"hojas? de (?:trabajo|ejercicios)|problema \d+|"
    r"en (?:el|un) problema|ejercicios?|ejemplos?|de la hoja|cuentos?|novelas?|capitulos?|"
    r"personajes?|inventad[oa]s?|ficticios?|ficticias?|de mentira|"
    r"en la (?:obra|historia|pelicula)|"
    r"algoritmo)\b(?![.@][a-z])"
)
_SELF = re.compile(
    r"\b(?:my|mine|i|i'm|im|i've|ive|me|mi|mis|yo|naci|vivo|vivimos|llamame|escribeme|nuestr[oa]|our|"
    r"us|call|text|mom'?s?|dad'?s?|mama|papa|hmu)\b"
)
_WINDOW = 120
_TEST_CARDS = frozenset(
    {
        "4111111111111111",
        "4242424242424242",
        "4012888888881881",
        "5555555555554444",
        "5105105105105100",
        "378282246310005",
        "371449635398431",
        "6011111111111117",
        "6011000990139424",
        "30569309025904",
        "3530111333300000",
    }
)
_SSNS_OF_NOBODY = re.compile(r"123456789|078051120|219099999|98765432\d")
_EXAMPLE_DOMAIN = re.compile(r"(?:[@.]example\.(?:com|org|net|edu)|\.(?:example|invalid|test))\Z")
_TOLD_OF_OTHERS: frozenset[Kind] = frozenset({"street_address", "birth_date", "credential"})


def is_invented(view: View, kind: Kind, match: Match) -> bool:
    """Does the lesson make it up?"""
    if kind not in _TOLD_OF_OTHERS and not _is_nobodys(kind, match.value):
        return False
    text = view.text
    before = text[max(0, match.start - _WINDOW) : match.start]
    around = before + text[match.end : match.end + _WINDOW]
    if _LESSON.search(around) is None:
        return False
    quoted = before.count('"') % 2 == 1 and '"' in text[match.end :]
    return quoted or _SELF.search(before[-40:]) is None


def _is_nobodys(kind: Kind, value: str) -> bool:
    """Can the value be nobody's, by whoever gives such values out?"""
    match kind:
        case "phone":
            return re.fullmatch(r"(?:\+1\d{3})?55501\d\d", value) is not None
        case "email":
            return _EXAMPLE_DOMAIN.search(value) is not None
        case "ssn":
            return _SSNS_OF_NOBODY.fullmatch(value) is not None
        case "credit_card":
            return value in _TEST_CARDS
        case _:
            return False
