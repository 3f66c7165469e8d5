"""The same text said again, forwarded or quoted: shown once in review, and produced each time."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from homeroom.archive.words import words
from homeroom.db.tables.archive import search
from homeroom.db.tables.disclosure import scope_item
from homeroom.disclosure.model import Position

FEWEST_WORDS = 5
"""Shorter texts are said again and again, and are not copies."""
SHINGLE = 3
ALIKE = 0.8
"""The share of stretches of three words that near-duplicates have in common."""
FORWARDED = re.compile(
    r"^\s*(?:[>*|]+\s?|(?:fwd?|rv|re|tr|wg)\s*:|-{2,}.*forwarded.*-{2,}|"
    r"(?:from|de|to|para|date|fecha|subject|asunto)\s*:.*$)",
    re.IGNORECASE,
)
"""What a mail program or a person puts before what is passed on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Entries that say the same, in the log's order; the first stands for all."""

    positions: tuple[Position, ...]

    @property
    def first(self) -> Position:
        return self.positions[0]

    @property
    def count(self) -> int:
        return len(self.positions)


def groups_of(connection: Connection, request: str) -> list[Group]:
    """The groups of two and more in the kept scope of a request."""
    there = [search.c[name] == scope_item.c[name] for name in ("district", "at", "epoch", "index")]
    rows = connection.execute(
        select(search.c.epoch, search.c["index"], search.c.text)
        .select_from(scope_item.join(search, there[0] & there[1] & there[2] & there[3]))
        .where(
            scope_item.c.district == func.registry.this_district(),
            scope_item.c.request == request,
            scope_item.c.included,
        )
        .order_by(search.c.epoch, search.c["index"])
    )
    return groups((Position(row[0], row[1]), row[2]) for row in rows)


def groups(said: Iterable[tuple[Position, str]]) -> list[Group]:
    """Texts that are the same but for marks of forwarding, punctuation and a few words."""
    same: dict[tuple[str, ...], list[Position]] = defaultdict(list)
    for position, text in said:
        passed_on = bare(text)
        if len(passed_on) >= FEWEST_WORDS:
            same[passed_on].append(position)
    joined = _joined(list(same))
    found: dict[int, list[Position]] = defaultdict(list)
    for number, passed_on in enumerate(same):
        found[joined[number]] += same[passed_on]
    return [Group(positions=tuple(sorted(p))) for p in found.values() if len(p) > 1]


def bare(text: str) -> tuple[str, ...]:
    """The words of a text without what says that it is passed on; each line once."""
    lines: dict[tuple[str, ...], None] = {}
    for line in text.splitlines():
        plain = line
        while (less := FORWARDED.sub("", plain, count=1)) != plain:
            plain = less
        lines.setdefault(tuple(words(plain)))
    return tuple(word for line in lines for word in line)


def _joined(texts: list[tuple[str, ...]]) -> list[int]:
    """For each text the number of the first that is nearly the same."""
    first = list(range(len(texts)))
    stretches = [_stretches(text) for text in texts]
    seen: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, own in enumerate(stretches):
        rarest = sorted(own)[: max(1, len(own) // 4)]
        near = {other for stretch in rarest for other in seen[stretch]}
        for other in sorted(near):
            if _alike(own, stretches[other]):
                first[number] = first[other]
                break
        for stretch in rarest:
            seen[stretch].append(number)
    return first


def _stretches(text: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    return frozenset(text[n : n + SHINGLE] for n in range(len(text) - SHINGLE + 1))


def _alike(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> bool:
    return len(one & other) >= ALIKE * len(one | other)
