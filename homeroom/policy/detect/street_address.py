"""Street addresses: a number, a name and a kind of street, in English or in Spanish."""

from __future__ import annotations

import re
from collections.abc import Iterator

from homeroom.policy.detect.match import Match, near, one_of
from homeroom.policy.detect.view import View

_CLEAR = {
    "street": "st",
    "str": "st",
    "avenue": "ave",
    "ave": "ave",
    "boulevard": "blvd",
    "blvd": "blvd",
    "road": "rd",
    "rd": "rd",
}
_UNCLEAR = {
    "st": "st",
    "av": "ave",
    "lane": "ln",
    "ln": "ln",
    "drive": "dr",
    "dr": "dr",
    "court": "ct",
    "ct": "ct",
    "place": "pl",
    "pl": "pl",
    "way": "way",
    "circle": "cir",
    "cir": "cir",
    "terrace": "ter",
    "ter": "ter",
    "parkway": "pkwy",
    "pkwy": "pkwy",
    "highway": "hwy",
    "hwy": "hwy",
    "trail": "trl",
    "trl": "trl",
    "loop": "loop",
    "alley": "aly",
    "square": "sq",
    "run": "run",
    "row": "row",
    "pike": "pike",
    "cove": "cv",
    "crossing": "xing",
    "ridge": "rdg",
    "heights": "hts",
    "bend": "bnd",
    "path": "path",
    "plaza": "plz",
    "grove": "grv",
    "glen": "gln",
    "landing": "lndg",
    "trace": "trce",
    "hollow": "holw",
    "point": "pt",
    "walk": "walk",
    "hill": "hl",
    "crescent": "cres",
    "mews": "mews",
    "cr": "cr",
}
"""Words that mean other things too: they need a name in capitals, or talk of a home."""
_KINDS = {**_CLEAR, **_UNCLEAR}
_SUFFIX = "|".join(sorted(_KINDS, key=len, reverse=True))
_CALLES = (
    "calle|avenida|avda?|ave|av|bulevar|boulevard|blvd|camino|paseo|privada|callejon|carretera|"
    "calzada|cerrada|andador|pasaje|plaza|plz|ronda|travesia|prolongacion|circuito|retorno|vereda|"
    "glorieta|rambla|carrera|cra|jiron|urbanizacion|urb|autopista|malecon|cll|clle"
)
_ENGLISH = re.compile(
    rf"\b(\d{{1,5}}[a-d]?) ((?:[a-z0-9'\-]+\.? ){{1,4}}?)({_SUFFIX})\b"
    r"\.?(,? (?:apt|apartment|unit|suite|ste|#) ?#?[0-9]{0,4}[a-z]?\b)?"
)
_SPANISH = re.compile(
    rf"(?<![a-z0-9])((?:{_CALLES})(?=\.? )|c/)\.? ?((?:[a-z0-9'\-]+\.? ){{0,4}}?[a-z0-9'\-]+)"
    r"(,? (?:#|no\.?|num\.?|number|numero|nro\.?)? ?)(\d{1,5}[a-d]?)\b"
    r"(?:,? (?:colonia|col\.?|fracc\.?|barrio|depto\.?|departamento|apto\.?|apartamento|piso|"
    r"interior|int\.?|esquina|entre|casa)"
    r" [a-z0-9]+(?: [a-z0-9]+)?)?"
)
_NUMBER_FIRST = re.compile(
    r"\b(\d{2,5}) (calle|avenida|via|camino|paseo|rancho|loma|rua|bulevar) ((?:(?:de|del|la|"
    r"las|los|el) ){0,2}[a-z]{3,})\b"
)
_BOX = re.compile(r"\b(?:p\.? ?o\.? ?box|apartado(?: postal)?) #?\d{1,6}\b")
TRIGGER = (
    rf"\d[a-d]? (?:[a-z0-9'\-]+\.? ){{1,4}}(?:{_SUFFIX})\b"
    rf"|\d (?:calle|avenida|via|camino|paseo|rancho|loma) [a-z]"
    rf"|\b(?:(?:{_CALLES})\.? |c/)[a-z0-9'.\- ]*[#, ]*\d|box #?\d|apartado (?:postal )?#?\d"
)
_HOME = re.compile(
    r"\b(?:i live|i stay|lives?|living|stays?|my (?:house|place|home|address|crib)|address|"
    r"come (?:over|to|thru|through|by)|pull up|pick me up|drop me|party|sleepover|moved|mail|send|"
    r"deliver|meet (?:me|us)? ?(?:at|on)|(?:his|her|their) (?:house|place)|i'm at|im at|we're at|"
    r"house|vivo|vive|vivimos|mi casa|casa|direccion|domicilio|vente|fiesta|pasen?|recoge\w*|"
    r"nos mudamos|cae a|caele|caiganle|llegale|llega a|ven a|vengan a|mando|manden|entrega\w*|"
    r"queda en|estoy en)\b"
)
_NO_NAMES = one_of(
    "a an the of to in at on by for and or is are was were with from more less than left right"
    " other my your his her our their this that these those some all both no not get got have has"
    " per min mins minute minutes hour hours day days week weeks month months year years mile miles"
    " mi km meter meters metre metres feet foot ft inch inches yard yards point points people kids"
    " students players teams laps times time questions pages percent dollars cents out one-way"
    " way ways fastest first last next different long short"
)
_NO_NOMBRES = one_of(
    "con y o que hay habia tiene tienen hasta por para a en un una es esta estan fue cerradas"
    " cerrada entre desde como cuando porque se nos me te ya muy mas"
)
_FAMOUS = frozenset(
    {
        "221b baker st",
        "4 privet dr",
        "42 wallaby way",
        "1600 pennsylvania ave",
        "10 downing st",
        "12 grimmauld pl",
        "742 evergreen ter",
        "350 fifth ave",
        "21 jump st",
        "124 conch st",
    }
)
"""Addresses of books, films and the news: nobody's home."""


