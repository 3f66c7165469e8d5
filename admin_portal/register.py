"""The registry in memory, for questions that need much of it; caught up at each request."""

from __future__ import annotations

import threading

from sqlalchemy import Connection

from homeroom.registry.snapshot import Snapshot, caught_up


class Register:
    """One a process, shared by all requests."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._snapshot = Snapshot()

    def now(self, connection: Connection) -> Snapshot:
        """The registry as this connection sees it."""
        with self._lock:
            self._snapshot = caught_up(connection, self._snapshot)
            return self._snapshot
