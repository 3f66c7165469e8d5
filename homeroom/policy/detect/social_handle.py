"""Names of accounts on social networks: "my insta is @…", "snap: …", "sígueme: @…"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from homeroom.policy.detect.everyday import is_everyday
from homeroom.policy.detect.match import Match
from homeroom.policy.detect.networks import Network, words_of
from homeroom.policy.detect.view import View

_HANDLE = r"[a-z0-9_][a-z0-9._]{1,29}(?:#\d{4})?"
_CALLED = r"(?:name|user ?name|user|handle|account|acc|id|tag|usuario|cuenta|nombre|perfil)"
_IS = r"(?:is|its|it's|es|:|=|-+>?|→|as|como)"
SHORTEST_WORD = 8
"""A name without digits and marks is one from so many letters on."""
LOOSE = 4
"""Which pattern has other words between the network and the name."""


class Handles:
    """Finds names of accounts beside the words for any network of the table."""

    def __init__(self, networks: tuple[Network, ...]) -> None:
        net = rf"\b(?:{words_of(networks)})\b"
        said = r"\b(?:mine'?s?|mine is|i'?m|im|soy|estoy(?: como)?|es|is|me encuentras como)"
        name = rf"@ ?{_HANDLE}|{_HANDLE}"
        self._patterns = tuple(
            re.compile(pattern)
            for pattern in (
                # insta: name, snap is name, ig @name, disc fernsong#4821
                rf"{net}(?:'s)?(?: {_CALLED})?(?: ?{_IS})+ ?(?:\" ?)?({name})",
                rf"{net}(?: {_CALLED})? ?(@ ?{_HANDLE}|[a-z0-9_.]{{2,32}}#\d{{4}})",
                # my username on insta is name
                rf"{_CALLED} (?:on|in|en|for|de) (?:my |mi )?{net} ?{_IS} ?({name})",
                # @name on ig; mine's name, after a network was named
                rf"(?:^|[^a-z0-9@.])(@{_HANDLE}) (?:on|in|en|at) (?:my |mi |the )?{net}",
                rf"{net}.{{0,40}}?{said}:? ?({name})",
                # follow me @name, sígueme: @name
                r"\b(?:follow|add|dm|find|hmu|sigueme|siganme|agregame|anademe|buscame)"
                rf"(?: me| us)?(?: (?:at|as|como|en|@))?[ :,\-]*(?:^|[^a-z0-9@.])(@{_HANDLE})",
            )
        )
        self.trigger = (
            rf"{net}.{{0,50}}?(?:[@:=#]|\b(?:is|its|it's|es|as|como|mine|im|i'm|soy|estoy)\b)"
            rf"|@[a-z0-9._]+ (?:on|in|en|at) |\b{_CALLED} (?:on|in|en|for|de) "
            r"|\b(?:follow|add|dm|find|hmu|sigueme|siganme|agregame|anademe|buscame)\b.{0,12}@"
        )

    def find(self, view: View) -> Iterator[Match]:
        """Each account's name once."""
        found: set[int] = set()
        for pattern in self._patterns:
            for match in pattern.finditer(view.text):
                start, end = match.span(1)
                handle = match.group(1).rstrip(".")
                end -= len(match.group(1)) - len(handle)
                loose = pattern is self._patterns[LOOSE]
                if start not in found and _is_one(handle, view.text[end:], loose):
                    found.add(start)
                    yield Match(start, end, handle.lstrip("@ "))


def _is_one(handle: str, after: str, loose: bool) -> bool:
    """Is it a name, and no word of the sentence?"""
    name = handle.lstrip("@ ")
    if not any(character.isalpha() for character in name):
        return False
    if handle.startswith("@"):
        return not after.startswith(":")
    if any(character in "_#." or character.isdigit() for character in name):
        return True
    return not loose and len(name) >= SHORTEST_WORD and not is_everyday(name)
