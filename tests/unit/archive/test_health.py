"""When something of the record is a fault that IT is told of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from homeroom.archive.health import Backup, Fault, Health, Limits, faults

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
WELL = Health(
    now=NOW,
    capture="working",
    pending=3,
    oldest_pending=NOW - timedelta(seconds=1),
    compared_at=NOW - timedelta(hours=20),
    differences=0,
    oldest_missing_media=NOW - timedelta(minutes=5),
    unpublished=3,
    published_at=NOW - timedelta(minutes=1),
    since=NOW - timedelta(days=100),
)


BACKED_UP = Backup(
    taken=NOW - timedelta(minutes=1),
    whole=NOW - timedelta(hours=23),
    whole_within=timedelta(hours=48),
)


def test_a_healthy_record_has_no_fault() -> None:
    assert faults(WELL, Limits()) == ()
    assert faults(replace(WELL, backup=BACKED_UP), Limits()) == ()


CASES: list[tuple[dict[str, Any], Fault]] = [
    ({"capture": "missing"}, "capture"),
    ({"capture": "disabled"}, "capture"),
    ({"differences": 1}, "differences"),
    ({"pending": 20_001}, "outbox_long"),
    ({"oldest_pending": NOW - timedelta(seconds=61)}, "outbox_late"),
    ({"oldest_missing_media": NOW - timedelta(minutes=61)}, "media_missing"),
    ({"published_at": NOW - timedelta(hours=3)}, "not_published"),
    ({"published_at": None}, "not_published"),
    ({"compared_at": NOW - timedelta(hours=37)}, "not_compared"),
    ({"compared_at": None}, "not_compared"),
    ({"backup": replace(BACKED_UP, taken=NOW - timedelta(minutes=16))}, "backup_late"),
    ({"backup": replace(BACKED_UP, whole=NOW - timedelta(hours=49))}, "backup_late"),
    ({"backup": replace(BACKED_UP, taken=None)}, "backup_late"),
    ({"backup": replace(BACKED_UP, whole=None)}, "backup_late"),
]


@pytest.mark.parametrize(("change", "fault"), CASES)
def test_each_fault_is_named(change: dict[str, Any], fault: Fault) -> None:
    assert faults(replace(WELL, **change), Limits()) == (fault,)


def test_nothing_is_overdue_in_a_district_that_has_just_begun() -> None:
    new = replace(WELL, since=NOW, compared_at=None, published_at=None)
    assert faults(new, Limits()) == ()


def test_an_old_checkpoint_of_all_there_is_is_no_fault() -> None:
    """At night nothing is said, so nothing is to be published."""
    quiet = replace(WELL, unpublished=0, published_at=NOW - timedelta(hours=12))
    assert faults(quiet, Limits()) == ()
