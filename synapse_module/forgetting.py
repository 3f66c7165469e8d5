"""What was lawfully destroyed in the database leaves each process's memory, too.

Synapse keeps events that it read lately; after a disposition every process lets go of them, and
reads again what is there now.
"""

from __future__ import annotations

import logging

from sqlalchemy import Engine, text
from synapse.module_api import ModuleApi
from twisted.python.threadpool import ThreadPool

from synapse_module.guard.contract import Pin

logger = logging.getLogger(__name__)

EVERY_SECONDS = 1.0
DISPOSED = text("SELECT retention.parts()")
PINS = (
    Pin(
        place="synapse.storage.databases.main.events_worker:"
        "EventsWorkerStore._invalidate_local_get_event_cache",
        digest="6f7e49929868686f",
        why="which memories of an event Synapse has",
    ),
)


class Forgetting:
    """One a process."""

    def __init__(self, api: ModuleApi, engine: Engine, threads: ThreadPool) -> None:
        self._api = api
        self._engine = engine
        self._threads = threads
        self._store = api._hs.get_datastores().main
        self._seen: int | None = None

    async def look(self) -> None:
        """Has anything been destroyed since the last look? Then let go of what was read."""
        try:
            parts = await self._api.defer_to_threadpool(self._threads, self._parts)
        except Exception as error:
            logger.error("dispositions not read: %s", type(error).__name__)
            return
        if self._seen is not None and parts != self._seen:
            self._forget()
        self._seen = parts

    def _forget(self) -> None:
        self._store._get_event_cache.clear()
        self._store._event_ref.clear()
        self._store._current_event_fetches.clear()
        self._store.get_applicable_edit.invalidate_all()
        self._store.get_thread_summary.invalidate_all()

    def _parts(self) -> int:
        with self._engine.connect() as connection:
            return int(connection.scalar(DISPOSED) or 0)
