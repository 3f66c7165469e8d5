"""How far the backup is, as its process leaves it for others who look after the district."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from homeroom.archive.health import Backup, Health
from homeroom.config import HomeroomConfig

LEFT = Path("run/backup.json")
"""In the data folder, where no backup takes it."""
WHOLE_ONES = 2
"""So many whole backups may be missing before the newest is too old."""


def leave(config: HomeroomConfig, *, taken: datetime, whole: datetime) -> None:
    """Say up to when everything is taken, and when the newest whole backup began."""
    said = {"taken": taken.isoformat(), "whole": whole.isoformat()}
    path = config.data / LEFT
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.write_text(json.dumps(said) + "\n", encoding="ascii")
    unfinished.rename(path)


def with_backup(health: Health, config: HomeroomConfig) -> Health:
    """The same, with how far the backup is, where the district makes any."""
    if config.backup.folder is None:
        return health
    taken, whole = _left(config)
    every = timedelta(hours=config.backup.base_hours)
    return replace(health, backup=Backup(taken=taken, whole=whole, whole_within=WHOLE_ONES * every))


def _left(config: HomeroomConfig) -> tuple[datetime | None, datetime | None]:
    try:
        said = json.loads((config.data / LEFT).read_text(encoding="ascii"))
        return datetime.fromisoformat(said["taken"]), datetime.fromisoformat(said["whole"])
    except (OSError, ValueError, KeyError, TypeError):
        return None, None
