"""Killed at exact moments: the moments are what they are called, and the judge is a strict one."""

from __future__ import annotations

import itertools
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, NullPool, create_engine, text

from homeroom.archive import archiver
from homeroom.archive.checkpoint import public_half
from homeroom.archive.files.opening import file_store
from homeroom.archive.publish import LATEST
from homeroom.db.roles import DatabaseRole
from homeroom.sandbox.chaos import gates
from homeroom.sandbox.chaos.judging import Judgement, judge
from homeroom.sandbox.chaos.ledger import Ledger
from homeroom.sandbox.chaos.plan import Moment, plan
from homeroom.sandbox.chaos.run import run
from tests.fixtures.postgres import TestDatabase, free_base
from tests.fixtures.synapse import eventually, settle

EVENT = text(
    "INSERT INTO public.event_json (event_id, room_id, internal_metadata, json, format_version) "
    "VALUES (:id, '!r:x', '{}', :json, 3)"
)
BODY = '{"type": "m.room.message", "room_id": "!r:x", "content": {"body": "BODY"}}'
COMMITTED = text("""
    SELECT (SELECT count(*) FROM archive.leaf) AS leaves,
           (SELECT count(*) FROM outbox.entry) AS waiting,
           (SELECT coalesce(max(size), 0) FROM archive.checkpoint) AS covered,
           (SELECT max(query) FROM pg_stat_activity
            WHERE usename = 'homeroom_archiver' AND wait_event = 'advisory') AS held
""")


def say(database: TestDatabase, event_id: str, body: str) -> None:
    with database.connect(DatabaseRole.SYNAPSE) as connection, connection.begin():
        connection.execute(EVENT, {"id": event_id, "json": BODY.replace("BODY", body)})


@pytest.fixture
def superuser(database: TestDatabase) -> Iterator[Engine]:
    dsn = database.superuser_dsn.replace("postgresql:", "postgresql+psycopg2:")
    engine = create_engine(dsn, poolclass=NullPool)
    gates.install(engine)
    yield engine
    engine.dispose()


@contextmanager
def busy(database: TestDatabase) -> Iterator[tuple[Path, int]]:
    """A process that archives and publishes all the time, and somebody who talks all the time.

    Where checkpoints are published, and the process id; it ends by being killed.
    """
    settle(database.data, archive={"publish_seconds": 0.01})
    command = (sys.executable, "-m", "homeroom.archive.archiver", "--data", str(database.data))
    silent = threading.Event()

    def talk() -> None:
        for number in itertools.count():
            if silent.wait(0.02):
                return
            say(database, f"${number}", f"word {number}")

    talking = threading.Thread(target=talk)
    talking.start()
    checkpoints = database.config.path(database.config.archive.checkpoints)
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            eventually((checkpoints / LATEST).exists, 20)
            yield checkpoints, process.pid
        finally:
            process.kill()
            silent.set()
            talking.join(20)


@pytest.mark.proof
def test_each_moment_is_what_it_is_called(database: TestDatabase, superuser: Engine) -> None:
    with busy(database) as (checkpoints, pid):
        for moment in (Moment.COMMITTING, Moment.SIGNING, Moment.PUBLISHING):
            with gates.shut(moment, superuser, checkpoints, pid) as gate:
                assert gate.reached, moment
                with superuser.connect() as connection:
                    stands = connection.execute(COMMITTED).one()
                latest = int((checkpoints / LATEST).read_text().split("\n")[1])
                is_so = {
                    # all of the batch is copied and taken out, and nothing of it is committed
                    Moment.COMMITTING: (stands.held, stands.waiting > 0) == ("COMMIT", True),
                    # the batch is committed, and no checkpoint covers it
                    Moment.SIGNING: stands.leaves > stands.covered,
                    # the checkpoint is committed, and whoever fetches the latest has an older one
                    Moment.PUBLISHING: stands.covered > latest,
                }
                assert is_so[moment], (moment, stands, latest)


def judged(database: TestDatabase, ledger: Ledger) -> Judgement:
    config = database.config
    with database.connect(DatabaseRole.ADMIN) as connection:
        return judge(
            connection,
            ledger,
            "!r:x",
            outside=(),
            verifier=public_half(config.path(config.archive.key), config.district),
            files=file_store(config),
        )


def test_what_is_lost_doubled_or_said_though_refused_is_told(database: TestDatabase) -> None:
    ledger = Ledger()
    made = archiver.create(database.config, threading.Event())
    for event_id, body in (("$1", "kept"), ("$2", "doubled"), ("$3", "doubled"), ("$4", "no")):
        say(database, event_id, body)
    with database.connect(DatabaseRole.ARCHIVER) as connection:
        made.step(connection)
    made.engine.dispose()
    ledger.acknowledge("kept", "$1")
    found = judged(database, ledger)
    assert (found.acknowledged, found.archived) == (1, 1)
    assert (found.missing, found.duplicates) == ((), ())
    ledger.acknowledge("doubled", "$2")
    ledger.acknowledge("lost", "$5")
    ledger.acknowledge("kept", "$6")  # the sender was told another event than the one archived
    ledger.refused.append("no")
    ledger.held.append("a hold that is nowhere")
    found = judged(database, ledger)
    assert found.missing == ("$5", "$6", "hold a hold that is nowhere")
    assert sorted(found.duplicates) == ["doubled", "refused no"]
    assert found.archived == 1
    assert not found.holds


@pytest.mark.proof
def test_invariant_1_whatever_is_killed_what_was_acknowledged_is_archived_once(
    tmp_path: Path,
) -> None:
    """Eight kills of all four processes, each moment among them, while people talk."""
    outcome = run(
        tmp_path / "district",
        plan(2, 8),
        clients=6,
        port_base=free_base(),
        told=lambda number, done: None,
    )
    assert outcome.judgement.holds, outcome.judgement
    assert [done for done in outcome.kills if not done.reached] == []
    assert outcome.judgement.acknowledged > 100
    assert outcome.judgement.decisions > 0
