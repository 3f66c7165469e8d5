"""Invariant 1: an event is stored if and only if its outbox row is."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from homeroom.db.roles import DatabaseRole
from tests.fixtures.postgres import TestDatabase

INSERT = text(
    "INSERT INTO event_json (event_id, room_id, internal_metadata, json, format_version) "
    "VALUES (:id, '!r:x', '{}', :json, 3)"
)


def store(connection: Connection, event_id: str, body: str = "hi") -> None:
    connection.execute(INSERT, {"id": event_id, "json": json.dumps({"body": body})})


def outbox(database: TestDatabase) -> list[str]:
    with database.connect(DatabaseRole.ARCHIVER) as connection:
        found = connection.scalars(text("SELECT key FROM outbox.entry WHERE kind = 'event'"))
        return list(found.all())


def test_an_event_has_one_row_from_its_own_transaction(database: TestDatabase) -> None:
    with database.connect(DatabaseRole.SYNAPSE) as connection:
        store(connection, "$kept")
        assert outbox(database) == []
        connection.commit()
        assert outbox(database) == ["$kept"]
        store(connection, "$gone")
        connection.rollback()
    assert outbox(database) == ["$kept"]


def test_without_an_outbox_there_is_no_event(database: TestDatabase) -> None:
    """If the row cannot be written, the event is not accepted."""
    with database.connect(DatabaseRole.UPGRADE) as owner, owner.begin():
        owner.execute(text("ALTER TABLE outbox.entry ADD CONSTRAINT full_disk CHECK (false)"))
    with database.connect(DatabaseRole.SYNAPSE) as connection:
        with pytest.raises(DBAPIError, match="full_disk"):
            store(connection, "$a")
        connection.rollback()
        assert connection.scalar(text("SELECT count(*) FROM event_json")) == 0


def test_a_nul_escape_is_kept_as_it_came(database: TestDatabase) -> None:
    """`\\u0000` is JSON, and no jsonb can hold it."""
    with database.connect(DatabaseRole.SYNAPSE) as connection, connection.begin():
        store(connection, "$nul", "a\u0000b")
    with database.connect(DatabaseRole.ARCHIVER) as connection:
        payload = connection.scalar(text("SELECT payload FROM outbox.entry WHERE key = '$nul'"))
    assert json.loads(str(payload)) == {"body": "a\u0000b"}


def test_the_trigger_serves_its_own_table_only(database: TestDatabase) -> None:
    """Another table that borrows the function cannot write events into the record."""
    with database.connect(DatabaseRole.UPGRADE) as owner:
        owner.execute(text("CREATE TABLE public.fake (LIKE public.event_json)"))
        owner.execute(
            text(
                "CREATE TRIGGER t AFTER INSERT ON public.fake "
                "FOR EACH ROW EXECUTE FUNCTION outbox.capture_event()"
            )
        )
        with pytest.raises(DBAPIError, match=r"serves public\.event_json only"):
            owner.execute(text("INSERT INTO public.fake SELECT 'a', 'b', 'c', 'd', 3"))


BROKEN = [
    ("ALTER TABLE public.event_json DISABLE TRIGGER homeroom_capture", "disabled"),
    ("ALTER TABLE public.event_json ENABLE REPLICA TRIGGER homeroom_capture", "disabled"),
    # what a restore without care would leave: a replica session passes it by
    ("ALTER TABLE public.event_json ENABLE TRIGGER homeroom_capture", "disabled"),
    ("DROP TRIGGER homeroom_capture ON public.event_json", "missing"),
    ("ALTER TRIGGER homeroom_capture ON public.event_json RENAME TO other", "missing"),
    ("ALTER TABLE public.event_json RENAME TO event_json_old", "missing"),
    (
        "DROP TRIGGER homeroom_capture ON public.event_json; CREATE TRIGGER homeroom_capture "
        "AFTER INSERT ON public.event_json FOR EACH ROW WHEN (NEW.room_id <> '!secret:x') "
        "EXECUTE FUNCTION outbox.capture_event(); "
        "ALTER TABLE public.event_json ENABLE ALWAYS TRIGGER homeroom_capture",
        "altered",
    ),
    (
        "CREATE FUNCTION public.other() RETURNS trigger LANGUAGE plpgsql "
        "AS 'BEGIN RETURN NULL; END'; "
        "DROP TRIGGER homeroom_capture ON public.event_json; CREATE TRIGGER homeroom_capture "
        "AFTER INSERT ON public.event_json FOR EACH ROW EXECUTE FUNCTION public.other(); "
        "ALTER TABLE public.event_json ENABLE ALWAYS TRIGGER homeroom_capture",
        "replaced",
    ),
]


def test_a_capture_that_does_not_work_is_seen(database: TestDatabase) -> None:
    state = text("SELECT outbox.capture_state()")
    with database.connect(DatabaseRole.UPGRADE) as owner:
        for statement, expected in BROKEN:
            assert owner.scalar(state) == "working"
            owner.execute(text(statement))
            assert owner.scalar(state) == expected, statement
            owner.rollback()
