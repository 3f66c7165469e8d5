"""How the bridge follows the registry: by the number of its last decision."""

from __future__ import annotations

import time

JUST_NOW = 10.0


class Freshness:
    """The registry's last `seq`, and whether it moved within the last seconds.

    Synapse judges by a snapshot that may be two seconds behind: while something has just been
    decided, a refusal can be out of date.
    """

    def __init__(self) -> None:
        self.seq = -1
        self._moved = -JUST_NOW

    def seen(self, seq: int) -> None:
        """Take note of the registry's last `seq`."""
        if seq != self.seq:
            self.seq = seq
            self.moved()

    def moved(self) -> None:
        """Something was decided now."""
        self._moved = time.monotonic()

    def __call__(self) -> bool:
        return time.monotonic() - self._moved < JUST_NOW
