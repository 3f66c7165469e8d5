"""What the active archiver does beside sealing: months ahead, the daily comparison."""

from __future__ import annotations

import dataclasses
import json
import logging
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine, insert, text
from sqlalchemy.exc import InterfaceError, OperationalError

from homeroom.archive import months
from homeroom.archive.metrics import Metrics
from homeroom.archive.reconcile import Reconciled, reconcile
from homeroom.db.tables.archive import reconciliation

LOOK_SECONDS = 30.0
MOST_RECORDED = 100
LAST = text("""
    SELECT at FROM archive.reconciliation
    WHERE district = registry.this_district() ORDER BY at DESC LIMIT 1
""")
APPEND = text("SELECT outbox.append('reconciliation', :key, :payload)")
logger = logging.getLogger("homeroom.archiver")


@dataclass(frozen=True, slots=True, kw_only=True)
class Oversight:
    """Compares when the last comparison is older than `every`, while `active` is set."""

    engine: Engine
    metrics: Metrics
    active: threading.Event
    stopping: threading.Event
    every: timedelta

    def run(self) -> None:
        """Until `stopping` is set; a database that is away is tried again."""
        while not self.stopping.wait(LOOK_SECONDS if self.active.is_set() else 1.0):
            if not self.active.is_set():
                continue
            try:
                with self.engine.connect() as connection:
                    months.make(connection)
                    self.step(connection, datetime.now(UTC))
            except (OperationalError, InterfaceError) as error:
                logger.warning("not compared", extra={"error": type(error.orig).__name__})

    def step(self, connection: Connection, now: datetime) -> Reconciled | None:
        """Compare if it is time; what was found is on record."""
        last: datetime | None = connection.scalar(LAST)
        connection.rollback()
        if last is not None and now - last < self.every:
            return None
        found = reconcile(connection)
        connection.rollback()
        record(connection, found, now)
        connection.commit()
        self.metrics.compared(found, now)
        if not found.complete:
            logger.critical(
                "ALARM the archive is not complete",
                extra={"differences": len(found.differences), "capture": found.capture},
            )
        return found


def record(connection: Connection, found: Reconciled, now: datetime) -> None:
    """Write down what a comparison found, with the first of its differences, as an entry too."""
    row = {
        "at": now,
        "events": found.events,
        "capture": found.capture,
        "differences": len(found.differences),
    }
    connection.execute(insert(reconciliation).values(row))
    named = [dataclasses.asdict(each) for each in found.differences[:MOST_RECORDED]]
    said = {**row, "at": now.isoformat(), "compared": found.compared, "named": named}
    payload = json.dumps({"reconciliation": said})
    connection.execute(APPEND, {"key": now.isoformat(), "payload": payload})
