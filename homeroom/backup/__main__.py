"""Keeps a backup up to the minute: `python -m homeroom.backup --data DIR`.

It takes the database's log and what is new in the data folder, makes a whole backup once a day, and
ends those that are too old. What cannot be done now (the disk is not mounted) is tried again; the
database keeps its log until then.
"""

from __future__ import annotations

import logging
import sys
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from homeroom import metrics_server, process
from homeroom.archive import backed_up
from homeroom.backup import database, expiry, files, metrics, place
from homeroom.backup.files import Listing
from homeroom.backup.metrics import Metrics
from homeroom.backup.place import Place
from homeroom.config import HomeroomConfig
from homeroom.errors import HomeroomError

EXPIRY_EVERY = timedelta(hours=1)
logger = logging.getLogger("homeroom.backup")


@dataclass(slots=True, kw_only=True)
class Keeper:
    """Takes turns; it remembers what the data folder was like at the last one."""

    config: HomeroomConfig
    metrics: Metrics
    _known: Listing | None = None
    _looked: datetime | None = None

    def turn(self) -> None:
        """Everything that is due, once."""
        began = datetime.now(UTC)
        here = place.opened(self.config)
        with here.repository.alone():
            if _base_due(here, began):
                take_base(here)
                self._known = None
            self.metrics.segments.inc(database.ship(here.cluster.home, here.repository))
            self._known = files.sync(self.config, here.repository, self._known)
        newest = database.bases(here.repository)[-1]
        self.metrics.base.set(newest.began.timestamp())
        self.metrics.taken.set(began.timestamp())
        backed_up.leave(self.config, taken=began, whole=newest.began)
        self._expire(here, began)

    def _expire(self, here: Place, now: datetime) -> None:
        days = self.config.retention.backup_days
        if self._looked is not None and now - self._looked < EXPIRY_EVERY:
            return
        self._looked = now
        if not expiry.is_due(here.repository, days, now):
            return
        gone = expiry.expire(here.repository, days, now)
        logger.info("backups have expired", extra={"bases": len(gone.bases) // 2})


def take_base(here: Place) -> database.Base:
    """A whole backup: first the files, so that it begins with a whole list; the caller is alone."""
    files.sync(here.config, here.repository, None, whole=True)
    made = database.make_base(here.cluster, here.repository, here.config.district)
    logger.info("a whole backup was made", extra={"bytes": made.bytes})
    return made


def _base_due(here: Place, now: datetime) -> bool:
    """Also after a restore: the log goes on, on a timeline that no backup begins in."""
    made = database.bases(here.repository)
    if not made or now - made[-1].began >= timedelta(hours=here.config.backup.base_hours):
        return True
    return made[-1].timeline != database.timeline_of(here.cluster)


def serve(config: HomeroomConfig, stopping: threading.Event) -> None:
    """Take turns, with metrics beside, until `stopping` is set."""
    keeper = Keeper(config=config, metrics=metrics.create())
    place.folder(config)
    with metrics_server.served(keeper.metrics.registry, config.backup.metrics, "backup.metrics"):
        while not stopping.is_set():
            try:
                keeper.turn()
            except Exception as error:
                keeper.metrics.failures.inc()
                told = str(error) if isinstance(error, HomeroomError) else type(error).__name__
                logger.error("ALARM no backup was made now: %s", told)
            stopping.wait(config.backup.seconds)


if __name__ == "__main__":
    sys.exit(process.run("homeroom.backup", serve))
