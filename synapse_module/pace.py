"""When somebody last said something in a room: what slow mode is judged by.

Kept in this process's memory: what it let pass itself, and what it heard of other processes'
messages (`synapse_module/elsewhere.py`). Two messages of the same moment, on two processes, do not
know of each other: until the first is stored and announced, some tens of milliseconds on an idle
machine, the second passes, once a process. It is judged by all other rules and kept all the same.
A process that starts anew remembers nothing that was said before.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

MOST_REMEMBERED = 50_000


class Pace:
    """One a process; the oldest are forgotten first."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last: OrderedDict[tuple[str, str], float] = OrderedDict()

    def since(self, room_id: str, user_id: str) -> float | None:
        """Seconds since their last message here was accepted; None where none is remembered."""
        last = self._last.get((room_id, user_id))
        return None if last is None else self._clock() - last

    def accepted(self, room_id: str, user_id: str, ago: float = 0.0) -> None:
        """A message of theirs was accepted, so many seconds ago; the last one counts."""
        key, at = (room_id, user_id), self._clock() - max(0.0, ago)
        if at < self._last.get(key, at):
            return
        self._last[key] = at
        self._last.move_to_end(key)
        while len(self._last) > MOST_REMEMBERED:
            self._last.popitem(last=False)
