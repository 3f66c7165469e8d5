"""When somebody last said something in a room: what slow mode is judged by.

Kept in this process's memory. Where several workers take messages, each knows those it took
itself: somebody who reaches another worker with each message waits less than the policy says. Such
a one gains a few messages a minute, and every one of them is judged and kept all the same.
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

    def accepted(self, room_id: str, user_id: str) -> None:
        """A message of theirs was accepted now."""
        key = (room_id, user_id)
        self._last[key] = self._clock()
        self._last.move_to_end(key)
        while len(self._last) > MOST_REMEMBERED:
            self._last.popitem(last=False)
