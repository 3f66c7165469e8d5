"""Copies media into the archive's files beside sealing: a store that is slow or away holds up none.

What is copied waits here until the archiver has sealed it; what cannot be copied is tried again,
and says why. Files that entries name are made searchable here, too.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import InterfaceError, OperationalError

from homeroom.archive import attached, fetching
from homeroom.archive.fetching import Fetched, Store
from homeroom.archive.files.encrypting import encrypt_some
from homeroom.errors import HomeroomError

PLAIN_AT_ONCE = 20
PLAIN_EVERY = 300.0
"""Seconds between two looks for files that an older Homeroom kept as they are."""
AFTER_FAILURE = 5.0
logger = logging.getLogger("homeroom.archiver")


@dataclass(slots=True, kw_only=True)
class Fetcher:
    """Works while `active` is set, until `stopping` is."""

    engine: Engine
    store: Store
    active: threading.Event
    stopping: threading.Event
    every: float
    _ready: list[Fetched] = field(default_factory=list)
    _sealed: threading.Event = field(default_factory=threading.Event)
    _looked: float = float("-inf")

    def run(self) -> None:
        """Whatever fails is tried again."""
        while not self.stopping.is_set():
            pause = self.every if self.active.is_set() else 1.0
            try:
                if self.active.is_set():
                    with self.engine.connect() as connection:
                        self._work(connection)
            except (OperationalError, InterfaceError) as error:
                logger.warning("media wait", extra={"error": type(error.orig).__name__})
                pause = AFTER_FAILURE
            except HomeroomError as error:
                logger.warning("media wait", extra={"problem": str(error)})
                pause = AFTER_FAILURE
            except Exception:
                logger.exception("media wait")
                pause = AFTER_FAILURE
            self.stopping.wait(pause)

    @contextmanager
    def fetched(self) -> Iterator[list[Fetched]]:
        """What is copied and not sealed yet; at the end of the block it is fetched no more."""
        ready = self._ready
        try:
            yield ready
        finally:
            if ready:
                self._ready = []
                self._sealed.set()

    def _work(self, connection: Connection) -> None:
        attached.take(connection, self.store.district)
        if ready := list(self._copied(connection)):
            self._sealed.clear()
            self._ready = ready
            while not self._sealed.wait(1.0):
                if self.stopping.is_set() or not self.active.is_set():
                    self._ready = []
                    return
        elif monotonic() - self._looked > PLAIN_EVERY and not encrypt_some(
            connection, self.store.files, PLAIN_AT_ONCE
        ):
            self._looked = monotonic()

    def _copied(self, connection: Connection) -> Iterator[Fetched]:
        """What is due and could be had; of the rest it is noted why. Nothing is locked."""
        for mxc in fetching.due(connection, self.store):
            if self.stopping.is_set():
                break
            try:
                yield fetching.fetch(connection, self.store, mxc)
            except HomeroomError as problem:
                connection.rollback()
                fetching.try_later(connection, self.store, mxc, str(problem))
                connection.commit()
                logger.warning("media pending", extra={"mxc": mxc, "problem": str(problem)})
        connection.commit()
