"""How far the backup is, left by its process for those who look after the district."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from homeroom import shipped
from homeroom.archive import backed_up
from homeroom.archive.health import Backup
from homeroom.config import HomeroomConfig, load
from tests.unit.archive.test_health import WELL

AT = datetime(2026, 3, 2, 11, tzinfo=UTC)


@pytest.fixture
def config(tmp_path: Path) -> HomeroomConfig:
    shutil.copy(shipped.config("homeroom.yaml"), tmp_path)
    return load(tmp_path)


def test_what_is_left_is_what_is_read(config: HomeroomConfig) -> None:
    backed_up.leave(config, taken=AT, whole=AT - timedelta(hours=3))
    expected = Backup(taken=AT, whole=AT - timedelta(hours=3), whole_within=timedelta(hours=48))
    assert backed_up.with_backup(WELL, config) == replace(WELL, backup=expected)


@pytest.mark.parametrize("said", [None, "", "{", "[]", '{"taken": 3, "whole": 4}', "{}"])
def test_what_cannot_be_read_is_no_backup(config: HomeroomConfig, said: str | None) -> None:
    path = config.data / backed_up.LEFT
    path.parent.mkdir()
    if said is not None:
        path.write_text(said)
    unknown = Backup(taken=None, whole=None, whole_within=timedelta(hours=48))
    assert backed_up.with_backup(WELL, config).backup == unknown


def test_a_district_with_backups_of_its_own_is_not_asked(config: HomeroomConfig) -> None:
    section = config.backup.model_copy(update={"folder": None})
    own = config.model_copy(update={"backup": section})
    assert backed_up.with_backup(WELL, own) is WELL
