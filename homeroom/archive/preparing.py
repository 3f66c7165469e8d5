"""The process that prepares batches beside the archiver: `python -m homeroom.archive.preparing FD`.

Rows come over a pipe, and go back as what they are as entries: it reads nothing, locks nothing and
writes nothing, so it may be killed or stopped at any time (`ahead`). It imports as little as it
can: its memory counts as the archiver's.
"""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection

from homeroom.archive.batch import Batch, prepare
from homeroom.archive.payload import Annotation, OutboxRow

OBJECTS = 100_000
"""Between two searches for cycles of garbage: what is made here has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Rows to prepare, and what Synapse's tables say of the events in them."""

    district: str
    rows: Sequence[OutboxRow]
    statuses: dict[str, Annotation]


Answer = Batch | None
"""None where the rows cannot be prepared whole; said first of all, once, when all is ready."""


def serve(pipe: Connection) -> None:
    """Answer until nobody is there."""
    pipe.send(None)
    while True:
        order: Order = pipe.recv()
        pipe.send(_answer(order))


def _answer(order: Order) -> Answer:
    try:
        return prepare(order.district, order.rows, order.statuses)
    except Exception:
        # The archiver meets it again, row by row, and says what it is.
        return None


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(OBJECTS)
    try:
        serve(Connection(int(sys.argv[1])))
    except (EOFError, OSError):
        sys.exit(0)
