"""What is long is read in a thread, so that no other request waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from synapse.module_api import ModuleApi
from twisted.python.threadpool import ThreadPool

from homeroom.registry.leaves import leaves

QUICKLY_READ = 300
"""Characters; the detector takes a tenth of a second for the worst text of this length."""
T = TypeVar("T")


class Reader:
    """One a process. What is read is immutable: the registry's snapshot, an event, its room."""

    def __init__(self, api: ModuleApi, threads: ThreadPool) -> None:
        self._api = api
        self._threads = threads

    async def read(self, see: Callable[[], T], content: Any, written: Iterable[str] = ()) -> T:
        """What `see` returns, which searches a content and the words `written` in files."""
        if is_short(content, written):
            return see()
        return await self._api.defer_to_threadpool(self._threads, see)


def is_short(content: Any, written: Iterable[str] = ()) -> bool:
    """Is there so little to read that no thread is worth its while?"""
    words = sum(len(str(leaf.value)) for leaf in leaves(content))
    return words + sum(map(len, written)) < QUICKLY_READ
