"""A restore follows the timeline of its moment, also where later restores began others."""

from __future__ import annotations

import os
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import pytest

from homeroom.backup import expiry, recovery_key, repository, restoring, timelines
from homeroom.backup.database import INFO, Base
from homeroom.backup.files import stamp
from homeroom.backup.repository import Repository
from homeroom.errors import InputError

HISTORY = b"1\t0/2B000028\tbefore 2026-11-03 12:00:00+00\n"


def at(day: int, hour: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def segment(timeline: int, number: int) -> str:
    return f"{timeline:08X}{0:08X}{number:08X}"


def put_base(held: Repository, began: datetime, wal: str) -> None:
    name = held.put(f"bases/{stamp(began)}", [b"base"])
    base = Base(
        object=name,
        district="demo",
        postgres=15,
        wal=wal,
        finished=began.isoformat(),
        bytes=4,
    )
    held.put_json(f"bases/{stamp(began)}{INFO}", asdict(base))


@pytest.fixture
def held(tmp_path: Path) -> Repository:
    """On the 6th the database was restored as it was on the 3rd, in segment 2B."""
    (tmp_path / "held").mkdir()
    key = recovery_key.load_or_create(tmp_path / "backup.key", "demo")
    made = repository.create_or_open(tmp_path / "held", key)
    made.put_json(f"lists/{stamp(at(1))}", {"whole": True, "added": [], "gone": []})
    put_base(made, at(1), segment(1, 0x20))
    put_base(made, at(5), segment(1, 0x40))
    for number in (0x20, 0x2B, 0x40, 0x45):
        made.put(f"wal/{segment(1, number)}", [b"log"])
    history = made.root / made.put("wal/00000002.history", [HISTORY])
    os.utime(history, (at(6).timestamp(), at(6).timestamp()))
    made.put(f"wal/{segment(2, 0x2B)}", [b"log"])
    return made


@pytest.mark.parametrize(
    ("until", "timeline", "began"),
    [
        (at(2), "00000001", 1),
        (at(4), "00000001", 1),
        (at(5, 12), "00000001", 5),
        # After the restore, and no whole backup of it yet: from before where it left the first.
        (at(6, 12), "00000002", 1),
        (None, "00000002", 1),
    ],
)
def test_the_timeline_of_the_moment_is_followed(
    held: Repository, until: datetime | None, timeline: str, began: int
) -> None:
    found = restoring.plan(held, until, at(9))
    assert found.timeline == timeline
    assert found.base.began == at(began)


def test_a_whole_backup_of_the_new_timeline_is_taken(held: Repository) -> None:
    put_base(held, at(7), segment(2, 0x2C))
    assert restoring.plan(held, None, at(9)).base.began == at(7)
    assert restoring.plan(held, at(6, 12), at(9)).base.began == at(1)
    with pytest.raises(InputError, match="no whole backup"):
        restoring.plan(held, datetime(2026, 10, 1, tzinfo=UTC), at(9))


def test_the_log_of_the_base_with_the_lowest_number_stays(held: Repository) -> None:
    """The base of the 5th, in segment 40, is older than that of the 7th, in segment 2C."""
    put_base(held, at(7), segment(2, 0x2C))
    gone = expiry.expire(held, 4, at(8), dry_run=True)
    assert sorted(name.partition(".")[0] for name in gone.wal) == [
        f"wal/{segment(1, 0x20)}",
        f"wal/{segment(1, 0x2B)}",
        f"wal/{segment(2, 0x2B)}",
    ]


def test_a_history_names_where_its_ancestors_were_left() -> None:
    assert timelines.left(HISTORY) == {"00000001": "000000000000002B"}