_CONNECTING = one_of("de del la las los el n s e w")


def find(view: View) -> Iterator[Match]:
    """Addresses. A name in small letters counts where a home is spoken of, or nothing else fits."""
    yield from _english(view)
    yield from _spanish(view)
    for match in _NUMBER_FIRST.finditer(view.text):
        if _NO_NOMBRES.isdisjoint(match.group(3).split()[-1:]):
            yield Match(match.start(), match.end(), canonical(match.group()))
    for match in _BOX.finditer(view.text):
        digits = "".join(filter(str.isdigit, match.group()))
        yield Match(match.start(), match.end(), f"po box {digits}")


def _english(view: View) -> Iterator[Match]:
    text = view.text
    for match in _ENGLISH.finditer(text):
        number, name, suffix = match.group(1), match.group(2).split(), match.group(3)
        value = canonical(f"{number} {match.group(2)}{suffix}")
        amount = text[max(0, match.start() - 1) : match.start()] in (":", ".", "$", "/")
        if amount or value in _FAMOUS or not _NO_NAMES.isdisjoint(name):
            continue
        plain = suffix in _CLEAR and len(name) <= 2
        named = plain or _in_capitals(view.original(match.start(2), match.end(2)))
        if named or _at_home(text, match.start(), match.end()):
            yield Match(match.start(), match.end(), value)


def _spanish(view: View) -> Iterator[Match]:
    text = view.text
    for match in _SPANISH.finditer(text):
        if not _NO_NOMBRES.isdisjoint(match.group(2).split()):
            continue
        marked = match.group(3).strip(" ,")
        named = marked or _in_capitals(view.original(match.start(2), match.end(2)))
        if named or _at_home(text, match.start(), match.end()):
            value = canonical(f"{match.group(1)} {match.group(2)} {match.group(4)}")
            yield Match(match.start(), match.end(), value)


def canonical(address: str) -> str:
    """An address in small letters without marks, its kind of street abbreviated."""
    words = [word.strip(".,#") for word in address.lower().split()]
    return " ".join(_KINDS.get(word, word) for word in words if word)


def _in_capitals(name: str) -> bool:
    words = [w for w in name.split() if w[0].isalpha() and w.strip(".").lower() not in _CONNECTING]
    return bool(words) and all(word[0].isupper() for word in words)


def _at_home(text: str, start: int, end: int) -> bool:
    return near(text, start, end, _HOME, before=40, after=24)
