"""Some of what a scope holds, as a page shows it: the text, what is around it, and why it is in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from homeroom.archive import concerning
from homeroom.archive.around import Around, around
from homeroom.archive.concerning import Kin
from homeroom.archive.query import Hit
from homeroom.archive.search import one
from homeroom.disclosure import duplicates
from homeroom.disclosure.model import ScopeItem

SHOWN = 10
NEAR = 1
"""Entries before and after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """An entry, and how often the same text was said again, forwarded or quoted."""

    item: ScopeItem
    hit: Hit
    around: Around
    copies: int


def of(
    connection: Connection, request: str, found: Sequence[ScopeItem], why: str, own: Kin
) -> list[Sample]:
    """The first that are in for a reason; none that is about the user's own family."""
    same = duplicates.groups_of(connection, request)
    copies = {group.first: group.count for group in same}
    folded = {place for group in same for place in group.positions[1:]}
    wanted = [
        item for item in found if item.position not in folded and (not why or why in item.reasons)
    ]
    hits: list[tuple[ScopeItem, Hit]] = []
    for item in wanted:
        hit = one(connection, item.position.epoch, item.position.index)
        if hit is not None and not concerning.concerned(connection, [hit], own):
            hits.append((item, hit))
        if len(hits) == SHOWN:
            break
    near = around(connection, [hit for _, hit in hits], NEAR)
    return [
        Sample(item=item, hit=hit, around=beside, copies=copies.get(item.position, 1))
        for (item, hit), beside in zip(hits, near, strict=True)
    ]


def senders(shown: Iterable[Sample]) -> set[str]:
    """Whoever sent what is shown."""
    hits = [hit for s in shown for hit in (s.hit, *s.around.before, *s.around.after)]
    return {hit.sender for hit in hits if hit.sender}
