"""What is known of uploaded files, for the gates: remembered here, kept in the database."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection
from typing import ParamSpec, TypeVar

from sqlalchemy import Engine
from synapse.module_api import ModuleApi
from twisted.python.threadpool import ThreadPool

from homeroom.documents import inspection
from homeroom.documents.inspection import Inspection

MOST_REMEMBERED = 1_000
P = ParamSpec("P")
T = TypeVar("T")


class Inspections:
    """One a process. An upload may be looked at in one process and named in another."""

    def __init__(self, api: ModuleApi, engine: Engine, threads: ThreadPool) -> None:
        self._api = api
        self._engine = engine
        self._threads = threads
        self._known: OrderedDict[str, Inspection] = OrderedDict()

    async def look_at(self, media_id: str, data: bytes) -> None:
        """Look at an upload and keep what was found, before Synapse takes it."""
        self._remember(await self.in_thread(self._look, media_id, data))

    async def find(self, media_ids: Collection[str]) -> dict[str, Inspection]:
        """What is known of these files; one that was never uploaded is not in it."""
        missing = [media_id for media_id in media_ids if media_id not in self._known]
        if missing:
            for found in await self.in_thread(self._fetch, missing):
                self._remember(found)
        return {key: self._known[key] for key in media_ids if key in self._known}

    async def in_thread(self, act: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """Do something long, so that no request waits for it."""
        return await self._api.defer_to_threadpool(self._threads, act, *args, **named)

    def _look(self, media_id: str, data: bytes) -> Inspection:
        found = inspection.inspect(media_id, data)
        with self._engine.begin() as connection:
            inspection.keep(connection, found)
        return found

    def _fetch(self, media_ids: Collection[str]) -> list[Inspection]:
        with self._engine.connect() as connection:
            return inspection.find(connection, media_ids)

    def _remember(self, found: Inspection) -> None:
        self._known[found.media_id] = found
        self._known.move_to_end(found.media_id)
        while len(self._known) > MOST_REMEMBERED:
            self._known.popitem(last=False)
