"""Batches that are prepared by a process beside, while the archiver copies the one before.

Only for a backlog: it takes several full batches to start it, and it ends when the outbox is short.
It never has to be there: whatever goes wrong with it, what it made is dropped, and the archiver
seals as it would without.
"""

from __future__ import annotations

import logging
import queue
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pickle import UnpicklingError

from homeroom.archive.batch import BATCH, Ask, Batch, statuses, take
from homeroom.archive.preparing import Answer, Order

FULL_BATCHES = 3
"""So many one after the other are a backlog."""
IN_WORK = 3
"""Batches that are asked for at a time: one is taken, the others are prepared meanwhile."""
ROUND = 64
"""Batches until the outbox is read from its beginning again: an id is given out before its row is
committed, so rows may have come in behind."""
PATIENCE_SECONDS = 10.0
FAILED_BATCHES = 100
"""So many batches are sealed without, where preparing has failed."""

logger = logging.getLogger("homeroom.archiver")


@dataclass(slots=True, kw_only=True)
class Beside:
    """A process at work, what it is to do, and what it answers."""

    process: subprocess.Popen[bytes]
    pipe: Connection
    orders: queue.SimpleQueue[Order | None] = field(default_factory=queue.SimpleQueue)
    answers: queue.SimpleQueue[Answer | EOFError] = field(default_factory=queue.SimpleQueue)
    threads: list[threading.Thread] = field(init=False)
    ready: bool = False
    waiting: int = 0
    """How many answers are due."""
    stale: int = 0
    """How many of these are not wanted any more."""

    def __post_init__(self) -> None:
        """In threads, so that the pipe never makes the archiver wait."""
        self.threads = [
            threading.Thread(target=work, name="prepared", daemon=True)
            for work in (self._write, self._read)
        ]
        for thread in self.threads:
            thread.start()

    def _write(self) -> None:
        with suppress(OSError):
            while order := self.orders.get():
                self.pipe.send(order)

    def _read(self) -> None:
        try:
            while True:
                self.answers.put(self.pipe.recv())
        except (EOFError, OSError, UnpicklingError):
            self.answers.put(EOFError())

    def order(self, order: Order) -> None:
        self.orders.put(order)
        self.waiting += 1

    def answer(self) -> Answer:
        """The next answer; `queue.Empty` if it is not there in time."""
        said = self.answers.get(timeout=PATIENCE_SECONDS)
        if isinstance(said, EOFError):
            raise said
        self.waiting -= 1
        return said

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        self.orders.put(None)
        for thread in self.threads:
            thread.join()
        self.pipe.close()


@dataclass(slots=True, kw_only=True)
class Ahead:
    """The batches of one archiver. Whatever happens to the process, nothing is raised here."""

    district: str
    beside: Beside | None = None
    _full: int = 0
    _asked: int = 0
    """In this round."""
    _after: int = 0
    """The last row of those in work."""
    _short: bool = False
    """Nothing more is there."""

    def note(self, taken: int) -> None:
        """The archiver took so many by itself: is that a backlog?"""
        self._full = self._full + 1 if taken >= BATCH else min(self._full, 0)
        if self._full >= FULL_BATCHES and self.beside is None:
            try:
                self._start()
            except OSError as error:
                self._failed(error)

    def take(self, ask: Ask) -> Batch | None:
        """The next batch, and more into work; None where the archiver is to seal by itself."""
        beside = self.beside
        if beside is None:
            return None
        try:
            return self._take(beside, ask)
        except (EOFError, queue.Empty) as error:
            self._failed(error)
            return None

    def drop(self) -> None:
        """What was prepared is not true any more: seal one batch without, then begin again."""
        if self.beside is not None:
            self.beside.stale = self.beside.waiting

    def end(self) -> None:
        """Nobody prepares any more."""
        self._full = 0
        if self.beside is not None:
            self.beside.end()
            self.beside = None

    def _take(self, beside: Beside, ask: Ask) -> Batch | None:
        if not beside.ready:
            if beside.answers.empty():
                return None
            beside.waiting, beside.ready = 1, True
            beside.answer()
        while beside.stale:
            beside.answer()
            beside.stale -= 1
        self._order(beside, ask)
        if beside.waiting == 0:
            self.end()
            return None
        batch = beside.answer()
        if batch is None:
            self.drop()
        return batch

    def _order(self, beside: Beside, ask: Ask) -> None:
        """Have so many in work; the next round begins once the last one is sealed."""
        if beside.waiting == 0:
            self._asked = self._after = 0
        while beside.waiting < IN_WORK and self._asked < ROUND and not self._short:
            rows = take(ask, self.district, BATCH, self._after)
            self._asked, self._short = self._asked + 1, len(rows) < BATCH
            if rows:
                self._after = rows[-1].id
                found = statuses(ask, rows)
                beside.order(Order(district=self.district, rows=rows, statuses=found))

    def _start(self) -> None:
        ours, theirs = Pipe()
        with theirs:
            command = (sys.executable, "-m", "homeroom.archive.preparing", str(theirs.fileno()))
            process = subprocess.Popen(
                command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL
            )
        self.beside = Beside(process=process, pipe=ours)
        self._short = False

    def _failed(self, error: Exception) -> None:
        logger.warning("nobody prepares batches", extra={"error": type(error).__name__})
        self.end()
        self._full = -FAILED_BATCHES
