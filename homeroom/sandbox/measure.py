"""What is measured of the running demo: how soon it is kept, how much memory all of it takes."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, text

from homeroom.errors import HomeroomError
from homeroom.sandbox.tour.matrix import Somebody

PAUSE_SECONDS = 0.1
LOOK_SECONDS = 0.02
KEPT_WITHIN = 30.0
SEALED = text("SELECT key FROM archive.origin WHERE kind = 'event' AND key = ANY(:keys)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """Of one process, in bytes. `proportional` counts shared pages once over all processes."""

    name: str
    resident: int
    proportional: int


class SealWatch:
    """Notes when each acknowledged event is first seen in the archive."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._sent: dict[str, float] = {}
        self._delays: dict[str, float] = {}
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def acknowledged(self, event_id: str) -> None:
        self._sent[event_id] = time.monotonic()

    def delays(self) -> list[float]:
        """Seconds from acknowledgement to archive, for every event; waits for the last."""
        deadline = time.monotonic() + KEPT_WITHIN
        while len(self._delays) < len(self._sent):
            if time.monotonic() > deadline:
                missing = len(self._sent) - len(self._delays)
                raise HomeroomError(f"{missing} acknowledged events are not in the archive")
            time.sleep(LOOK_SECONDS)
        self._done.set()
        self._thread.join()
        return list(self._delays.values())

    def _watch(self) -> None:
        with self._engine.connect() as connection:
            while not self._done.is_set():
                waiting = [key for key in list(self._sent) if key not in self._delays]
                found = connection.scalars(SEALED, {"keys": waiting}).all() if waiting else []
                now = time.monotonic()
                connection.rollback()
                self._delays |= {key: max(0.0, now - self._sent[key]) for key in found}
                time.sleep(LOOK_SECONDS)


def archived_after(sender: Somebody, room_id: str, engine: Engine, messages: int) -> list[float]:
    """Send messages at a steady pace; seconds until each is in the archive."""
    watch = SealWatch(engine)
    for number in range(messages):
        answer = sender.send(room_id, f"Measuring, message {number} of {messages}.")
        if not answer.is_success:
            raise HomeroomError(f"a message was refused: {answer.text}")
        watch.acknowledged(answer.json()["event_id"])
        time.sleep(PAUSE_SECONDS)
    return watch.delays()


def percentile(values: Iterable[float], percent: int) -> float:
    """The value below which so many percent lie."""
    return statistics.quantiles(values, n=100)[percent - 1]


def memory(root: int) -> list[Memory]:
    """Every process below `root`, itself included (Linux's /proc)."""
    found = (_memory(pid) for pid in sorted(descendants(root)))
    return [each for each in found if each is not None]


def _memory(pid: int) -> Memory | None:
    """None for a process that ended meanwhile: PostgreSQL's workers come and go."""
    folder = Path(f"/proc/{pid}")
    try:
        lines = (folder / "smaps_rollup").read_text().splitlines()[1:]
        words = (folder / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return None
    fields = dict(line.split(":", 1) for line in lines)
    return Memory(
        name=b" ".join(words[:6]).decode(errors="replace").strip()[:60],
        resident=_bytes(fields["Rss"]),
        proportional=_bytes(fields["Pss"]),
    )


def _bytes(field: str) -> int:
    return int(field.split(maxsplit=1)[0]) * 1024


def descendants(root: int) -> set[int]:
    """The process `root` and all that it started, directly or not (Linux's /proc)."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            content = stat.read_text()
        except OSError:
            continue
        parent = int(content.rpartition(")")[2].split()[1])
        parents.setdefault(parent, []).append(int(stat.parent.name))
    found, waiting = set(), [root]
    while waiting:
        pid = waiting.pop()
        found.add(pid)
        waiting += parents.get(pid, [])
    return found
