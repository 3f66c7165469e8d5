"""Brings published checkpoints to where others hold them (invariant 3)."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

from homeroom.archive import anchoring, read
from homeroom.archive.anchoring import Target
from homeroom.archive.read import StoredCheckpoint
from homeroom.errors import HomeroomError
from homeroom.steward.destinations import bring
from homeroom.steward.task import Office, Task

EVERY_SECONDS = 30.0
AGAIN = timedelta(minutes=5)
"""After a place did not take one."""
logger = logging.getLogger("homeroom.steward")


class Anchors:
    """The task; it remembers which place refused when."""

    def __init__(self) -> None:
        self._refused: dict[str, datetime] = {}

    def __call__(self, office: Office) -> None:
        """Bring the latest checkpoint to each place whose turn it is."""
        section = office.config.archive.anchors
        places = anchoring.targets(section)
        if not places:
            return
        now = datetime.now(UTC)
        with office.engine.connect() as connection:
            latest, has = read.latest_checkpoint(connection), anchoring.held(connection)
        if latest is None:
            return
        every = timedelta(minutes=section.every_minutes)
        for place in anchoring.due(places, latest, has, now, every):
            if now - self._refused.get(place.name, datetime.min.replace(tzinfo=UTC)) >= AGAIN:
                self._bring(office, place, latest, now)

    def _bring(
        self, office: Office, place: Target, latest: StoredCheckpoint, now: datetime
    ) -> None:
        try:
            receipt = bring(office.config, place, latest)
        except HomeroomError as error:
            self._refused[place.name] = now
            logger.error("a checkpoint was not taken: %s", error, extra={"kind": place.kind})
            return
        with office.engine.begin() as connection:
            anchoring.note_held(connection, place, latest, receipt)
        logger.info("a checkpoint is held outside", extra={"kind": place.kind})


TASK = Task(name="anchors", every_seconds=EVERY_SECONDS, act=Anchors())
