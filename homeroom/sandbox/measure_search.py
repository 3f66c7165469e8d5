"""How long a search takes in a large archive: as the portal asks, a count and then a page."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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

PAGE = 26
WARM_UP = 5
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
    """What was asked, how long each time in seconds, and how many were found, in the middle."""

    asked: str
    seconds: tuple[float, ...]
    found: int


def figures(entries: int, port_base: int, rounds: int, folder: Path | None = None) -> list[Cost]:
    """Fill an archive with so many entries, ask it, and take it away again."""
    with (
        TemporaryDirectory(dir=folder) as made,
        own_database(Path(made, "data"), port_base, SERVER) as config,
    ):
        with _as(config, DatabaseRole.UPGRADE) as owner:
            talk = large_archive.fill(owner, config.district, entries)
        with _as(config, DatabaseRole.PORTAL) as portal:
            return [_cost(portal, name, ask, rounds) for name, ask in _questions(talk).items()]


def _questions(talk: Talk) -> dict[str, Callable[[random.Random], Query]]:
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

    def say(words: Callable[[random.Random], str]) -> Callable[[random.Random], Query]:
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


def _cost(
    connection: Connection, name: str, ask: Callable[[random.Random], Query], rounds: int
) -> Cost:
    chance = random.Random(name)  # noqa: S311
    took, found = [], []
    for number in range(WARM_UP + rounds):
        query = ask(chance)
        began = time.perf_counter()
        counted = search(connection, query).count
        if number >= WARM_UP:
            took.append(time.perf_counter() - began)
            found.append(counted.number)
        connection.rollback()
    return Cost(asked=name, seconds=tuple(took), found=sorted(found)[len(found) // 2])


@contextmanager
def _as(config: HomeroomConfig, role: DatabaseRole) -> Iterator[Connection]:
    engine = connect(config, role, pool_size=1)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()
