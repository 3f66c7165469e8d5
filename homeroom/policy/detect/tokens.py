"""A text as its words, with the way back to their places."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"[^\W_]+")
_ASCII = bytes(code if chr(code).isalnum() and code < 128 else ord(" ") for code in range(256))


def tokens(folded: str) -> list[str]:
    """The words of a folded text; marks and blanks part them."""
    if folded.isascii():
        return folded.encode("ascii").translate(_ASCII).decode("ascii").split()
    return _TOKEN.findall(folded)


def places(folded: str) -> list[tuple[int, int]]:
    """Where the words of `tokens` stand."""
    return [match.span() for match in _TOKEN.finditer(folded)]
