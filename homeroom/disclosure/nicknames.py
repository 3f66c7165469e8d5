"""The short forms of given names that ship: `config/words/nicknames.txt`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from homeroom import shipped
from homeroom.archive.words import words


@cache
def short_forms() -> Mapping[str, tuple[str, ...]]:
    """What people who have a given name are called, folded."""
    lines = (shipped.config("words") / "nicknames.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.partition(":") for line in lines if line.strip() and not line.startswith("#"))
    return {name.strip(): tuple(words(short)) for name, _, short in pairs}
