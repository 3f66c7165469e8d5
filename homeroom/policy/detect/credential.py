"""Passwords, codes, tokens and keys."""

from __future__ import annotations

import re
from collections.abc import Iterator

import re2

from homeroom.policy.detect.everyday import is_everyday
from homeroom.policy.detect.match import Match
from homeroom.policy.detect.view import View

_NAMES = (
    r"(?:pass ?words?|passwd|passwrd|psswrd|passwor|pasword|pwds?|pws?|pswd|pass ?codes?|"
    r"pass ?phrase|contrasenas?|contraseinas?|"
    r"passwrods?|passw[*.#_]rds?|pazz?words?|p-?a-?s-?s-?w-?o-?r-?d|claves?|log ?in|psw|passw)"
)
_KEYS = (
    r"(?:gh[pousr]_[a-z0-9]{30,}|github_pat_[a-z0-9_]{30,}|glpat-[a-z0-9_\-]{18,}"
    r"|a(?:kia|sia)[a-z0-9]{16}|xox[abprs]-[a-z0-9\-]{10,}|aiza[a-z0-9_\-]{30,}"
    r"|sk[_\-](?:live[_\-]|test[_\-]|proj-)?[a-z0-9]{16,}|syt_[a-z0-9_=]{16,}"
    r"|eyj[a-z0-9_\-]{8,}\.eyj[a-z0-9_\-]{6,}\.[a-z0-9_\-]{6,}"
    r"|-----begin [a-z ]{0,20}private key-----)"
)
"""By the prefixes that their makers publish so that scanners find them."""
_KEY = re2.compile(rf"(?:^|[^a-z0-9_])({_KEYS})")
_SECRET = re2.compile(
    r"(?:api[ _\-]?key|secret(?:[ _\-]?key)?|access[ _\-]?token|auth[ _\-]?token|token|bearer)"
    r"(?: is)?[ :=\"']{1,4}([a-z0-9_\-./+=]{16,})"
)
_OF = r"(?: (?:for|to|de|del|on|of|en|la|el|the|my|mi|our|wifi|wi-fi)\b)"
_LINK = r"(?:( is| iz| its| es| was| era| son|'s)( ?[:=]+>?| ?->)?|( ?[:=]+>?| ?->))"
_SAID = r" ?[\"'“]?([^\s\"']{3,64})"
_MARK_NAMES = (
    r"(?:underscore|dot|at|arroba|guion(?: bajo)?|exclamation(?: point| mark)?|dash|bang|"
    r"hash ?tag|punto|star|asterisk|asterisco|dollar(?: sign)?|hyphen|numeral|pound|percent|"
    r"ampersand)"
)
_SPELLED = re.compile(
    rf"\b(?:{_NAMES}|pass|contra)(?:{_OF}{{1,3}}(?: \w+){{0,2}}?)?(?: is| its| es| was| era|'s|"
    r" ?[:=]+>?)* ?"
    rf"((?:\w+[ \-]+{_MARK_NAMES}\b(?:[ \-]+\w+)?)(?:[ \-]+{_MARK_NAMES})?(?:[ \-]+(?:\d+|one|"
    r"two|three|four|five|six|seven|eight|nine|zero|uno|dos|tres|cuatro|cinco|seis|"
    r"siete|ocho|nueve|cero))*|(?:[a-z0-9] ){3,}[a-z0-9](?![a-z0-9]))"
)
"""A secret that is spelled: its marks in words, its letters apart."""
_SIX = re.compile(
    r"\b(?:the|my|ur|your|el|mi|tu|this) (?:code|codigo)(?: is| es|:|"
    r" =)+ ?(\d{3}[ -]?\d{3})(?!\d)"
)
_OF_GAMES = re.compile(
    r"kahoot|game|gimkit|blooket|quiz|class|join|nearpod|meet|zoom|room|pear deck|slido|clase|"
    r"juego"
)
_TOLD = (
    re.compile(rf"\b({_NAMES}|pass|contra)(?:{_OF}{{1,3}}(?: \w+){{0,2}}?)?{_LINK}{_SAID}"),
    re.compile(
        rf"\b({_NAMES})(?: \w+){{0,3}}?( is now| is still| ahora es| is just| changed to|"
        rf" is set to)()(){_SAID}"
    ),
    re.compile(
        rf"\b({_NAMES}|pass){_OF}{{0,2}}(?: nueva| nuevo| new| actual| ahora)?()()(){_SAID}"
    ),
)
"""With a word or a mark between, and with nothing: word, verb, mark after it, mark, secret."""
_PIN = re.compile(
    r"\b(?:my|mi|his|her|the|ur|your|su|tu|el|phone|debit|card|locker|lunch|and|y|with|con|"
    r"atm|bank)"
    r"(?: (?!kahoot|game|gimkit|blooket|quiz\w*|class|join|nearpod|meeting|zoom|room)\w+)?"
    r" (?:pin|nip|pass ?code)(?: (?:de|del|for|to|of)(?: \w+){1,4}?)?(?: ?is| ?iz| ?es|"
    r" number is| number|:)?[ :=#]{1,3}(\d{4,8})\b"
)
_BARE_PIN = re.compile(r"\A\W*(?:pin|nip)(?: is| es|:| =)+ ?(\d{4})\b")
_SENT = (
    r"(?:they|it|google|apple|insta\w*|snap\w*|the bank|u|you|she|he|mom|my mom|the app|"
    r"whatsapp|canvas|el banco|microsoft)"
    r" (?:just )?(?:texted|sent|emailed|gave|mailed|messaged|says?|said|got)(?: me| us| you|"
    r" to me| u)?"
)
_CODE = re.compile(
    r"\b(?:(?:verification|verify|security|log ?in|sign ?in|2fa|two[- ]factor|confirmation|"
    r"recovery|backup|auth\w*|one[- ]time|otp|6[- ]?digit|"
    r"six[- ]digit|4[- ]?digit|four[- ]digit|access|door|gate|alarm|garage|locker|lock|phone|"
    r"text|sms|unlock|reset|safe|bank|atm|card|house|building|wifi|secret|account)"
    r" (?:code|pin|passcode)s?|(?:code|pin|codigo) (?:to|for|of|de|del|para) (?:my|the|our|mi|"
    r"la|el|nuestra) (?:house|door|gate|garage|locker|phone|alarm|building|apartment|safe|car|"
    r"casa|puerta|cochera|porton|alarma|cel\w*)|(?:the|my|ur|your|a|this) (?:code|"
    rf"pin) (?:that )?{_SENT}|otp|2fa|"
    r"(?:codigo|clave|pin|nip) (?:de (?:verificacion|seguridad|acceso|confirmacion|"
    r"la (?:puerta|alarma|cuenta|tarjeta|chapa)|mi (?:cuenta|tarjeta|cel\w*|locker|casillero)|"
    r"ingreso|entrada|desbloqueo|recuperacion|un solo uso|whats\w*|google|inst\w*|verif\w*)|"
    r"que (?:me|te|nos|les) (?:mandaron|llego|enviaron|mando|envio|dieron|llega))|"
    r"me llego (?:el|este|un) codigo|(?:texted|sent|emailed) me (?:a|the|this) code)"
    r"(?: (?:for|to|de|del|para|on|of|mi|my|the|la|el|al|a)(?: \w+){1,2}?)?"
    r"(?: (?:they|it|google|u|you|he|she|me) (?:just )?(?:texted|sent|emailed|gave|got|"
    r"mandaron|llego)(?: me| us)?)?(?:,? ?(?:is|its|it's|es|was|era|say it's|dice|says|"
    r"number)| ?[:=#,>\-]+>?)* ?((?:[a-z]{1,3}-)?\d(?:[ \-]?\d){3,9})(?![\d/])"
)
"""A code that somebody was sent, or that opens something."""
_THEN_SAID = re.compile(
    r"(?<![^\s\"'(])([^\s\"'(]{6,40}),? (?:is|es|was|thats|that's|that is|=|for|as) (?:my|mi|"
    r"the|la|"
    r"el|our|ur|your|his|her)"
    rf" (?:\w+ ){{0,2}}?{_NAMES}\b"
)
_WIFI = re.compile(
    r"\b(?:wi-?fi|internet|hotspot|router)(?: (?:is|es|password|pass|pw|code|key|"
    r"clave))?[ :=]{1,3}([a-z0-9!@#$%&*_.\-]{6,30})"
)
_COMBINATION = re.compile(
    r"\b(?:combo|combination|combinacion)(?: (?!meal)[a-z]+){0,3}?(?: is| es)?[ :=,]{1,3}"
    r"(\d{1,2} ?[\-, ] ?\d{1,2} ?[\-, ] ?\d{1,2})\b"
)
TRIGGER = (
    rf"(?:^|[^a-z0-9_]){_KEYS}|\b(?:{_NAMES}|pass|contra)\b[^\n]{{0,40}}[^\s]{{3}}"
    rf"|\b{_NAMES}\b|\b(?:code|codigo|number|otp|2fa)\b"
    r"|wi-?fi|hotspot|router|internet|api[ _\-]?key|secret|token|bearer|\b(?:pin|nip|"
    r"passcode)\b.{0,40}\d{4}|comb\w*.{0,24}\d"
)
_OWNERS = re.compile(
    r"\b(?:my|our|mi|mis|nuestra|wifi|wi-fi|ur|your|tu|su|his|her)\b[^.!?]{0,24}\Z"
)
SHORTEST_WORD = 7
"""A secret that is a mere word is one from so many letters on."""


