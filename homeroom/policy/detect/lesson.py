"""What a lesson makes up: the numbers of textbooks, the people of stories.

A value that can be nobody's (the range kept for fiction, example domains, published test cards)
inside talk of a book or an exercise is invented; so is where somebody of a story lives. Whoever
speaks of himself, or of somebody of the roster, invents nothing.
"""

from __future__ import annotations

import re

from homeroom.policy.detect.kinds import Kind
from homeroom.policy.detect.match import Match
from homeroom.policy.detect.other_meaning import is_otherwise_meant
from homeroom.policy.detect.view import View

_LESSON = re.compile(
    r"(?<![@.\-])\b(?:textbooks?|workbooks?|worksheets?|word problems?|"
    r"(?:problem|exercise|question) (?:#|\d+)|exercises?|examples?|sample|fictional|fake|"
    r"(?:practice|mock|dummy|sample|blank) (?:form|sheet|problem|test|card|number|letter|data|"
    r"page|exercise|one|check)s?|"
    r"(?:problem|exercise|question|example|task|activity|prompt|scenario|drill)s?:|"
    r"(?:for|in|from) (?:the|our|this|today'?s|an?) (?:activity|exercise|lesson|prompt|"
    r"scenario|simulation|role ?play|mock|diagram|figure|passage|reading|poem|comic)|"
    r"for practice|phishing|spreadsheet|database|json|csv|python|javascript|html|coding|code\.org|"
    r"luhn|checksum|"
    r"(?:fiction|made up|invented|fake|pretend|imaginary|placeholder)\w*|the (?:narrator|"
    r"author|detective|hero|heroine)|"
    r"made[- ]up|imaginary|pretend|novels?|chapters?|scripts?|skits?|scenes?|"
    r"(?:in|from|of) (?:the|our|this|my|a|his|her) (?:story|book|play|movie|film|script|"
    r"lesson|text)|"
    r"(?:the|our|this|a|her|his|my|short) (?:short )?stor(?:y|ies)|characters?|regex|"
    r"algorithm|libros?|"
    r"hojas? de (?:trabajo|ejercicios)|problema \d+|"
    r"en (?:el|un) problema|ejercicios?|ejemplos?|de la hoja|cuentos?|novelas?|capitulos?|"
    r"personajes?|inventad[oa]s?|ficticios?|ficticias?|de mentira|"
    r"en la (?:obra|historia|pelicula)|"
    r"(?:problema|ejercicio|ejemplo|actividad|pregunta)s?:|de ejemplo|de practica|(?:en|"
    r"para) (?:la|el|esta|este|nuestr[oa]|un|una)"
    r" (?:actividad|leccion|cuento|historia|libro|lectura|problema|ejercicio|dibujo|guion|poema|"
    r"novela|obra|pelicula|simulacro|dialogo)|imaginari[oa]s?|inventamos|ficcion|plantilla|"
    r"algoritmo)(?<!:)\b(?![.@][a-z])|(?:problem|exercise|question|example|task|activity|"
    r"prompt|scenario|problema|ejercicio|"
    r"ejemplo|actividad|pregunta)s?:"
)
_SELF = re.compile(
    r"\b(?:my|mine|i|i'm|im|i've|ive|me|mi|mis|yo|naci|vivo|vivimos|llamame|escribeme|"
    r"nuestr[oa]|our|"
    r"us|ill|i'll|we|call|text|mom'?s?|dad'?s?|mama|papa|hmu)\b"
)
_FIRST = re.compile(r"\b(?:i|ill|i'll|im|i'm)\b")
_LITERATURE = re.compile(
    r"\b(?:line|linea|chapter|capitulo|author|autor|poem|poema|narrator|narrador|speech|page|"
    r"pagina|colonel|coronel|quote|"
    r"quotes|cita|scene|escena|act|acto|word|palabra|lyric|lyrics|letra|play|obra|character|"
    r"personaje|reading|lectura|"
    r"steinbeck|salinger|holden|twain|angelou|lorca|garcia marquez|borges|essay|ensayo|"
    r"paragraph|parrafo|text|texto|explain|explica)\b"
)
_MEANING = re.compile(
    r"\A[\"']?,? (?:is|was|es|means?|meant|meaning|significa\w*|quiere decir|in (?:the|"
    r"this) (?:bible|poem|book|story|fable|play)|"
    r"en (?:el|la|este) (?:libro|cuento|poema|fabula|texto|obra|biblia)) "
    r"(?:another|an old|a|an|the|the old|just|old|otra|una?|el|la|otro)? ?(?:word|term|name|"
    r"animal|donkey|female|synonym|dog|insult|"
    r"slang|verb|noun|adjective|palabra|termino|nombre|animal|burro|sinonimo|insulto|verbo|"
    r"grosero|grosera|groseria|female dog)"
)
_THE_WORD = re.compile(
    r"\b(?:the (?:word|term|slur|insult|swear word|curse word)s?|la (?:palabra|groseria)|"
    r"el (?:termino|insulto)|what does|que significa|"
    r"que quiere decir|definition of|meaning of|(?:the )?etymology of|significado de|"
    r"como se dice)( \")?[ \"']*\Z"
)
_MADE_UP = re.compile(
    r"\b(?:mock|sample|exercise|ejercicio|fake|made[- ]up|invent\w*|pretend|imaginary|fictional|"
    r"fiction|parody|"
    r"comics?|skits?|commercials?|jingle|(?:class|school) (?:newspaper|play|skit)|"
    r"(?:for|in) (?:our |the |my )?(?:\w+ )?class|role ?play|cartoon|placeholder|dialogue?|"
    r"inventad[oa]s?|fals[oa]|de mentiras?|historieta|(?:para|en) (?:la|nuestra) obra|anuncio de "
    r"(?:la|nuestra) clase|dialogo|ficticio|simulado|advert\w*|ads?)\b"
)
"""Beside a number that is nobody's anyhow."""
_REACH = re.compile(
    r"\b(?:call|text|reach|hit|phone|ring) (?:me|him|her|my)\b|"
    r"\bmy (?:real |new |cell |home |mom'?s |dad'?s )?(?:number|cell|phone|num)\b|"
    r"\b(?:llama|marca|escribe)me\b|\bmi (?:numero|cel|celular|telefono)\b"
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
    if kind == "profanity":
        return _is_spoken_about(view.text, match) or is_otherwise_meant(view.text, match)
    if kind not in _TOLD_OF_OTHERS and not _is_nobodys(kind, match.value):
        return False
    text = view.text
    before = text[max(0, match.start - _WINDOW) : match.start]
    around = before + text[match.end : match.end + _WINDOW]
    if kind == "phone" and _MADE_UP.search(around) and not _REACH.search(around):
        return True
    if _LESSON.search(around) is None:
        return False
    quoted = before.count('"') % 2 == 1 and '"' in text[match.end :]
    return quoted or (
        _SELF.search(_LESSON.sub(_blank, before)[-40:]) is None
        and _FIRST.search(text, match.end, match.end + 24) is None
    )


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _is_spoken_about(text: str, match: Match) -> bool:
    """Is a word quoted from a book or a law, or explained, rather than used?"""
    before = text[max(0, match.start - _WINDOW) : match.start]
    after = text[match.end : match.end + _WINDOW]
    quoted = before.count('"') % 2 == 1 and '"' in after
    if quoted and (_LESSON.search(before + " " + after) or _LITERATURE.search(f"{before} {after}")):
        return True
    return _MEANING.search(after) is not None or _THE_WORD.search(before) is not None


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
