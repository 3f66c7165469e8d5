"""Batches prepared beside: for a backlog alone, every row once, whatever happens to the process."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from homeroom.archive import ahead as beside
from homeroom.archive.ahead import FULL_BATCHES, Ahead
from homeroom.archive.batch import TAKE
from homeroom.archive.payload import OutboxRow
from tests.fixtures.synapse import eventually

SIZE = 5
AT = datetime(2026, 9, 21, tzinfo=UTC)


class Outbox(list[OutboxRow]):
    """Rows in memory, asked as the database is."""

    def add(self, first: int, count: int, payload: str = "{}") -> None:
        for n in range(first, first + count):
            self.append(OutboxRow(n, AT, "decision", f"k{n}", payload, "{}"))
        self.sort()

    def ask(self, statement: str, values: dict[str, Any]) -> list[OutboxRow]:
        if statement is not TAKE:
            return []
        later = [row for row in self if row.id > values["after"]]
        return later[: values["limit"]]

    def seal(self, ids: list[int]) -> None:
        self[:] = [row for row in self if row.id not in ids]


@pytest.fixture
def outbox() -> Outbox:
    return Outbox()


@pytest.fixture
def ahead(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ahead]:
    monkeypatch.setattr(beside, "BATCH", SIZE)
    made = Ahead(district="demo")
    yield made
    made.end()


def start(ahead: Ahead) -> int:
    """With a backlog there is a process, once it is ready; its id."""
    for _ in range(FULL_BATCHES):
        ahead.note(SIZE)
    process = ahead.beside
    assert process is not None
    eventually(lambda: not process.answers.empty(), 30)
    return process.process.pid


def sealed(ahead: Ahead, outbox: Outbox) -> list[int]:
    """All that is prepared, sealed in turn."""
    done: list[int] = []
    while batch := ahead.take(outbox.ask):
        assert len(batch.ids) == len(batch.lines.hashes) == len(batch.lines.payloads)
        outbox.seal(batch.ids)
        done += batch.ids
    return done


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_small_load_starts_no_process(ahead: Ahead, outbox: Outbox) -> None:
    for taken in [SIZE, SIZE, 1] * 10:
        ahead.note(taken)
        assert ahead.beside is None
        assert ahead.take(outbox.ask) is None


def test_a_backlog_is_prepared_in_order_and_then_nobody_is_left(
    ahead: Ahead, outbox: Outbox
) -> None:
    outbox.add(1, 8 * SIZE + 2)
    pid = start(ahead)
    assert sealed(ahead, outbox) == list(range(1, 8 * SIZE + 3))
    assert outbox == []
    assert ahead.beside is None
    assert gone(pid)


def test_rows_that_were_committed_late_come_in_the_next_round(
    ahead: Ahead, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "ROUND", 4)
    outbox.add(100, 6 * SIZE)
    start(ahead)
    first = ahead.take(outbox.ask)
    assert first is not None
    outbox.seal(first.ids)
    outbox.add(1, 3)
    done = sealed(ahead, outbox)
    assert sorted(done) == [1, 2, 3, *range(100 + SIZE, 100 + 6 * SIZE)]
    assert done.index(1) < done.index(100 + 5 * SIZE)


def test_what_is_not_true_any_more_is_dropped(ahead: Ahead, outbox: Outbox) -> None:
    outbox.add(1, 6 * SIZE)
    start(ahead)
    assert ahead.take(outbox.ask) is not None
    outbox.seal(list(range(1, SIZE + 3)))
    ahead.drop()
    assert sealed(ahead, outbox) == list(range(SIZE + 3, 6 * SIZE + 1))


def test_rows_that_cannot_be_prepared_are_left_to_the_archiver(
    ahead: Ahead, outbox: Outbox
) -> None:
    outbox.add(1, SIZE)
    outbox.add(SIZE + 1, 4 * SIZE)
    outbox[2] = outbox[2]._replace(payload=5)  # type: ignore[arg-type]
    start(ahead)
    assert ahead.take(outbox.ask) is None
    outbox.seal(list(range(1, SIZE + 1)))
    assert sealed(ahead, outbox) == list(range(SIZE + 1, 5 * SIZE + 1))


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
def test_a_process_that_dies_or_hangs_is_done_without(
    ahead: Ahead, outbox: Outbox, how: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "PATIENCE_SECONDS", 0.5)
    outbox.add(1, 20 * SIZE, '{"long": "%s"}' % ("x" * 200_000))
    pid = start(ahead)
    assert ahead.take(outbox.ask) is not None
    os.kill(pid, how)
    while ahead.take(outbox.ask):
        pass
    assert ahead.beside is None
    assert gone(pid)
    ahead.note(SIZE)
    assert ahead.beside is None


def test_a_machine_without_room_for_a_process_is_no_obstacle(
    ahead: Ahead, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    for _ in range(FULL_BATCHES):
        ahead.note(SIZE)
    assert ahead.take(outbox.ask) is None
    assert ahead.beside is None


def test_the_process_ends_with_the_archiver(ahead: Ahead) -> None:
    pid = start(ahead)
    process = ahead.beside
    assert process is not None
    with socket.socket(fileno=os.dup(process.pipe.fileno())) as ours:
        ours.shutdown(socket.SHUT_RDWR)
    process.process.wait(10)
    assert gone(pid)
