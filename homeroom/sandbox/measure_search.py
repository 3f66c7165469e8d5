"""How long a search takes in a large archive: as the portal asks, a count and then a page."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection

from homeroom.archive.query import Place, Query
from homeroom.archive.search import search
from homeroom.config import HomeroomConfig
from homeroom.db.engine import connect
from homeroom.db.roles import DatabaseRole
from homeroom.policy.roles import Role
from homeroom.sandbox import large_archive
from homeroom.sandbox.large_archive import PEOPLE, ROOMS, Talk
from homeroom.sandbox.own_database import own_database

Question = Callable[[random.Random], Query]
PAGE = 26
WARM_UP = 5
PORTS_APART = 100
SERVER = {
    "shared_buffers": "2GB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "4GB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}
"""Memory as on a server of this size; what is measured only reads."""
LIMITED = ("rare word", "rare name", "one student, 30 days")
"""The figures with a limit of their own, and one against the smaller archive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What was asked, and how many were found, in the middle; seconds, each time."""

    asked: str
    first: tuple[float, ...]
    """Each question for the first time: much of it is read from the disk."""
    again: tuple[float, ...]
    """The same questions once more."""
    found: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Archive:
    """A filled one, and what can be asked of it."""

    portal: Connection
    questions: dict[str, Question]


def figures(
    sizes: Sequence[int], port_base: int, rounds: int, folder: Path | None = None
) -> dict[int, list[Cost]]:
    """Fill archives with so many entries, ask them in turn, and take them away again."""
    with ExitStack() as stack:
        made = {
            size: _filled(stack, size, port_base + PORTS_APART * number, folder)
            for number, size in enumerate(sizes)
        }
        names = [*next(iter(made.values())).questions]
        rows = [_costs(made, name, rounds) for name in names]
    return {size: [costs[size] for costs in rows] for size in sizes}


def _filled(stack: ExitStack, entries: int, port_base: int, folder: Path | None) -> _Archive:
    data = Path(stack.enter_context(TemporaryDirectory(dir=folder)), "data")
    config = stack.enter_context(own_database(data, port_base, SERVER))
    with _as(config, DatabaseRole.UPGRADE) as owner:
        talk = large_archive.fill(owner, config.district, entries)
    portal = stack.enter_context(_as(config, DatabaseRole.PORTAL))
    return _Archive(portal=portal, questions=_questions(talk))


def _questions(talk: Talk) -> dict[str, Question]:
    def student(chance: random.Random) -> str:
        return large_archive.account(chance.randrange(PEOPLE))

    def a_time(chance: random.Random) -> datetime:
        return talk.since + (talk.until - talk.since) * chance.random()

    def days(chance: random.Random) -> Query:
        since = a_time(chance)
        until = since + timedelta(days=30)
        return Query(senders=(student(chance),), since=since, until=until, limit=PAGE)

    def deep(chance: random.Random) -> Query:
        place = Place(at=a_time(chance), epoch=1, entry=0)
        return Query(text=chance.choice(talk.common), after=place, limit=PAGE)

    def say(words: Callable[[random.Random], str]) -> Question:
        return lambda chance: Query(text=words(chance), limit=PAGE)

    return {
        "rare word": say(lambda chance: chance.choice(talk.rare)),
        "rare name": say(lambda chance: large_archive.name(chance.randrange(PEOPLE))),
        "one student, 30 days": days,
        "common word": say(lambda chance: chance.choice(talk.common)),
        "word of middling frequency": say(lambda chance: chance.choice(talk.middling)),
        "phrase": say(lambda chance: f'"{chance.choice(talk.phrases)}"'),
        "one student and a common word": lambda chance: Query(
            text=chance.choice(talk.common), senders=(student(chance),), limit=PAGE
        ),
        "a page of a room": lambda chance: Query(
            rooms=(large_archive.room(chance.randrange(ROOMS)),), until=a_time(chance), limit=PAGE
        ),
        "common word, deep in the pages": deep,
        "refusals with a common word": lambda chance: Query(
            text=chance.choice(talk.common), verdicts=("refuse",), limit=PAGE
        ),
        "common word, by teachers": lambda chance: Query(
            text=chance.choice(talk.common), roles=(Role.TEACHER,), limit=PAGE
        ),
    }


def _costs(made: dict[int, _Archive], name: str, rounds: int) -> dict[int, Cost]:
    """Of one question; the archives take turns, so that both meet the same moments."""
    asked = {size: _queries(each.questions[name], name, rounds) for size, each in made.items()}
    first, again = (_timed(made, asked) for _ in range(2))
    return {
        size: Cost(
            asked=name,
            first=tuple(took for took, _ in first[size]),
            again=tuple(took for took, _ in again[size]),
            found=sorted(found for _, found in again[size])[rounds // 2],
        )
        for size in made
    }


def _queries(question: Question, name: str, rounds: int) -> list[Query]:
    """A connection plans at the first ones; these are not counted."""
    chance = random.Random(name)  # noqa: S311
    return [question(chance) for _ in range(WARM_UP + rounds)]


def _timed(
    made: dict[int, _Archive], asked: dict[int, list[Query]]
) -> dict[int, list[tuple[float, int]]]:
    """Seconds and how many were found, for each but the first ones."""
    took: dict[int, list[tuple[float, int]]] = {size: [] for size in made}
    for queries in zip(*asked.values(), strict=True):
        for (size, archive), query in zip(made.items(), queries, strict=True):
            began = time.perf_counter()
            found = search(archive.portal, query).count.number
            took[size].append((time.perf_counter() - began, found))
            archive.portal.rollback()
    return {size: times[WARM_UP:] for size, times in took.items()}


@contextmanager
def _as(config: HomeroomConfig, role: DatabaseRole) -> Iterator[Connection]:
    engine = connect(config, role, pool_size=1)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()
