"""Which supervisor runs in a data folder: the lock it holds, and the status it writes."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from homeroom.errors import InputError
from homeroom.sandbox.configuration import write_private
from homeroom.sandbox.service import State, Status

STOPS_WITHIN = 120.0


def _lock_file(data: Path) -> Path:
    return data / "run" / "supervisor.pid"


@contextlib.contextmanager
def only_one(data: Path) -> Iterator[None]:
    """Hold the data folder for this process; `InputError` if another Homeroom runs in it."""
    file = _lock_file(data)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with file.open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputError(already_runs(data, running_pid(data))) from None
        note_pid(data)
        try:
            yield
        finally:
            file.write_text("")


def already_runs(data: Path, pid: int | None) -> str:
    """What somebody is told who starts a second Homeroom in one folder."""
    return (
        f"Homeroom runs in {data} already (process {pid}): stop it with "
        f"`homeroom down --data {data}`, or choose another --data."
    )


def note_pid(data: Path) -> None:
    """Write down that this process is the one that holds the folder."""
    _lock_file(data).write_text(f"{os.getpid()}\n")


def ended_uncleanly(data: Path) -> bool:
    """Did the last supervisor here end without letting go, as after kill -9?"""
    file = _lock_file(data)
    return file.exists() and bool(file.read_text().strip())


def running_pid(data: Path) -> int | None:
    """The process id of the supervisor that holds the folder now; None if there is none."""
    file = _lock_file(data)
    if not file.exists():
        return None
    with file.open("r") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return int(handle.read().strip() or 0) or None
    return None


def stop(data: Path) -> bool:
    """Ask the supervisor of the folder to stop, and wait for it. False if none runs."""
    pid = running_pid(data)
    if pid is None:
        return False
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + STOPS_WITHIN
    while running_pid(data) is not None:
        if time.monotonic() > deadline:
            raise InputError(f"Homeroom (process {pid}) did not stop; see {data}/logs.")
        time.sleep(0.1)
    return True


def write_status(data: Path, statuses: Iterable[Status], *, ready_after: float | None) -> None:
    """What `homeroom status` reads, and one pid file a process."""
    rows = [_row(status) for status in statuses if status.is_process]
    write_private(
        data / "run" / "status.json",
        json.dumps({"ready_after_seconds": ready_after, "processes": rows}, indent=2),
    )
    for row in rows:
        file = data / "run" / f"{row['name']}.pid"
        if row["pid"] is None:
            file.unlink(missing_ok=True)
        else:
            write_private(file, f"{row['pid']}\n")


def read_status(data: Path) -> dict[str, Any]:
    """The state of the folder's processes; `running` false where no supervisor holds it."""
    pid = running_pid(data)
    file = data / "run" / "status.json"
    known = json.loads(file.read_text()) if pid is not None and file.exists() else {}
    rows = known.get("processes", [])
    after = known.get("ready_after_seconds")
    ready = after is not None and all(row["state"] == State.RUNNING for row in rows)
    return {
        "running": pid is not None,
        "ready": ready,
        "supervisor": pid,
        "data": str(data.resolve()),
        "ready_after_seconds": after,
        "processes": rows,
    }


def _row(status: Status) -> dict[str, Any]:
    return {
        "name": status.name,
        "pid": status.pid,
        "state": status.state.value,
        "restarts": status.restarts,
        "since": status.since.isoformat(timespec="seconds"),
        "port": status.port,
    }
