"""Which closed way a request would go by: for the gateway, which has only its address.

Wherever one reading of the address is a closed way, it is refused; no open way reads so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from re import Pattern

from homeroom.ways_in import WAYS
from homeroom.ways_in.actions import spelled
from homeroom.ways_in.model import Way

NAME = re.compile(r"(\{\w+\})")
REST = "{path}"


def closed_way(method: str, url: str) -> Way | None:
    """The closed row of the table that a request goes by, if any. `url` may have a query.

    As Synapse does, it is matched as it was written: no other spelling reaches a route.
    """
    pattern, ways = TABLE.get("GET" if method == "HEAD" else method, NOTHING)
    found = pattern.fullmatch(url.partition("?")[0])
    return ways[found.lastindex - 1] if found and found.lastindex else None


def _table() -> dict[str, tuple[Pattern[str], tuple[Way, ...]]]:
    """By method: one pattern with a group for each spelling, and whose each is."""
    rows: defaultdict[str, list[tuple[str, Way]]] = defaultdict(list)
    for way in WAYS:
        if way.decision == "closed":
            for method in way.methods:
                rows[method] += [(path, way) for path, _ in spelled(way, versions=EVERY_VERSION)]
    return {
        method: (
            re.compile("|".join(f"({_expression(path)})" for path, _ in of_method)),
            tuple(way for _, way in of_method),
        )
        for method, of_method in rows.items()
    }


def _expression(path: str) -> str:
    return "".join(_part(part) for part in NAME.split(path))


def _part(part: str) -> str:
    if part == REST:
        return ".*"
    return "[^/]*" if NAME.fullmatch(part) else re.escape(part)


EVERY_VERSION = ("api/v1", "r0", "v1", "v3", "unstable")
NOTHING: tuple[Pattern[str], tuple[Way, ...]] = (re.compile(r"(?!)"), ())
TABLE = _table()