def find(view: View) -> Iterator[Match]:
    """Keys by their prefix, the rest by the word beside them."""
    yield from _coded(view.text)
    yield from _beside(view)
    for match in (found for pattern in _TOLD for found in pattern.finditer(view.text)):
        secret = match.group(5).rstrip(".,;!?)")
        if secret and _is_secret(view, match, secret):
            yield Match(match.start(5), match.start(5) + len(secret), secret)


def _coded(text: str) -> Iterator[Match]:
    """Keys, pins, codes, combinations, and secrets that are spelled."""
    for match in _KEY.finditer(text):
        yield Match(match.start(1), match.end(1), match.group(1))
    codes = (_SECRET, _PIN, _BARE_PIN, _COMBINATION, _CODE, _SPELLED)
    for pattern in codes if _OF_GAMES.search(text) else (*codes, _SIX):
        for match in pattern.finditer(text):
            if pattern is not _SECRET or any(map(str.isdigit, match.group(1))):
                yield Match(match.start(1), match.end(1), match.group(1))


def _beside(view: View) -> Iterator[Match]:
    """The secret of a network, and what is said to be a password after it."""
    for pattern in (_WIFI, _THEN_SAID):
        for match in pattern.finditer(view.text):
            written = view.original(match.start(1), match.end(1))
            sure = pattern is _THEN_SAID or _strong(written)
            if sure and _mixed(written) and not _ADDRESS.search(written) and "://" not in written:
                yield Match(match.start(1), match.end(1), match.group(1))


