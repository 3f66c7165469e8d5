"""A backlog is sealed from batches that are prepared beside: every row once, whatever happens."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from homeroom.archive import ahead, archiver
from homeroom.archive.archiver import Archiver
from homeroom.archive.batch import MOST_BYTES, prepare, statuses, take
from homeroom.archive.checkpoint import load_key
from homeroom.archive.files.opening import file_store
from homeroom.archive.seal import OvertakenError, ask_on, seal, seal_batch
from homeroom.archive.status import Status, status
from homeroom.archive.verify import verify
from homeroom.db.roles import DatabaseRole
from homeroom.sandbox.configuration import SERVER_NAME
from tests.fixtures.postgres import TestDatabase

BATCH = 20
ROWS = 30 * BATCH
FILL = text("""
    INSERT INTO public.event_json (event_id, room_id, internal_metadata, json, format_version)
    SELECT '$event' || n, '!r:x', '{}', CAST(:json AS text), 3
    FROM generate_series(CAST(:first AS int), :last) AS n
""")
AGAIN = text("DELETE FROM public.event_json WHERE event_id = :id")
COUNTS = text("""
    SELECT kind, count(*), count(DISTINCT event_id) FROM archive.search GROUP BY 1 ORDER BY 1
""")


def fill(database: TestDatabase, first: int, last: int, said: object = "all of us") -> None:
    with database.connect(DatabaseRole.SYNAPSE) as connection, connection.begin():
        written = json.dumps({"type": "m.room.message", "content": {"body": said}})
        connection.execute(FILL, {"first": first, "last": last, "json": written})


def test_large_messages_come_by_fewer_rows(database: TestDatabase) -> None:
    """What a batch holds is bounded in bytes, too, and nothing stays behind for it."""
    fill(database, 1, 300, "x" * 60_000)
    with database.connect(DatabaseRole.ARCHIVER) as connection:
        rows = take(ask_on(connection), database.config.district, 1_000)
    assert MOST_BYTES / 60_200 <= len(rows) <= MOST_BYTES / 60_000 + 1
    sealed(database)
    assert verified(database).entries == 300


def again(database: TestDatabase, number: int, said: str) -> None:
    """The homeserver stores an event anew."""
    with database.connect(DatabaseRole.SYNAPSE) as connection, connection.begin():
        connection.execute(AGAIN, {"id": f"$event{number}"})
    fill(database, number, number, said)


def sealed(
    database: TestDatabase, after_each: Callable[[Archiver], None] = lambda made: None
) -> int:
    """Seal all that there is; how many batches were prepared beside."""
    made = archiver.create(database.config, threading.Event())
    beside = 0
    try:
        with made.engine.connect() as connection:
            while made.step(connection):
                after_each(made)
                beside += made.ahead.beside is not None and made.ahead.beside.ready
            made._publish(connection)
    finally:
        made.ahead.end()
        made.engine.dispose()
    return beside


def verified(database: TestDatabase) -> Status:
    """Nothing is left, nothing is wrong."""
    signer = load_key(database.config.path(database.config.archive.key), database.config.district)
    with database.connect() as connection:
        found = verify(connection, signer.verifier, file_store(database.config))
        connection.rollback()
        now = status(connection)
    assert found.findings == ()
    assert now.pending == 0
    return now


def kinds(database: TestDatabase) -> dict[str, tuple[int, int]]:
    with database.connect() as connection:
        return {kind: (rows, ids) for kind, rows, ids in connection.execute(COUNTS)}


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (ahead, archiver):
        monkeypatch.setattr(module, "BATCH", BATCH)


def waits_until_ready(made: Archiver) -> None:
    """So that the test does not depend on how long a process takes to start."""
    beside = made.ahead.beside
    if beside is not None and not beside.ready:
        beside.answers.put(beside.answers.get(timeout=30))


def test_a_backlog_with_repeats_media_and_what_is_no_json(database: TestDatabase) -> None:
    fill(database, 1, ROWS)
    for number in (7 * BATCH, 12 * BATCH):
        again(database, number, "all of us")
    again(database, 15 * BATCH, "something else")
    fill(database, ROWS + 1, ROWS + 1, [f"mxc://{SERVER_NAME}/abcdefgh"])
    with database.connect(DatabaseRole.MODULE) as connection, connection.begin():
        connection.execute(text("SELECT outbox.append('decision', 'odd', 'no JSON')"))
    fill(database, ROWS + 2, 2 * ROWS)
    assert sealed(database, waits_until_ready) > 20
    now = verified(database)
    assert now.duplicates == 2
    assert now.media_pending == 1
    assert kinds(database) == {
        "decision": (1, 0),
        "event": (2 * ROWS, 2 * ROWS),
        "event_repeat": (1, 1),
    }


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
def test_a_process_beside_that_is_killed_or_stopped_only_costs_time(
    database: TestDatabase, how: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "PATIENCE_SECONDS", 0.5)
    fill(database, 1, ROWS)
    hit: list[int] = []

    def attack(made: Archiver) -> None:
        waits_until_ready(made)
        if made.ahead.beside is not None and made.ahead.beside.ready and not hit:
            hit.append(made.ahead.beside.process.pid)
            os.kill(hit[0], how)

    sealed(database, attack)
    assert len(hit) == 1
    assert verified(database).duplicates == 0
    assert kinds(database) == {"event": (ROWS, ROWS)}


def test_a_prepared_batch_counts_whole_or_not_at_all(database: TestDatabase) -> None:
    fill(database, 1, 40)
    with database.connect(DatabaseRole.ARCHIVER) as connection:
        ask = ask_on(connection)
        rows = take(ask, "demo", 30)
        batch = prepare("demo", rows, statuses(ask, rows))
        connection.rollback()
        state = seal(connection, "demo", None, limit=10).state
        connection.commit()
        # ten of its rows were sealed meanwhile
        with pytest.raises(IntegrityError):
            seal_batch(connection, "demo", state, batch)
        connection.rollback()
        rest = prepare("demo", rows[10:], statuses(ask, rows[10:]))
        connection.rollback()
        assert seal_batch(connection, "demo", state, rest).made == 20
        connection.commit()
    assert kinds(database) == {"event": (30, 30)}


def test_a_row_that_is_gone_is_not_sealed_from_memory(database: TestDatabase) -> None:
    fill(database, 1, 10)
    with database.connect(DatabaseRole.ARCHIVER) as connection:
        ask = ask_on(connection)
        rows = take(ask, "demo", 10)
        batch = prepare("demo", rows, statuses(ask, rows))
        connection.execute(text("DELETE FROM outbox.entry WHERE key = '$event5'"))
        connection.commit()
        with pytest.raises(OvertakenError, match="1 of the rows"):
            seal_batch(connection, "demo", None, batch)
        connection.rollback()
    assert kinds(database) == {}
