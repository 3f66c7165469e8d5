"""What was said before and after an entry in its room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import Connection, literal, tuple_

from homeroom.archive.conditions import PLACE, Asked, Span, ask, selects
from homeroom.archive.query import Hit, Query
from homeroom.archive.search import MOMENT, hit_of

SAID = ("event", "event_repeat")
NEAR = timedelta(days=30)
"""What was said longer before or after is not around it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The entries before and after one, each in the order of time."""

    before: tuple[Hit, ...] = ()
    after: tuple[Hit, ...] = ()


def around(connection: Connection, hits: Sequence[Hit], most: int) -> list[Around]:
    """For each, so many that were said before and after it in the same room; none for no room."""
    asked = ask(connection, Query(kinds=SAID))
    return [_around(connection, asked, hit, most) for hit in hits]


def _around(connection: Connection, asked: Asked, hit: Hit, most: int) -> Around:
    if hit.room_id is None or most < 1:
        return Around()
    there = replace(asked, query=replace(asked.query, rooms=(hit.room_id,)))
    (older,) = selects(there, Span(since=hit.at - NEAR, until=hit.at + MOMENT), after=hit.place)
    (later,) = selects(there, Span(since=hit.at, until=hit.at + NEAR))
    place = tuple_(*map(literal, (hit.at, hit.epoch, hit.entry)))
    found = later.where(tuple_(*PLACE) > place).order_by(*PLACE).limit(most)
    latest = older.order_by(*(column.desc() for column in PLACE)).limit(most)
    return Around(
        before=tuple(map(hit_of, connection.execute(latest)))[::-1],
        after=tuple(map(hit_of, connection.execute(found))),
    )
