"""A way in: an endpoint of the client-server API, and what is decided about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Decision = Literal["judged", "closed", "limited", "harmless"]
"""Judged by rules; closed to everybody but its callers; open within a limit; open, and why."""

Caller = Literal["steward", "bridge"]
"""The application services: the district's own, and the bridges'."""

Limit = Literal[
    "now",
    "no_outside_address",
    "no_status_words",
    "known_events",
    "push_without_content",
    "own_keys",
    "people",
    "small",
]
"""What an open way takes, each a file of `synapse_module/guard/limits/`."""

WORDS = frozenset[Limit]({"now", "no_status_words", "known_events"})
"""Limits beyond which somebody would say something to others."""

CLIENT = "/_matrix/client/*"
"""`*` stands for the versions of the specification under which Synapse answers."""
UNSTABLE = "/_matrix/client/unstable"
ADMIN = "/_synapse/admin"

TESTS = "tests/integration/module/test_ways_in.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One row of the table. `{name}` in a path is one part of it, `[…]` may be missing."""

    methods: tuple[str, ...]
    path: str
    enters: str
    """What could come in by it: text, a file, a membership, a setting; empty for a reading."""
    decision: Decision
    why: str
    test: str
    rules: tuple[str, ...] = ()
    """The rules that judge what comes in by it."""
    limits: tuple[Limit, ...] = ()
    callers: frozenset[Caller] = frozenset()
    """The application services for which a closed way is open."""
    keeps: bool = False
    """A refused attempt goes on record with what it says; never where it may hold a password."""

    @property
    def name(self) -> str:
        return f"{','.join(self.methods)} {self.path}"


def judged(
    route: str,
    enters: str,
    *rules: str,
    test: str,
    why: str = "each event is judged before it is accepted",
    limits: tuple[Limit, ...] = (),
) -> Way:
    """What comes in by it is judged by these rules, among all others."""
    methods, path = _route(route)
    return Way(
        methods=methods,
        path=path,
        enters=enters,
        decision="judged",
        why=why,
        rules=rules,
        limits=limits,
        keeps=_says(limits),
        test=test,
    )


def closed(
    route: str, enters: str, why: str, *, callers: Iterable[Caller] = (), keeps: bool = False
) -> Way:
    """Refused in process for everybody but `callers`, and at the gateway."""
    methods, path = _route(route)
    return Way(
        methods=methods,
        path=path,
        enters=enters,
        decision="closed",
        why=why,
        callers=frozenset(callers),
        keeps=keeps,
        test=f"{TESTS}::test_a_closed_way_is_refused",
    )


def limited(route: str, enters: str, why: str, *limits: Limit, test: str) -> Way:
    """Open, and what is beyond a limit is refused in process."""
    methods, path = _route(route)
    return Way(
        methods=methods,
        path=path,
        enters=enters,
        decision="limited",
        why=why,
        limits=limits,
        keeps=_says(limits),
        test=test,
    )


def harmless(route: str, why: str, enters: str = "") -> Way:
    """Open: it brings nothing to anybody else."""
    methods, path = _route(route)
    return Way(
        methods=methods,
        path=path,
        enters=enters,
        decision="harmless",
        why=why,
        test=f"{TESTS}::test_nothing_comes_through",
    )


def _says(limits: tuple[Limit, ...]) -> bool:
    """Beyond a limit somebody would say something; what is too large of one's own is no attempt."""
    return bool(WORDS & set(limits))


def _route(route: str) -> tuple[tuple[str, ...], str]:
    methods, _, path = route.partition(" ")
    return tuple(methods.split(",")), path
