"""E-mail addresses, written out or with "at" and "dot"."""

from __future__ import annotations

import re
from collections.abc import Iterator

import re2

from homeroom.policy.detect.folding import fold
from homeroom.policy.detect.match import Match, near, one_of
from homeroom.policy.detect.view import View

TRIGGER = r"[a-z0-9._%+\-]@[a-z0-9\-]+\.[a-z0-9]"
_ADDRESS = re2.compile(
    r"[a-z0-9_%+][a-z0-9._%+\-]*@[a-z0-9](?:[a-z0-9\-]*[a-z0-9])?(?:\.[a-z0-9\-]+)*\.[a-z]{2,}"
)
_NAMED = re.compile(r"\b(?:e ?-?mail|mail|correo|write|reach|send|contact|escrib\w+|mand\w+)\b")
_NO_NAMES = one_of(
    "me us it here there look be is are was were meet see online available found posted today live"
    " watch now him her them you back home done work works stay stays learn more read hosted page"
    " site video videos game games noon night shop only up out off in on free again located open"
    " ver esta estoy vamos mira visita sitio pagina"
)
"""Words that stand before "at", and are nobody's address."""
_PROVIDERS = re.compile(
    r"(?:gmail|googlemail|yahoo|ymail|hotmail|outlook|live|msn|icloud|me|mac|aol|proton|protonmail|"
    r"gmx|mail|zoho|example)\.[a-z.]+\Z"
)


_TOP_LEVEL = re.compile(
    r"\.(?:com|org|net|edu|gov|info|io|co|us|mx|es|me|app|dev|example|test|invalid)\Z"
)


_FOLLOWED = re.compile(
    r"(?:follow|add|dm|find|snap|insta\w*|ig|tiktok|is|es|its|me|at|soy|como|user|handle|"
    r"discord|tag|sigue\w*|sigan\w*|agrega\w*|busca\w*|en|on|im|i'm)"
)
"""Words before a handle, that are nobody's address."""


def find(view: View) -> Iterator[Match]:
    """Addresses; one with a bare "at", or "@" with a blank before, only if it is nothing else."""
    for match in _ADDRESS.finditer(view.text):
        start, end = match.span()
        address = match.group()
        at = start + address.index("@")
        said = view.original(at, at + 1)
        handle = said.startswith(" ") and fold(said).text.strip() == "@"
        if handle and (
            not _TOP_LEVEL.search(address) or _FOLLOWED.fullmatch(address.split("@")[0])
        ):
            continue
        if said.strip().lower() == "at" and not _meant(view, start, end, address):
            continue
        yield Match(start, end, address)


def _meant(view: View, start: int, end: int, address: str) -> bool:
    local, _, domain = address.partition("@")
    if local in _NO_NAMES or not _TOP_LEVEL.search(domain) or view.text[end : end + 1] == "@":
        return False
    dotted = re.search(r"dot|punto", view.original(start, end).lower()) is not None
    particular = not local.isalpha() or _PROVIDERS.match(domain) is not None
    return dotted or particular or near(view.text, start, end, _NAMED, before=24, after=0)
