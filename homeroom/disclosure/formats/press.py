"""Does a piece of work beside its caller, one after the other, so that two processors are used."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

Work = Callable[[], None]


class Press:
    """One piece at a time, in the order given; whoever gives the next waits for the one before."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._running: Future[None] | None = None

    def give(self, work: Work) -> None:
        """Begin it; raises what went wrong with the one before."""
        self.wait()
        self._running = self._pool.submit(work)

    def wait(self) -> None:
        """Until all that was given is done; raises what went wrong."""
        running, self._running = self._running, None
        if running is not None:
            running.result()

    def close(self) -> None:
        """Wait for all of it, and end."""
        try:
            self.wait()
        finally:
            self._pool.shutdown()
