"""Keeps the processes of one Homeroom running on one machine.

Each unit starts when those it needs are healthy, is restarted with a growing delay when it ends
by itself or hangs, and all are stopped in reverse order, so that PostgreSQL goes last. On Linux
the kernel ends the children if the supervisor is killed (`service_user.become`).
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from homeroom.errors import HomeroomError
from homeroom.sandbox.service import Process, State, Status, Step, Unit

FIRST_DELAY, LONGEST_DELAY = 0.5, 30.0
STEADY_AFTER = 10.0
START_ATTEMPTS = 3
POLL = 0.1
log = logging.getLogger(__name__)


def delay_before_restart(failures: int) -> float:
    """Seconds before the next start, after that many ends in a row."""
    return min(FIRST_DELAY * 2.0 ** min(failures - 1, 10), LONGEST_DELAY)


@dataclass(slots=True, kw_only=True)
class _Running:
    """A unit and what has become of it."""

    unit: Unit
    state: State = State.WAITING
    since: datetime = field(default_factory=lambda: datetime.now(UTC))
    process: subprocess.Popen[bytes] | None = None
    restarts: int = 0
    failures: int = 0
    up: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None

    def status(self) -> Status:
        alive = self.process is not None and self.process.returncode is None
        return Status(
            name=self.unit.name,
            title=self.unit.title,
            state=self.state,
            since=self.since,
            pid=self.process.pid if self.process is not None and alive else None,
            port=self.unit.port if isinstance(self.unit, Process) else None,
            restarts=self.restarts,
            is_process=isinstance(self.unit, Process),
        )


class Supervisor:
    """Runs `units`, given in the order in which they may start.

    `changed` is told the status of every unit after each change; `ready` is called once, when
    all are up for the first time.
    """

    def __init__(
        self,
        units: Sequence[Unit],
        *,
        logs: Path,
        changed: Callable[[list[Status]], None],
        ready: Callable[[], None] = lambda: None,
    ) -> None:
        self._units = {unit.name: _Running(unit=unit) for unit in units}
        self._logs, self._changed, self._ready = logs, changed, ready
        self._stop = asyncio.Event()
        self._failure: BaseException | None = None
        self._was_ready = False

    def stop(self) -> None:
        """Ask for the end; `run` returns when everything has stopped."""
        self._stop.set()

    async def run(self) -> None:
        """Start everything, keep it up until `stop`, and end it in reverse order.

        Errors: HomeroomError if a unit cannot be started the first time; nothing then runs on.
        """
        for running in self._units.values():
            running.task = asyncio.create_task(self._guard(running))
        watcher = asyncio.create_task(self._announce_ready())
        await self._stop.wait()
        watcher.cancel()
        await self._end_all()
        if self._failure is not None:
            raise self._failure

    async def _announce_ready(self) -> None:
        for running in self._units.values():
            await running.up.wait()
        self._was_ready = True
        log.info("everything is up")
        self._ready()

    async def _guard(self, running: _Running) -> None:
        """A unit that fails for good ends everything, with its own error as the reason."""
        try:
            for name in running.unit.needs:
                await self._units[name].up.wait()
            if isinstance(running.unit, Step):
                await self._do(running, running.unit)
            else:
                await self._keep(running, running.unit)
        except Exception as error:
            log.error("%s failed: %s", running.unit.name, type(error).__name__)
            self._failure = self._failure or error
            self._stop.set()

    async def _do(self, running: _Running, step: Step) -> None:
        self._set(running, State.STARTING)
        await asyncio.to_thread(step.action)
        self._set(running, State.DONE)

    async def _keep(self, running: _Running, process: Process) -> None:
        while True:
            started = monotonic()
            running.process = self._spawn(process)
            self._set(running, State.STARTING)
            if await self._becomes_healthy(running, process):
                self._set(running, State.RUNNING)
            await self._ended_or_hung(running.process, process)
            log.warning("%s ended, status %s", process.name, running.process.returncode)
            await self._pause_after_end(running, process, monotonic() - started)

    async def _pause_after_end(self, running: _Running, process: Process, lasted: float) -> None:
        running.failures = 1 if lasted > STEADY_AFTER else running.failures + 1
        if not running.up.is_set() and running.failures >= START_ATTEMPTS:
            raise HomeroomError(self._why_not_started(process))
        self._set(running, State.BACKING_OFF)
        await asyncio.sleep(delay_before_restart(running.failures))
        running.restarts += 1

    async def _becomes_healthy(self, running: _Running, process: Process) -> bool:
        """Wait for health; a process that takes too long is killed and counts as ended."""
        child, deadline = running.process, monotonic() + process.ready_within
        while child is not None and child.poll() is None:
            if await asyncio.to_thread(process.healthy):
                return child.poll() is None
            if monotonic() > deadline:
                log.warning("%s was not healthy in time", process.name)
                child.kill()
                return False
            await asyncio.sleep(POLL)
        return False

    async def _ended_or_hung(self, child: subprocess.Popen[bytes], process: Process) -> None:
        watch = asyncio.create_task(self._watch(child, process))
        try:
            await self._ended(child)
        finally:
            watch.cancel()

    async def _watch(self, child: subprocess.Popen[bytes], process: Process) -> None:
        """Kill a process that answers nothing any more; it is then one that ended by itself.

        Misses are counted, not seconds: after the machine slept nobody is late.
        """
        missed = 0
        while missed < process.misses:
            await asyncio.sleep(process.asked_every)
            missed = 0 if await asyncio.to_thread(process.alive) else missed + 1
        log.warning("%s answered none of %d questions and is killed", process.name, missed)
        child.kill()

    async def _ended(self, child: subprocess.Popen[bytes]) -> None:
        # Nothing announces the end of a child that works on every system and needs no thread.
        while child.poll() is None:  # noqa: ASYNC110
            await asyncio.sleep(POLL)

    def _spawn(self, process: Process) -> subprocess.Popen[bytes]:
        with self._log_of(process).open("ab") as output:
            child = subprocess.Popen(
                process.command,
                cwd=process.folder,
                env={**os.environ, **process.environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        log.info("%s started, pid %d", process.name, child.pid)
        return child

    async def _end_all(self) -> None:
        for running in reversed(self._units.values()):
            if running.task is not None:
                running.task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await running.task
            if isinstance(running.unit, Process):
                await self._end(running, running.unit)

    async def _end(self, running: _Running, process: Process) -> None:
        child = running.process
        if child is not None and child.poll() is None:
            child.send_signal(process.stop_signal)
            try:
                await asyncio.wait_for(self._ended(child), process.stopped_within)
            except TimeoutError:
                log.warning("%s did not stop in time and is killed", process.name)
                child.kill()
                await self._ended(child)
        self._set(running, State.STOPPED)

    def _set(self, running: _Running, state: State) -> None:
        running.state, running.since = state, datetime.now(UTC)
        if state in (State.RUNNING, State.DONE):
            running.up.set()
        self._changed([each.status() for each in self._units.values()])

    def _log_of(self, process: Process) -> Path:
        return self._logs / f"{process.name}.log"

    def _why_not_started(self, process: Process) -> str:
        file = self._log_of(process)
        lines = file.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        last = lines[-1][:300] if lines else "it said nothing"
        return f"{process.title} ended {START_ATTEMPTS} times at its start: {last} (log: {file})"
