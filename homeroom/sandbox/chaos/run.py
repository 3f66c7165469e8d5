"""One run: a district of its own is started, killed at and judged, and taken away again."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import yaml
from sqlalchemy import Engine, NullPool, create_engine, text

from homeroom.archive.checkpoint import public_half
from homeroom.archive.files.opening import file_store
from homeroom.archive.publish import LATEST
from homeroom.config import HomeroomConfig, load
from homeroom.errors import HomeroomError, InputError
from homeroom.sandbox import endpoints, instance
from homeroom.sandbox.chaos import gates
from homeroom.sandbox.chaos.judging import Judgement, judge
from homeroom.sandbox.chaos.killing import Done, Killer
from homeroom.sandbox.chaos.ledger import Ledger
from homeroom.sandbox.chaos.plan import Kill
from homeroom.sandbox.chaos.talking import Crowd
from homeroom.sandbox.configuration import write_private
from homeroom.sandbox.detach import start_detached
from homeroom.sandbox.ports import from_base
from homeroom.sandbox.service_user import outside_home
from homeroom.sandbox.start import Options, check

PUBLISH_SECONDS = 1
AT_REST_WITHIN = 120.0
LEFT = text("SELECT count(*) FROM outbox.entry")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was killed, and what came of it."""

    kills: tuple[Done, ...]
    judgement: Judgement
    seconds: float

    @property
    def holds(self) -> bool:
        return self.judgement.holds and all(done.reached for done in self.kills)


def run(
    data: Path,
    kills: Sequence[Kill],
    *,
    clients: int,
    port_base: int,
    told: Callable[[int, Done], None],
) -> Outcome:
    """Kill by the plan in a new folder; it is removed where all was well, and stays where not."""
    if data.exists():
        raise InputError(f"{data}: is there already; name a folder that can be made and removed")
    with _district(data, port_base) as (config, database):
        outcome = _play(config, database, kills, clients, told)
    if outcome.holds:
        shutil.rmtree(data)
        shutil.rmtree(outside_home(data), ignore_errors=True)
    return outcome


def _play(
    config: HomeroomConfig,
    database: Engine,
    kills: Sequence[Kill],
    clients: int,
    told: Callable[[int, Done], None],
) -> Outcome:
    ledger, began = Ledger(), monotonic()
    crowd = Crowd(ledger=ledger, places=endpoints.read(config.data))
    checkpoints = config.path(config.archive.checkpoints)
    killer = Killer(data=config.data, checkpoints=checkpoints, database=database, ledger=ledger)
    outside, done = list[str](), list[Done]()
    try:
        crowd.start(clients)
        for number, kill in enumerate(kills, start=1):
            done.append(killer.kill(kill))
            outside.append((checkpoints / LATEST).read_text(encoding="utf-8"))
            told(number, done[-1])
    finally:
        crowd.end()
    _rest(database)
    with database.connect() as connection:
        judgement = judge(
            connection,
            ledger,
            str(crowd.places["classes"][0]["room_id"]),
            outside=dict.fromkeys(outside),
            verifier=public_half(config.path(config.archive.key), config.district),
            files=file_store(config),
        )
    return Outcome(kills=tuple(done), judgement=judgement, seconds=monotonic() - began)


@contextmanager
def _district(data: Path, port_base: int) -> Iterator[tuple[HomeroomConfig, Engine]]:
    """A demo that publishes each second, in which processes can be held; stopped at the end."""
    options = Options(data=data.absolute(), ports=from_base(port_base))
    check(options)
    start_detached(options, lambda lines: None)
    try:
        database = create_engine(
            str(endpoints.read(data)["database"]).replace("postgresql:", "postgresql+psycopg2:"),
            poolclass=NullPool,
        )
        gates.install(database)
        _publish_often(data)
        yield load(data), database
    finally:
        instance.stop(data)


def _publish_often(data: Path) -> None:
    """The archiver reads its configuration when it starts; so it is started anew."""
    file = data / "homeroom.yaml"
    settings = yaml.safe_load(file.read_text(encoding="utf-8"))
    settings["archive"]["publish_seconds"] = PUBLISH_SECONDS
    write_private(file, yaml.safe_dump(settings, sort_keys=False))
    before = endpoints.read(data)["pids"]["archiver"]
    os.kill(before, signal.SIGTERM)
    _until(
        "the archiver did not start again",
        lambda: (
            instance.read_status(data)["ready"]
            and endpoints.read(data)["pids"].get("archiver", before) != before
        ),
    )


def _rest(database: Engine) -> None:
    def empty() -> bool:
        with database.connect() as connection:
            return not connection.scalar(LEFT)

    _until("what was said is not archived", empty)


def _until(otherwise: str, so: Callable[[], bool]) -> None:
    deadline = monotonic() + AT_REST_WITHIN
    while not so():
        if monotonic() > deadline:
            raise HomeroomError(f"{otherwise} within {AT_REST_WITHIN:.0f} s")
        sleep(0.1)