def _is_secret(view: View, match: re.Match[str], secret: str) -> bool:
    """Is what follows the word a secret, rather than the rest of the sentence?"""
    word, verb, mark = match.group(1), match.group(2), match.group(3) or match.group(4)
    start = match.start(5)
    written = view.original(start, start + len(secret))
    if (secret.isalpha() and is_everyday(secret)) or "://" in secret or _ADDRESS.search(secret):
        return False
    if word in ("login", "log in") and not any(map(str.isdigit, written)):
        return False
    if _mixed(written):
        return len(secret) >= 4 and (bool(verb or mark) or _strong(written))
    if word in ("pass", "login", "log in", "clave", "claves", "contra") or not secret.isalpha():
        return False
    own = _OWNERS.search(view.text[max(0, match.start() - 40) : match.start()]) is not None
    return bool(mark or (verb and own)) and len(secret) >= SHORTEST_WORD


_ADDRESS = re.compile(r"@[a-z0-9\-]+\.|\.(?:com|org|net|edu|gov|example)\b")
_SIGNS = frozenset("!@#$%^&*_+=~.?")


def _mixed(secret: str) -> bool:
    """Letters with digits, with a capital inside, or with a sign inside."""
    letters = any(map(str.isalpha, secret))
    capital = any(map(str.isupper, secret[1:])) and not secret.isupper()
    return letters and (any(map(str.isdigit, secret)) or capital or _signed(secret))


def _strong(secret: str) -> bool:
    """What nobody writes who does not write a password."""
    return len(secret) >= 8 and any(map(str.isdigit, secret)) and secret[:1].isalpha()


def _signed(secret: str) -> bool:
    return not _SIGNS.isdisjoint(secret[:-1])
