"""How long a large roster takes: a first import, the same again, and a night's changes."""

from __future__ import annotations

import resource
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from homeroom.config import HomeroomConfig
from homeroom.db.engine import connect
from homeroom.db.roles import DatabaseRole
from homeroom.importers.apply import import_folder
from homeroom.sandbox import large_roster
from homeroom.sandbox.own_database import own_database


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """One import: its seconds, and how many decisions it took."""

    seconds: float
    changes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The three imports in one process, and the most memory that it held (bytes)."""

    first: Imported
    again: Imported
    delta: Imported
    peak: int


def figures(people: int, port_base: int) -> Figures:
    """Measure on a PostgreSQL of its own, which is gone afterwards."""
    with TemporaryDirectory() as folder:
        whole, changes = Path(folder, "whole"), Path(folder, "changes")
        large_roster.write(whole, people)
        large_roster.write_delta(changes, people)
        with own_database(Path(folder, "data"), port_base) as config:
            return Figures(
                first=_import(config, whole),
                again=_import(config, whole),
                delta=_import(config, changes),
                peak=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
            )


def _import(config: HomeroomConfig, folder: Path) -> Imported:
    engine = connect(config, DatabaseRole.ADMIN, pool_size=1)
    began = time.monotonic()
    with engine.begin() as connection:
        made = import_folder(
            connection,
            folder,
            server_name=config.server_name,
            today=datetime.now(UTC).date(),
            by="bench",
        )
    seconds = time.monotonic() - began
    engine.dispose()
    return Imported(seconds=seconds, changes=len(made.changes))
