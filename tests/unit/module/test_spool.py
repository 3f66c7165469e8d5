"""What waits on disk for the database: closed to others, bounded, and there after a crash."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.danger.alerts import Raised
from homeroom.registry.model import Posting, UrgentNotice
from synapse_module import spool as spool_
from synapse_module.spool import Decided, Spool, SpoolFullError

WORDS = "I want to die"
PAYLOAD: dict[str, Any] = {"verdict": "refuse", "attempt": {"content": {"body": WORDS}}}


def decided(key: str = "$1", *, danger: bool = False) -> Decided:
    if not danger:
        return Decided(key=key, payload=PAYLOAD)
    alert = Raised(
        kind="decision",
        key=key,
        payload=PAYLOAD,
        source=f"event:{key}",
        sender="@student:district.example",
        people=("student",),
        room_id="!room:x",
        rules=("danger_self_harm",),
    )
    return Decided(key=key, payload=PAYLOAD, alert=alert)


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "spool")


def keys(spool: Spool) -> list[str]:
    return [found.key for _, found in spool.waiting()]


def test_it_comes_back_as_it_was_oldest_first(tmp_path: Path) -> None:
    put = [decided("$b", danger=True), decided("$a")]
    for each in put:
        Spool(tmp_path / "spool").put(each)
    assert [found for _, found in Spool(tmp_path / "spool").waiting()] == put


def test_the_notice_of_a_client_comes_back_with_it(spool: Spool) -> None:
    at = datetime(2026, 11, 24, 12, tzinfo=UTC)
    posting = Posting(room_id="!room:x", event_id="$1")
    notice = UrgentNotice(
        id="client-$1", class_id="c", sender="p", reason="Storm", at=at, postings=(posting,)
    )
    spool.put(replace(decided("$1"), notice=notice))
    assert [found.notice for _, found in spool.waiting()] == [notice]


@given(st.text(), st.dictionaries(st.text(), st.text()))
def test_any_words_come_back(
    tmp_path_factory: pytest.TempPathFactory, key: str, said: dict[str, str]
) -> None:
    spool = Spool(tmp_path_factory.mktemp("any"))
    spool.put(Decided(key=key, payload={"attempt": said}))
    assert [found.payload for _, found in spool.waiting()] == [{"attempt": said}]


def test_it_is_closed_to_others(spool: Spool, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        spool.put(decided())
    finally:
        os.umask(before)
    (file,) = (tmp_path / "spool").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_folder_that_somebody_else_prepared_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "spool").symlink_to(tmp_path / "theirs")
    with pytest.raises(PermissionError, match="remove it"):
        Spool(tmp_path / "spool")


def test_it_is_on_disk_before_it_returns(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is synced before it has its name, and the folder after."""
    order: list[str] = []
    sync, rename = os.fsync, Path.rename

    def synced(opened: int) -> None:
        order.append("folder" if stat.S_ISDIR(os.fstat(opened).st_mode) else "file")
        sync(opened)

    def renamed(self: Path, target: Path) -> Path:
        order.append("name")
        return rename(self, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "rename", renamed)
    spool.put(decided())
    assert order == ["file", "name", "folder"]


@pytest.mark.parametrize(("limit", "value"), [("MOST_FILES", 4), ("MOST_BYTES", 1_000)])
def test_it_is_bounded_and_danger_has_room_of_its_own(
    spool: Spool, monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    """A student who has everything refused cannot crowd out somebody else's cry for help."""
    monkeypatch.setattr(spool_, limit, value)
    fill(spool, decided)
    spool.put(decided("$help", danger=True))
    fill(spool, lambda key: decided(key, danger=True))


def fill(spool: Spool, make: Callable[[str], Decided]) -> None:
    def put_many() -> None:
        for number in range(100):
            spool.put(make(f"${number}"))

    with pytest.raises(SpoolFullError):
        put_many()


def test_one_that_is_torn_is_set_aside_with_an_alarm(
    spool: Spool, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "spool"
    (folder / "0-torn.json").write_text('{"key": "$0", "payl')
    spool.put(decided())
    assert keys(spool) == ["$1"]
    assert "ALARM a record on disk cannot be read: 0-torn.json" in caplog.text
    assert (folder / "0-torn.unreadable").exists()


def test_one_that_was_not_named_yet_when_its_process_was_killed_is_found(
    spool: Spool, tmp_path: Path
) -> None:
    spool.put(decided())
    (file,) = (tmp_path / "spool").iterdir()
    unnamed = file.rename(file.with_suffix(".tmp"))
    assert keys(spool) == []  # another process may be writing it
    long_ago = time.time() - spool_.TORN_AFTER - 1
    os.utime(unnamed, (long_ago, long_ago))
    assert keys(spool) == ["$1"]


def test_one_process_replays_at_a_time(spool: Spool, tmp_path: Path) -> None:
    other = Spool(tmp_path / "spool")
    with spool.replaying() as first, other.replaying() as second:
        assert (first, second) == (True, False)
    with other.replaying() as after:
        assert after


def test_what_is_done_is_gone(spool: Spool) -> None:
    spool.put(decided())
    for file, _ in spool.waiting():
        spool.done(file)
        spool.done(file)  # another process was faster
    assert len(spool) == 0
