"""Taking in history from before the capture was there, in the order in which it came.

Each event is sealed as Synapse holds it now, and marked: adopted, backfilled, redacted before it
was seen, or pruned, in which case its words are gone and no record of ours ever had them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from sqlalchemy import Connection, text

AT_ONCE = 1000
MOST_WAITING = 10_000
"""The archiver is left to catch up above that, so that no alarm is raised and nobody is stopped."""
COUNT = text("""
    SELECT count(*) FROM public.event_json AS e
    WHERE NOT EXISTS (SELECT FROM archive.origin AS o
        WHERE o.district = registry.this_district() AND o.kind = 'event' AND o.key = e.event_id)
    AND NOT EXISTS (SELECT FROM outbox.entry AS w WHERE w.kind = 'event' AND w.key = e.event_id)
""")
ADOPT = text("SELECT outbox.adopt(:most)")
WAITING = text("SELECT outbox.waiting(:most)")
Progress = Callable[[int], None]


def unseen(connection: Connection) -> int:
    """How many events the homeserver holds that neither archive nor outbox know."""
    return int(connection.scalar(COUNT) or 0)


def adopt(
    connection: Connection, progress: Progress = lambda done: None, pause: float = 0.5
) -> int:
    """Put them all into the outbox, some at a time, each batch committed; how many there were."""
    done, waiting = 0, threading.Event()
    while True:
        while connection.scalar(WAITING, {"most": MOST_WAITING}) == MOST_WAITING:
            connection.rollback()
            waiting.wait(pause)
        taken = int(connection.scalar(ADOPT, {"most": AT_ONCE}) or 0)
        connection.commit()
        done += taken
        progress(done)
        if not taken:
            return done
