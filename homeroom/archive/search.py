"""Finds entries by words, people, rooms, kinds and time; the command and the portal ask here.

The newest come first, and a page goes on after the last hit of the one before, so that what is
sealed meanwhile moves nothing. Time is looked through in stretches, the newest first, each twice as
long as the one before: a common word is found in the first, a rare one costs a look into each.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, func, select, text, true, union_all

from homeroom.archive.by_words import by_words, words_alone
from homeroom.archive.conditions import PLACE, Asked, Span, ask, before, selects
from homeroom.archive.query import DEFAULT_LIMIT, Count, Found, Hit, Place, Query
from homeroom.db.tables.archive import search as table

__all__ = ["DEFAULT_LIMIT", "Count", "Found", "Hit", "Place", "Query"]

MOST_COUNTED = 10_000
FIRST_SPAN = timedelta(days=31)
SPANS = 6
"""So many stretches of time, and one more for all that is older."""
MOMENT = timedelta(microseconds=1)

# Compiling takes longer than asking; and what is looked for is looked up, never met in passing
# over all entries or in the order of time: PostgreSQL cannot know how rare it is.
SETTINGS = text("""
    SELECT set_config('jit', 'off', true), set_config('enable_hashjoin', :joined, true),
        set_config('enable_mergejoin', :joined, true), set_config('enable_seqscan', :read, true),
        set_config('enable_indexscan', :read, true), set_config('enable_indexonlyscan', :read, true)
""")


def count(connection: Connection, query: Query) -> Count:
    """How many entries fit, exact up to 10,000; where a page begins does not matter."""
    return search(connection, replace(query, limit=0)).count


def search(connection: Connection, query: Query, most: int = MOST_COUNTED) -> Found:
    """How many entries fit (exact up to `most`), and the newest, from where the page begins."""
    began = time.perf_counter()
    counted, rows = _counted(connection, query, most)
    if counted.more and query.limit:
        rows = newest(connection, query).rows
    return Found(count=counted, rows=rows, elapsed_ms=_since(began))


def newest(connection: Connection, query: Query) -> Found:
    """As `search`, without counting: for what fits so often that a count says nothing."""
    began = time.perf_counter()
    asked = ask(connection, query)
    with _planned(connection, read="on"):
        rows = _newest(connection, asked, datetime.now(UTC))
    return Found(count=Count(number=len(rows), more=True), rows=rows, elapsed_ms=_since(began))


def one(connection: Connection, epoch: int, entry: int) -> Hit | None:
    """The line of one entry; None where its content was disposed of, or shows a sealed image."""
    asked = ask(connection, Query())
    (found,) = selects(asked, Span())
    chosen = found.where(table.c.epoch == epoch, table.c["index"] == entry)
    row = connection.execute(chosen).one_or_none()
    return None if row is None else hit_of(row)


def spans(query: Query, now: datetime) -> Iterator[Span]:
    """All of the time that is asked for, the newest stretch first."""
    ends = [end for end in (query.until, query.after and query.after.at + MOMENT) if end]
    upper = min(ends) if ends else None
    lower, width = min([now, *ends]), FIRST_SPAN
    for _ in range(SPANS):
        lower -= width
        if query.since is not None and lower <= query.since:
            break
        yield Span(since=lower, until=upper)
        upper, width = lower, 2 * width
    yield Span(since=query.since, until=upper)


def _since(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 3)


def _counted(connection: Connection, query: Query, most: int) -> tuple[Count, tuple[Hit, ...]]:
    """Count, and the page where the count is exact: what was found is sorted as it is."""
    if wanted := words_alone(query):
        return _of(connection, query, by_words(wanted, query.without, most + 1), most)
    with _planned(connection, read="off"):
        return _of_ways(connection, ask(connection, query), most)


def _of_ways(connection: Connection, asked: Asked, most: int) -> tuple[Count, tuple[Hit, ...]]:
    """Files are asked only where entries are few: what is in more is counted no further."""
    query = asked.query
    span = Span(since=query.since, until=query.until)
    ways = [way.limit(most + 1) for way in selects(asked, span)]
    counted, hits = _of(connection, query, ways[0], most)
    if counted.more or len(ways) == 1:
        return counted, hits
    each = union_all(*(select(way.subquery()) for way in ways)).subquery()
    return _of(connection, query, select(each), most)


def _of(
    connection: Connection, query: Query, each: Select[Any], most: int
) -> tuple[Count, tuple[Hit, ...]]:
    """How many there are of `each`, and of these the page, newest first."""
    found = each.cte("found").prefix_with("MATERIALIZED", dialect="postgresql")
    order = [found.c.at, found.c.epoch, found.c["index"]]
    page = select(found).order_by(*(column.desc() for column in order)).limit(query.limit)
    if query.after is not None:
        page = page.where(before(order, query.after))
    number = select(func.count().label("number")).select_from(found).subquery()
    shown = page.subquery().lateral()
    rows = connection.execute(
        select(number.c.number, shown).select_from(number.outerjoin(shown, true()))
    ).all()
    total = rows[0].number
    hits = tuple(hit_of(row) for row in rows if row.at is not None)
    return Count(number=min(total, most), more=total > most), hits


def _newest(connection: Connection, asked: Asked, now: datetime) -> tuple[Hit, ...]:
    query, found = asked.query, list[Hit]()
    for span in spans(query, now):
        wanted = query.limit - len(found)
        found += _in_span(connection, asked, span, wanted)
        if len(found) >= query.limit:
            break
    return tuple(found)


def _in_span(connection: Connection, asked: Asked, span: Span, limit: int) -> list[Hit]:
    """The newest of each way of finding, each entry once."""
    order = [column.desc() for column in PLACE]
    hits: dict[Place, Hit] = {}
    for found in selects(asked, span, after=asked.query.after):
        for row in connection.execute(found.order_by(*order).limit(limit)):
            hit = hit_of(row)
            hits.setdefault(hit.place, hit)
    return sorted(hits.values(), key=_order, reverse=True)[:limit]


def _order(hit: Hit) -> tuple[datetime, int, int]:
    return hit.at, hit.epoch, hit.entry


@contextmanager
def _planned(connection: Connection, *, read: Literal["on", "off"]) -> Iterator[None]:
    """Within, files lead to their entries one by one; `read`: entries may be read in order."""
    connection.execute(SETTINGS, {"joined": "off", "read": read})
    yield
    connection.execute(SETTINGS, {"joined": "on", "read": "on"})


def hit_of(row: Row[Any]) -> Hit:
    found = row._mapping
    names = ("epoch", "event_id", "kind", "type", "room_id", "sender", "network", "verdict", "at")
    return Hit(
        entry=found["index"],
        text=found["text"],
        file=found["file"] or "",
        file_text=found["file_text"] or "",
        **{name: found[name] for name in names},
    )
