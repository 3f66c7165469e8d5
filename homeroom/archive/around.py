"""What was said before and after an entry in its room."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import Connection, literal, tuple_

from homeroom.archive.conditions import PLACE, Span, ask, selects
from homeroom.archive.query import Hit, Query
from homeroom.archive.search import hit_of, newest

SAID = ("event", "event_repeat")
NEAR = timedelta(days=30)
"""What was said longer before or after is not around it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The entries before and after one, each in the order of time."""

    before: tuple[Hit, ...] = ()
    after: tuple[Hit, ...] = ()


def around(connection: Connection, hit: Hit, most: int) -> Around:
    """So many that were said before and after it in the same room; none where it is in no room."""
    if hit.room_id is None or most < 1:
        return Around()
    since, until = hit.at - NEAR, hit.at + NEAR
    asked = Query(rooms=(hit.room_id,), kinds=SAID, since=since, after=hit.place, limit=most)
    before = newest(connection, asked).rows[::-1]
    later = replace(asked, after=None)
    (select,) = selects(ask(connection, later), Span(since=hit.at, until=until))
    place = tuple_(*map(literal, (hit.at, hit.epoch, hit.entry)))
    found = select.where(tuple_(*PLACE) > place).order_by(*PLACE).limit(most)
    return Around(before=before, after=tuple(map(hit_of, connection.execute(found))))
