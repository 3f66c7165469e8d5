"""The way of a search for words alone: the database has its plan ready.

Planning a look into every month costs more than the look. `archive.by_words` is planned once a
connection; it is for whatever nothing but words narrows.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Integer, Select, cast, column, func, select
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY
from sqlalchemy.types import Text

from homeroom.archive import asking, mentioned
from homeroom.archive.conditions import SHOWN
from homeroom.archive.query import Query, Without

_FILE = (column("file", Text), column("file_text", Text))


def words_alone(query: Query) -> str:
    """The tsquery, where nothing but words says what is looked for; else empty."""
    rest = replace(query, text="", without=Without(), after=None, limit=0)
    return asking.query(asking.terms(query.text)) if rest == Query(limit=0) else ""


def by_words(wanted: str, without: Without, most: int) -> Select[Any]:
    """At most so many that hold the words, themselves or in a file; in no order."""
    found = func.archive.by_words(
        cast(wanted, TSQUERY()),
        cast(most, Integer),
        cast(list(without.rooms), ARRAY(Text)),
        cast(list(without.senders), ARRAY(Text)),
        cast(mentioned.query(without.names), TSQUERY()),
    ).table_valued(*(column(each.name, each.type) for each in SHOWN), *_FILE)
    return select(found)
