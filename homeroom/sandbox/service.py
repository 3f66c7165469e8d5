"""What the supervisor runs: processes that must stay up, and steps that must be done once."""

from __future__ import annotations

import http.client
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from homeroom.sandbox.ports import HOST


class State(StrEnum):
    """Where a process or step is in its life."""

    WAITING = "waiting"
    STARTING = "starting"
    RUNNING = "running"
    BACKING_OFF = "backing off"
    DONE = "done"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """A process that is kept running. `healthy` and `alive` may block; a thread asks them.

    Healthy is what others wait for at a start; alive is whoever answers at all, if only to say
    that something else is missing. One that misses `misses` questions in a row, asked every
    `asked_every` seconds, hangs, and is started anew.
    """

    name: str
    title: str
    command: tuple[str, ...]
    healthy: Callable[[], bool]
    alive: Callable[[], bool]
    asked_every: float = 5.0
    misses: int = 5
    needs: tuple[str, ...] = ()
    port: int | None = None
    folder: Path | None = None
    environment: dict[str, str] = field(default_factory=dict)
    stop_signal: signal.Signals = signal.SIGTERM
    ready_within: float = 60.0
    stopped_within: float = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something to be done once at each start, when its needs are met. It may block."""

    name: str
    title: str
    action: Callable[[], None]
    needs: tuple[str, ...] = ()


Unit = Process | Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What is known of a unit at one moment."""

    name: str
    title: str
    state: State
    since: datetime
    pid: int | None = None
    port: int | None = None
    restarts: int = 0
    is_process: bool = True

    @property
    def up(self) -> bool:
        return self.state in (State.RUNNING, State.DONE)


def answers(port: int, *paths: str) -> Callable[[], bool]:
    """A health check: does one of the paths on this loopback port answer 200?"""

    def healthy() -> bool:
        return any(_status(port, path) == 200 for path in paths)

    return healthy


def responds(port: int) -> Callable[[], bool]:
    """A question whether somebody is there: any answer on this loopback port will do."""

    def alive() -> bool:
        return _status(port, "/health") is not None

    return alive


def _status(port: int, path: str) -> int | None:
    connection = http.client.HTTPConnection(HOST, port, timeout=3)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
