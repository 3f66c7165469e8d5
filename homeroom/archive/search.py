"""Finds entries by words, people, rooms, kinds and time; the command and the portal ask here.

The newest come first, and a page goes on after the last hit of the one before, so that what is
sealed meanwhile moves nothing. Time is looked through in stretches, the newest first, each twice as
long as the one before: a common word is found in the first, a rare one costs a look into each.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, select, text, union_all

from homeroom.archive.asking import MOST_WORDS
from homeroom.archive.conditions import PLACE, Asked, Span, ask, selects
from homeroom.archive.query import DEFAULT_LIMIT, Count, Found, Hit, Place, Query
from homeroom.archive.words import words
from homeroom.db.tables.archive import search as table

__all__ = ["DEFAULT_LIMIT", "MOST_WORDS", "Count", "Found", "Hit", "Place", "Query"]

MOST_COUNTED = 10_000
FIRST_SPAN = timedelta(days=31)
SPANS = 6
"""So many stretches of time, and one more for all that is older."""
MOMENT = timedelta(microseconds=1)

# Compiling takes longer than asking; and a word is always looked up, never looked for in all rows
# or in the order of time: PostgreSQL cannot know how rare it is.
ASKED = text("SELECT set_config('jit', 'off', true)")
LOOKED_UP = text("""
    SELECT set_config('enable_seqscan', :on, true), set_config('enable_indexscan', :on, true),
        set_config('enable_indexonlyscan', :on, true)
""")


def count(connection: Connection, query: Query, most: int = MOST_COUNTED) -> Count:
    """How many entries fit, exact up to `most`; where a page begins does not matter."""
    connection.execute(ASKED)
    asked = ask(connection, query)
    span = Span(since=query.since, until=query.until)
    keys = [
        found.with_only_columns(*PLACE, maintain_column_froms=True).limit(most + 1).subquery()
        for found in selects(asked, span)
    ]
    each = union_all(*(select(key) for key in keys)).subquery()
    once = (select(each).distinct() if len(keys) > 1 else select(each)).limit(most + 1).subquery()
    with _looked_up(connection):
        found = int(connection.scalar(select(func.count()).select_from(once)) or 0)
    return Count(number=min(found, most), more=found > most)


def search(connection: Connection, query: Query, counted: Count | None = None) -> Found:
    """The newest entries that fit; `counted` is what `count` said, where it was asked."""
    began = time.perf_counter()
    connection.execute(ASKED)
    asked = ask(connection, query)
    if asked.words or asked.names:
        counted = counted or count(connection, query)
    with _looked_up(connection, yes=counted is not None and not counted.more):
        rows = _newest(connection, asked, datetime.now(UTC))
    elapsed = (time.perf_counter() - began) * 1000
    return Found(rows=rows, elapsed_ms=round(elapsed, 3))


def one(connection: Connection, epoch: int, entry: int) -> Hit | None:
    """The line of one entry; None where its content was disposed of, or shows a sealed image."""
    asked = ask(connection, Query())
    (found,) = selects(asked, Span())
    chosen = found.where(table.c.epoch == epoch, table.c["index"] == entry)
    row = connection.execute(chosen).one_or_none()
    return None if row is None else _hit(row)


def tsquery(text: str) -> str:
    """Every word, in any order; the last one may be the beginning of a longer one."""
    found = [f"'{word}'" for word in words(text)[:MOST_WORDS]]
    return " & ".join([*found[:-1], *(f"{word}:*" for word in found[-1:])])


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
            hit = _hit(row)
            hits.setdefault(hit.place, hit)
    return sorted(hits.values(), key=_order, reverse=True)[:limit]


def _order(hit: Hit) -> tuple[datetime, int, int]:
    return hit.at, hit.epoch, hit.entry


@contextmanager
def _looked_up(connection: Connection, *, yes: bool = True) -> Iterator[None]:
    """Within, indexes are asked for sets of entries, and nothing is read in order."""
    if yes:
        connection.execute(LOOKED_UP, {"on": "off"})
    yield
    if yes:
        connection.execute(LOOKED_UP, {"on": "on"})


def _hit(row: Row[Any]) -> Hit:
    found = row._mapping
    names = ("epoch", "event_id", "kind", "type", "room_id", "sender", "network", "verdict", "at")
    return Hit(
        entry=found["index"],
        text=found["text"],
        file=found["file"] or "",
        file_text=found["file_text"] or "",
        **{name: found[name] for name in names},
    )
