"""The registry in memory in a large district: what it holds, and what one change costs."""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from json import dumps, loads
from pathlib import Path
from tempfile import TemporaryDirectory

from homeroom import config as configuration
from homeroom.db.engine import connect
from homeroom.db.roles import DatabaseRole
from homeroom.importers.apply import import_folder
from homeroom.registry import decisions
from homeroom.registry.model import Consent, Person
from homeroom.registry.snapshot import Snapshot, caught_up
from homeroom.sandbox import large_roster
from homeroom.sandbox.own_database import own_database

CHANGES = 10
TICK = 0.001


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Of one process. Seconds; bytes."""

    resident: int
    """More than before the registry was read."""
    read: float
    """To read all of it at the start."""
    person_changed: float
    """To take in one changed person, median."""
    consent_given: float
    stall: float
    """The longest that another thread had to wait meanwhile for its turn."""


def figures(people: int, port_base: int) -> Figures:
    """Measure in a fresh process, with a PostgreSQL of its own."""
    with TemporaryDirectory() as folder:
        roster = Path(folder, "roster")
        large_roster.write(roster, people)
        with own_database(Path(folder, "data"), port_base) as config:
            engine = connect(config, DatabaseRole.ADMIN, pool_size=1)
            with engine.begin() as connection:
                import_folder(
                    connection,
                    roster,
                    server_name=config.server_name,
                    today=datetime.now(UTC).date(),
                    by="bench",
                )
            engine.dispose()
            command = [sys.executable, "-m", "homeroom.sandbox.measure_snapshot", str(config.data)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            return Figures(**loads(done.stdout))


def measure(data: Path) -> Figures:
    """In this process, on the registry of a data folder."""
    config = configuration.load(data)
    admin = connect(config, DatabaseRole.ADMIN, pool_size=1)
    before = _resident()
    began = time.perf_counter()
    with admin.connect() as connection:
        held = [caught_up(connection, Snapshot())]
    read, resident = time.perf_counter() - began, _resident() - before
    somebody = next(iter(held[0].states[Person.SUBJECT].values()))

    def change(number: int) -> None:
        changed = replace(somebody, given_name=f"{somebody.given_name} {number}")
        with admin.begin() as connection:
            decisions.record(connection, changed, by="bench", note="")

    def consent(number: int) -> None:
        day = datetime.now(UTC).date()
        given = Consent(
            id=f"bench-{number}",
            student=somebody.id,
            tool="whatsapp",
            given_by=somebody.id,
            signed_on=day,
            expires=day,
        )
        with admin.begin() as connection:
            decisions.record(connection, given, by="bench", note="")

    def refresh() -> None:
        with admin.connect() as connection:
            held[0] = caught_up(connection, held[0])

    longest: list[float] = []
    costs = [_each(act, refresh, longest) for act in (change, consent)]
    admin.dispose()
    return Figures(
        resident=resident,
        read=read,
        person_changed=costs[0],
        consent_given=costs[1],
        stall=max(longest),
    )


def _each(act: Callable[[int], None], refresh: Callable[[], None], longest: list[float]) -> float:
    """The median of the seconds that `refresh` takes after each change, in a thread."""
    took = []
    for number in range(CHANGES):
        act(number)
        began = time.perf_counter()
        thread = threading.Thread(target=refresh)
        thread.start()
        longest.append(_longest_wait(thread))
        took.append(time.perf_counter() - began)
    return statistics.median(took)


def _longest_wait(thread: threading.Thread) -> float:
    """How much later than it wished this thread, like the reactor, got its turn."""
    longest, last = 0.0, time.perf_counter()
    while thread.is_alive():
        time.sleep(TICK)
        now = time.perf_counter()
        longest, last = max(longest, now - last - TICK), now
    return longest


def _resident() -> int:
    gc.collect()
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * 4096


if __name__ == "__main__":
    sys.stdout.write(dumps(asdict(measure(Path(sys.argv[1])))))
