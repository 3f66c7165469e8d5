"""History from before the capture is taken in once, in its order, and marked as what it is."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import ProgrammingError

from homeroom.archive import adoption
from homeroom.archive import seal as sealing
from homeroom.archive.checkpoint import load_or_create_key
from homeroom.archive.files.opening import file_store
from homeroom.archive.reconcile import reconcile
from homeroom.archive.search import Query, search
from homeroom.archive.verify import verify
from homeroom.cli import main
from homeroom.db.roles import DatabaseRole
from tests.fixtures.postgres import TestDatabase

HISTORY = [
    # event, order in the stream, received in milliseconds since 1970, redacted, pruned
    ("$old", 10, 1_600_000_000_000, False, False),
    ("$backfilled", -3, 1_500_000_000_000, False, False),
    ("$taken_back", 11, 1_600_000_001_000, True, False),
    ("$pruned", 12, 1_600_000_002_000, True, True),
]
OFF = "ALTER TABLE public.event_json DISABLE TRIGGER homeroom_capture"
ON = "ALTER TABLE public.event_json ENABLE ALWAYS TRIGGER homeroom_capture"
JSON = text(
    "INSERT INTO public.event_json (event_id, room_id, internal_metadata, json, format_version) "
    "VALUES (:id, '!r:x', '{}', :json, 3)"
)
EVENT = text(
    "INSERT INTO public.events (topological_ordering, event_id, type, room_id, processed, outlier, "
    "depth, stream_ordering, received_ts) "
    "VALUES (1, :id, 'm.room.message', '!r:x', true, false, 1, :order, :received)"
)
REDACTION = text(
    "INSERT INTO public.redactions (event_id, redacts, have_censored) "
    "VALUES (:id || '-redaction', :id, :pruned)"
)


@pytest.fixture
def before(database: TestDatabase) -> TestDatabase:
    """A database in which Synapse ran before Homeroom did."""
    dsn = database.superuser_dsn.replace("postgresql:", "postgresql+psycopg2:")
    engine = create_engine(dsn)
    with engine.begin() as connection:
        connection.execute(text(OFF))
        for event_id, order, received, redacted, pruned in HISTORY:
            _write(connection, event_id, order, received)
            if redacted:
                connection.execute(REDACTION, {"id": event_id, "pruned": pruned})
        connection.execute(text(ON))
        _write(connection, "$new", 20, 1_700_000_000_000)
    engine.dispose()
    return database


def _write(connection: Connection, event_id: str, order: int, received: int) -> None:
    said = {"type": "m.room.message", "content": {"body": f"said {event_id[1:]}"}}
    connection.execute(JSON, {"id": event_id, "json": json.dumps(said)})
    connection.execute(EVENT, {"id": event_id, "order": order, "received": received})


def seal(database: TestDatabase) -> None:
    with database.connect(DatabaseRole.ARCHIVER) as connection, connection.begin():
        sealing.seal(connection, database.config.district, None)


def payloads(database: TestDatabase) -> dict[str, dict[str, Any]]:
    with database.connect() as connection:
        rows = connection.scalars(text("SELECT payload FROM archive.payload ORDER BY index"))
        made = [json.loads(row) for row in rows]
    return {payload["event"]["event_id"]: payload for payload in made}


def test_history_is_taken_in_once_in_its_order_and_marked(before: TestDatabase) -> None:
    with before.connect() as connection:
        assert adoption.unseen(connection) == 4
        assert adoption.adopt(connection) == 4
        assert adoption.adopt(connection) == 0
    seal(before)
    with before.connect() as connection:
        assert adoption.adopt(connection) == 0
        assert reconcile(connection).complete
    kept = payloads(before)
    assert list(kept) == ["$new", "$backfilled", "$old", "$taken_back", "$pruned"]
    assert "adopted" not in kept["$new"]
    marks = ("backfilled", "redacted", "pruned")
    assert {key: tuple(kept[key]["adopted"][m] for m in marks) for key, *_ in HISTORY} == {
        "$old": (False, False, False),
        "$backfilled": (True, False, False),
        "$taken_back": (False, True, False),
        "$pruned": (False, True, True),
    }


def test_what_was_said_years_ago_is_found_by_its_own_date(before: TestDatabase) -> None:
    with before.connect() as connection:
        adoption.adopt(connection)
    seal(before)
    with before.connect() as connection:
        year = Query(until=datetime(2018, 1, 1, tzinfo=UTC))
        assert [hit.event_id for hit in search(connection, year).rows] == ["$backfilled"]
        signer = load_or_create_key(before.data / "keys" / "checkpoint.key", "demo")
        files = file_store(before.config)
        assert verify(connection, signer.verifier, files).findings == ()


def test_a_date_moved_in_the_index_is_found(before: TestDatabase) -> None:
    """Whoever moves a record out of the range of a request hides it."""
    seal(before)
    dsn = before.superuser_dsn.replace("postgresql:", "postgresql+psycopg2:")
    engine = create_engine(dsn)
    with engine.begin() as connection:
        connection.execute(text("UPDATE archive.search SET at = at - interval '1 year'"))
    engine.dispose()
    signer = load_or_create_key(before.data / "keys" / "checkpoint.key", "demo")
    with before.connect() as connection:
        found = verify(connection, signer.verifier, file_store(before.config)).findings
    assert any("cannot be found by what it says" in finding for finding in found)


@pytest.mark.parametrize(
    "role", [DatabaseRole.SYNAPSE, DatabaseRole.MODULE, DatabaseRole.BRIDGE, DatabaseRole.PORTAL]
)
def test_nobody_else_takes_in_anything(before: TestDatabase, role: DatabaseRole) -> None:
    with (
        before.connect(role) as connection,
        pytest.raises(ProgrammingError, match="permission denied"),
    ):
        connection.execute(adoption.ADOPT, {"most": 1})


def test_the_command_counts_first(before: TestDatabase, capsys: pytest.CaptureFixture[str]) -> None:
    for more, said in (["--dry-run"], "4 events are in"), ([], "4 events are on their way"):
        with pytest.raises(SystemExit):
            main(["archive", "adopt", *more, "--data", str(before.data)])
        assert said in capsys.readouterr().out
