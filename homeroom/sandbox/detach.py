"""`homeroom up --detach`: the supervisor goes on without a terminal; the caller hears of it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from homeroom.errors import HomeroomError, InputError
from homeroom.sandbox import instance
from homeroom.sandbox.display import Line
from homeroom.sandbox.service import Status
from homeroom.sandbox.start import Options, run


def start_detached(options: Options, show: Callable[[Sequence[Line]], None]) -> None:
    """Start in a process of its own; return once all is up. Errors are those of `run`."""
    reader, writer = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    if os.fork() == 0:
        os.close(reader)
        _go_on_alone(options, writer)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as lines:
        for line in lines:
            said = json.loads(line)
            if "error" in said:
                kind = InputError if said["input"] else HomeroomError
                raise kind(said["error"])
            if "ready" in said:
                return
            show([(title, state) for title, state in said["units"]])
    raise HomeroomError(f"The supervisor ended without a word; see {options.data}/logs.")


def _go_on_alone(options: Options, writer: int) -> None:
    """The child's life; it never returns into the caller's code."""
    status = 1
    try:
        os.setsid()
        _close_terminal(options.data)
        _run(options, writer)
        status = 0
    finally:
        os._exit(status)


def _run(options: Options, writer: int) -> None:
    channel: list[int] = [writer]

    def say(message: dict[str, object]) -> None:
        if channel:
            os.write(channel[0], (json.dumps(message) + "\n").encode())

    def ready() -> None:
        say({"ready": True})
        os.close(channel.pop())

    try:
        run(
            options,
            holding=instance.only_one(options.data),
            changed=lambda statuses: say({"units": _lines(statuses)}),
            ready=ready,
        )
    except HomeroomError as error:
        say({"error": str(error), "input": isinstance(error, InputError)})


def _lines(statuses: Sequence[Status]) -> list[tuple[str, str]]:
    return [(status.title, status.state.value) for status in statuses]


def _close_terminal(data: Path) -> None:
    """Nothing is read from the terminal again; what is printed goes into the log."""
    (data / "logs").mkdir(mode=0o700, parents=True, exist_ok=True)
    nowhere = os.open(os.devnull, os.O_RDONLY)
    log = os.open(data / "logs" / "supervisor.log", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.dup2(nowhere, 0)
    os.dup2(log, 1)
    os.dup2(log, 2)
