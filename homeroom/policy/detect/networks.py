"""Messengers and social networks: the names that people use, and the hosts of their links."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """One messenger or social network, or (no words) a service that hides where a link leads."""

    name: str
    words: tuple[str, ...] = ()
    """Folded. `es:` before one that is an everyday word in English: for Spanish talk only. `play:`
    before one that people also speak of as a pastime: what invites to it must say so clearly."""
    hosts: tuple[str, ...] = ()
    """Each with the domains below it; with a path, only what begins with that path."""
    harmless: tuple[str, ...] = ()
    """Paths that lead to no person and no group."""


def words_of(
    networks: tuple[Network, ...], *, spanish: bool = False, pastimes: bool = False
) -> str:
    """An expression for any of their names, in any talk or in Spanish talk."""
    prefixes = ("es:",) * spanish + ("play:",) * pastimes
    words: set[str] = set()
    for word in (word for network in networks for word in network.words):
        prefix, colon, rest = word.rpartition(":")
        if f"{prefix}{colon}" in ("", *prefixes):
            words.add(rest)
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


def parse(text: str) -> tuple[Network, ...]:
    """Read the table: `Name | words | hosts | harmless paths`, lists with commas, # comments."""
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return tuple(_network(line) for line in lines if line)


def _network(line: str) -> Network:
    cells = [cell.strip() for cell in line.split("|")]
    name, words, hosts, harmless = [*cells, "", "", ""][:4]
    return Network(
        name=name, words=_listed(words), hosts=_listed(hosts), harmless=_listed(harmless)
    )


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part for item in cell.split(",") if (part := item.strip().lower()))
