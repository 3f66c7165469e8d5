"""A closed way is known by its address, in every spelling that Synapse answers; no open one is."""

from __future__ import annotations

import re

import pytest

from homeroom.ways_in import WAYS
from homeroom.ways_in.closing import EVERY_VERSION, closed_way
from homeroom.ways_in.paths import path_of
from tests.unit.ways_in.synapse_routes import routes

CLOSED = [(method, way) for way in WAYS if way.decision == "closed" for method in way.methods]
VERSION = re.compile(r"\(((?:api/v1|r0|v1|v3|unstable)(?:\|(?:api/v1|r0|v1|v3|unstable))+)\)")


def filled(path: str, version: str = "v3") -> list[str]:
    """Addresses by this path, with and without what may be missing."""
    path = re.sub(r"\((\w+)\|[^()]*\)", r"\1", path.replace("*", version, 1))
    some = [path]
    while any("[" in each for each in some):
        some = [
            re.sub(r"\[([^][]*)\]", kept, each, count=1) for each in some for kept in (r"\1", "")
        ]
    return [re.sub(r"{\w+}", "!abc%3Ax", each) for each in some]


def test_each_closed_row_is_found_as_synapse_would_answer_it() -> None:
    decided = {(method, way.path): way for method, way in CLOSED}
    missed = []
    for method, pattern in routes():
        way = decided.get((method, path_of(pattern)))
        if way is None:
            continue
        offered = VERSION.search(pattern)
        for version in offered[1].split("|") if offered else [""]:
            for url in filled(way.path, version):
                if re.match(pattern, url) and closed_way(method, f"{url}?x=1") is None:
                    missed.append((method, url))
    assert missed == []


def test_no_open_row_reads_like_a_closed_one() -> None:
    found = [
        (method, url)
        for way in WAYS
        if way.decision != "closed"
        for method in way.methods
        for version in EVERY_VERSION
        for url in filled(way.path, version)
        if closed_way(method, url)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("method", "url", "closed"),
    [
        ("GET", "/_matrix/client/v3/sync?timeout=0", False),
        ("PUT", "/_matrix/client/v3/rooms/!x/send/m.room.message/1", False),
        ("GET", "/_matrix/federation/v1/version", False),
        ("TRACE", "/", False),
    ],
)
def test_what_is_in_no_closed_row_goes_on(method: str, url: str, closed: bool) -> None:
    assert (closed_way(method, url) is not None) is closed
