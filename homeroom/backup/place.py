"""A running Homeroom's backups: repository, key and database, from its configuration."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from homeroom.backup import recovery_key, repository
from homeroom.backup.recovery_key import RecoveryKey
from homeroom.backup.repository import Repository
from homeroom.config import HomeroomConfig
from homeroom.errors import InputError
from homeroom.sandbox import postgres
from homeroom.sandbox.postgres import Cluster
from homeroom.sandbox.start import KEPT_DSN

KEY = Path("keys/backup.key")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What is backed up, and where to."""

    config: HomeroomConfig
    repository: Repository
    cluster: Cluster


def folder(config: HomeroomConfig) -> Path:
    """Where backups go; `InputError` where none is named, or the database is not ours."""
    if (config.data / KEPT_DSN).exists():
        raise InputError(
            "the database is a server of your own: back it up with its own tools (pgBackRest)"
        )
    if config.backup.folder is None:
        raise InputError(
            f"{config.data}/homeroom.yaml: write `backup: {{folder: FOLDER}}`, a folder of another "
            "disk or machine; then run `homeroom down` and `homeroom up`"
        )
    return config.path(config.backup.folder)


def key_of(config: HomeroomConfig) -> RecoveryKey:
    """The district's recovery key, made where there is none."""
    return recovery_key.load_or_create(config.data / KEY, config.district)


def opened(config: HomeroomConfig) -> Place:
    """The place of a data folder's backups, begun where there are none yet."""
    root = folder(config)
    held = repository.create_or_open(root, key_of(config))
    cluster = postgres.at(config.data, config.database.port)
    return Place(config=config, repository=held, cluster=cluster)
