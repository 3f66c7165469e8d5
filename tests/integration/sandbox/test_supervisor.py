"""The supervisor over real child processes: order, restarts, the end, and a failed start."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from homeroom.errors import HomeroomError
from homeroom.sandbox.ports import HOST
from homeroom.sandbox.service import Process, State, Status, Step, answers, responds
from homeroom.sandbox.service_user import become
from homeroom.sandbox.supervisor import Supervisor
from tests.fixtures.postgres import free_port

# Notes its start and its end in a journal, and needs a moment for both.
CHILD = """
import signal, sys, time
name, journal = sys.argv[1:]
def note(word):
    with open(journal, "a") as file: print(word, name, file=file)
def end(*_):
    time.sleep(0.2); note("ended"); sys.exit(0)
signal.signal(signal.SIGTERM, end)
time.sleep(0.2); note("started")
while True: signal.pause()
"""
DEADLINE = 20.0


class Stage:
    """Children in a folder, and what the supervisor said of them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.journal = folder, folder / "journal"
        self.journal.touch()
        self.seen: list[list[Status]] = []

    def lines(self) -> list[str]:
        return self.journal.read_text().splitlines()

    def child(self, name: str, *needs: str) -> Process:
        command = (sys.executable, "-c", CHILD, name, str(self.journal))
        return Process(
            name=name,
            title=name,
            command=(*become(None, death_signal="KILL"), *command),
            needs=needs,
            healthy=lambda: f"started {name}" in self.lines(),
            alive=lambda: True,
        )

    def supervisor(self, *units: Process | Step) -> Supervisor:
        return Supervisor(units, logs=self.folder, changed=self.seen.append)

    def status(self, name: str) -> Status:
        return next(status for status in self.seen[-1] if status.name == name)

    def is_up(self, *names: str) -> bool:
        return bool(self.seen) and all(self.status(name).up for name in names)


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


async def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + DEADLINE
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        await asyncio.sleep(0.02)


async def test_starts_in_order_of_health_and_stops_in_reverse(stage: Stage) -> None:
    first, second = stage.child("first"), stage.child("second", "between")

    def note() -> None:
        with stage.journal.open("a") as journal:
            journal.write("between\n")

    between = Step(name="between", title="between", needs=("first",), action=note)
    supervisor = stage.supervisor(first, between, second)
    run = asyncio.create_task(supervisor.run())
    await until(lambda: stage.is_up("second"))
    supervisor.stop()
    await run
    assert stage.lines() == [
        "started first",
        "between",
        "started second",
        "ended second",
        "ended first",
    ]
    assert stage.status("first").state is State.STOPPED


async def test_a_killed_process_comes_back_and_the_others_stay(stage: Stage) -> None:
    supervisor = stage.supervisor(stage.child("first"), stage.child("second", "first"))
    run = asyncio.create_task(supervisor.run())
    await until(lambda: stage.is_up("first", "second"))
    killed, untouched = stage.status("first").pid, stage.status("second").pid
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    await until(lambda: stage.status("first").restarts == 1 and stage.is_up("first"))
    assert stage.status("first").pid != killed
    assert stage.status("second").pid == untouched
    supervisor.stop()
    await run


async def test_a_process_that_hangs_is_started_anew(stage: Stage) -> None:
    """Stopped as by SIGSTOP it takes connections and answers none."""
    port = free_port()
    command = (sys.executable, "-m", "http.server", "--bind", HOST, str(port))
    server = replace(
        stage.child("server"),
        command=(*become(None, death_signal="KILL"), *command),
        healthy=answers(port, "/"),
        alive=responds(port),
        asked_every=0.1,
        misses=1,
    )
    supervisor = stage.supervisor(server)
    run = asyncio.create_task(supervisor.run())
    await until(lambda: stage.is_up("server"))
    first = stage.status("server").pid
    assert first is not None
    os.kill(first, signal.SIGSTOP)
    await until(lambda: stage.status("server").restarts == 1 and stage.is_up("server"))
    assert stage.status("server").pid != first
    assert answers(port, "/")()
    supervisor.stop()
    await run


async def test_one_question_missed_is_forgiven(stage: Stage) -> None:
    """Only misses in a row count: a busy machine is no hung process."""
    answered: list[bool] = []

    def alive() -> bool:
        answered.append(len(answered) % 2 == 1)
        return answered[-1]

    busy = replace(stage.child("busy"), alive=alive, asked_every=0.01, misses=2)
    supervisor = stage.supervisor(busy)
    run = asyncio.create_task(supervisor.run())
    await until(lambda: len(answered) > 20)
    assert stage.status("busy").restarts == 0
    supervisor.stop()
    await run


async def test_a_process_that_cannot_start_ends_the_others_and_says_why(stage: Stage) -> None:
    broken = replace(
        stage.child("broken", "first"),
        command=(sys.executable, "-c", "import sys; sys.exit('no such key: colour')"),
    )
    with pytest.raises(HomeroomError, match=r"broken ended 3 times.*no such key: colour"):
        await stage.supervisor(stage.child("first"), broken).run()
    assert stage.lines() == ["started first", "ended first"]


async def test_a_step_that_fails_ends_everything_with_its_own_error(stage: Stage) -> None:
    def refuse() -> None:
        raise HomeroomError("the disk is full")

    step = Step(name="step", title="step", action=refuse, needs=("first",))
    with pytest.raises(HomeroomError, match="the disk is full"):
        await stage.supervisor(stage.child("first"), step).run()
    assert stage.lines()[-1] == "ended first"


async def test_a_process_that_ignores_the_signal_is_killed(stage: Stage) -> None:
    script = CHILD.replace("signal.signal(signal.SIGTERM, end)", "signal.signal(15, lambda *_: 0)")
    deaf = replace(stage.child("deaf"), stopped_within=0.3)
    deaf = replace(deaf, command=(sys.executable, "-c", script, "deaf", str(stage.journal)))
    supervisor = stage.supervisor(deaf)
    run = asyncio.create_task(supervisor.run())
    await until(lambda: stage.is_up("deaf"))
    supervisor.stop()
    await run
    assert stage.lines() == ["started deaf"]


SUPERVISOR = """
import asyncio, sys
from pathlib import Path
from tests.integration.sandbox.test_supervisor import Stage
stage = Stage(Path(sys.argv[1]))
asyncio.run(stage.supervisor(stage.child("first")).run())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's death signal is Linux's")
def test_no_child_outlives_a_supervisor_that_is_killed(stage: Stage) -> None:
    parent = subprocess.Popen([sys.executable, "-c", SUPERVISOR, str(stage.folder)])
    asyncio.run(until(lambda: "started first" in stage.lines()))
    children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split()
    assert len(children) == 1
    parent.kill()
    parent.wait()
    asyncio.run(until(lambda: not _alive(int(children[0]))))


def _alive(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
