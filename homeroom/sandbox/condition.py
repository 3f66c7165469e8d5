"""What is wrong with the record of a district now, for `homeroom status`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.exc import InterfaceError, OperationalError

from homeroom.archive import backed_up, read
from homeroom.archive.checkpoint import CheckpointError
from homeroom.archive.health import Limits, faults, look
from homeroom.archive.publish import Publisher
from homeroom.archive.status import status
from homeroom.config import HomeroomConfig
from homeroom.db.engine import connect
from homeroom.db.roles import DatabaseRole

AWAY = "the database is away: nothing new is taken, and nothing is lost; look at PostgreSQL"
NOT_WRITTEN = "the last checkpoint is not in its folder; is the disk full?"
WRITTEN_WITHIN = timedelta(seconds=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """How much waits, and all that is wrong: names of alarms, and sentences."""

    pending: int | None
    media_pending: int | None
    media_problem: str | None
    wrong: tuple[str, ...]


def condition(config: HomeroomConfig) -> Condition:
    """Ask the database and the folder of checkpoints; never raises because they are away."""
    engine = connect(config, DatabaseRole.ADMIN, pool_size=1)
    try:
        with engine.connect() as connection:
            stands, seen = status(connection), backed_up.with_backup(look(connection), config)
            latest = read.latest_checkpoint(connection)
    except (OperationalError, InterfaceError):
        return Condition(pending=None, media_pending=None, media_problem=None, wrong=(AWAY,))
    finally:
        engine.dispose()
    late = latest is not None and seen.now - latest.at > WRITTEN_WITHIN
    missing = late and latest is not None and latest.checkpoint != _written(config)
    return Condition(
        pending=stands.pending,
        media_pending=stands.media_pending,
        media_problem=stands.media_problem,
        wrong=(*faults(seen, Limits()), *([NOT_WRITTEN] if missing else [])),
    )


def _written(config: HomeroomConfig) -> object:
    """The checkpoint that whoever fetches the latest gets."""
    folder = config.path(config.archive.checkpoints)
    publisher = Publisher(
        key=config.path(config.archive.key), district=config.district, folder=folder
    )
    try:
        return publisher.written()
    except (CheckpointError, OSError, UnicodeDecodeError):
        return None
