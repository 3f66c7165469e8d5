"""A way in: an endpoint of the client-server API, and what is decided about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from homeroom.policy.sections.networks import Action

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
    "known_file",
    "clean_name",
    "approved",
]
"""What an open way takes, each a file of `synapse_module/guard/limits/`."""

WORDS = frozenset[Limit]({"now", "no_status_words", "known_events"})
"""Limits beyond which somebody would say something to others."""

CLIENT = "/_matrix/client/*"
"""`*` stands for the versions of the specification under which Synapse answers."""
UNSTABLE = "/_matrix/client/unstable"
ADMIN = "/_synapse/admin"
LOOKS = frozenset({"GET", "HEAD", "OPTIONS"})
Does = tuple[tuple[str, Action], ...]
AS_USUAL: Does = ()

LOOKS_BY_POST: Does = (("POST", Action.READ),)
"""It changes nothing that others read; so is leaving, and signing out, which is always possible."""
CHANGES_BY_GET: Does = (("GET", Action.WRITE),)

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
    does: Does = AS_USUAL
    """Where it is not as usual: what a method is for, or a method with a word of its choice, as
    `POST leave`. `homeroom.ways_in.actions` reads it."""
    limits: tuple[Limit, ...] = ()
    callers: frozenset[Caller] = frozenset()
    """The application services for which a closed way is open."""
    keeps: bool = False
    """A refused attempt goes on record with what it says; never where it may hold a password."""

    @property
    def name(self) -> str:
        return f"{','.join(self.methods)} {self.path}"

    def action(self, method: str, word: str = "") -> Action:
        """What a request by it is for, which is what networks are allowed (`networks`)."""
        usual = Action.READ if method in LOOKS else Action.WRITE
        if self.path.startswith(ADMIN):
            usual = Action.ADMINISTER
        said = dict(self.does)
        return said.get(f"{method} {word}", said.get(method, usual))


def judged(
    route: str,
    enters: str,
    *rules: str,
    test: str,
    why: str = "each event is judged before it is accepted",
    limits: tuple[Limit, ...] = (),
    does: Does = AS_USUAL,
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
        does=does,
        limits=limits,
        keeps=_says(limits),
        test=test,
    )


def closed(
    route: str,
    enters: str,
    why: str,
    *,
    callers: Iterable[Caller] = (),
    limits: tuple[Limit, ...] = (),
    keeps: bool = False,
    test: str = f"{TESTS}::test_a_closed_way_is_refused",
) -> Way:
    """Refused in process for everybody but `callers`, and at the gateway; `limits` are bridges'."""
    methods, path = _route(route)
    return Way(
        methods=methods,
        path=path,
        enters=enters,
        decision="closed",
        why=why,
        callers=frozenset(callers),
        limits=limits,
        keeps=keeps,
        test=test,
    )


def limited(
    route: str,
    enters: str,
    why: str,
    *limits: Limit,
    test: str,
    does: Does = AS_USUAL,
) -> Way:
    """Open, and what is beyond a limit is refused in process."""
    methods, path = _route(route)
    return Way(
        methods=methods,
        path=path,
        enters=enters,
        decision="limited",
        why=why,
        does=does,
        limits=limits,
        keeps=_says(limits),
        test=test,
    )


def harmless(route: str, why: str, enters: str = "", *, does: Does = AS_USUAL) -> Way:
    """Open: it brings nothing to anybody else."""
    methods, path = _route(route)
    return Way(
        methods=methods,
        path=path,
        enters=enters,
        decision="harmless",
        why=why,
        does=does,
        test=f"{TESTS}::test_nothing_comes_through",
    )


def _says(limits: tuple[Limit, ...]) -> bool:
    """Beyond a limit somebody would say something; what is too large of one's own is no attempt."""
    return bool(WORDS & set(limits))


def _route(route: str) -> tuple[tuple[str, ...], str]:
    methods, _, path = route.partition(" ")
    return tuple(methods.split(",")), path
