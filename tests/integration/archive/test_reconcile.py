"""Completeness: Synapse's own tables against the archive, each difference named."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, create_engine, text

from homeroom.archive import seal as sealing
from homeroom.archive.reconcile import OTHER_CONTENT, Reconciled, reconcile
from homeroom.db.roles import DatabaseRole
from tests.fixtures.postgres import TestDatabase

EVENT = text(
    "INSERT INTO public.event_json (event_id, room_id, internal_metadata, json, format_version) "
    "VALUES (:id, '!r:x', '{}', :json, 3)"
)


def write(database: TestDatabase, event_id: str, json_text: str) -> None:
    with database.connect(DatabaseRole.SYNAPSE) as connection, connection.begin():
        connection.execute(EVENT, {"id": event_id, "json": json_text})


def seal(database: TestDatabase) -> None:
    with database.connect(DatabaseRole.ARCHIVER) as connection, connection.begin():
        sealing.seal(connection, database.config.district, None)


def compared(database: TestDatabase) -> Reconciled:
    with database.connect() as connection:
        return reconcile(connection)


def named(database: TestDatabase) -> list[tuple[str, str]]:
    return [(found.event_id, found.problem) for found in compared(database).differences]


@pytest.fixture
def superuser(database: TestDatabase) -> Iterator[Connection]:
    dsn = database.superuser_dsn.replace("postgresql:", "postgresql+psycopg2:")
    engine = create_engine(dsn)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def test_what_waits_and_what_is_sealed_is_complete(database: TestDatabase) -> None:
    write(database, "$one", json.dumps({"content": {"body": "1"}, "z": [1, None, True]}))
    write(database, "$odd", "not JSON")
    seal(database)
    write(database, "$two", "{}")
    found = compared(database)
    assert found.complete
    assert (found.events, found.compared) == (3, 2)


def test_a_deleted_outbox_row_is_named(database: TestDatabase, superuser: Connection) -> None:
    for event_id in ("$kept", "$lost"):
        write(database, event_id, "{}")
    superuser.execute(text("DELETE FROM outbox.entry WHERE key = '$lost'"))
    superuser.commit()
    assert named(database) == [("$lost", "is neither archived nor in the outbox")]


def test_what_came_while_the_trigger_was_gone_is_named(
    database: TestDatabase, superuser: Connection
) -> None:
    """Whoever drops the trigger and puts it back leaves a gap, and the gap is found."""
    definition = "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = 'homeroom_capture'"
    made = str(superuser.scalar(text(definition)))
    superuser.execute(text("DROP TRIGGER homeroom_capture ON public.event_json"))
    superuser.commit()
    assert compared(database).capture == "missing"
    write(database, "$unseen", "{}")
    superuser.execute(text(made))
    superuser.commit()
    assert compared(database).capture == "disabled"
    superuser.execute(text("ALTER TABLE public.event_json ENABLE ALWAYS TRIGGER homeroom_capture"))
    superuser.commit()
    found = compared(database)
    assert found.capture == "working"
    assert [each.event_id for each in found.differences] == ["$unseen"]
    assert not found.complete


def test_content_changed_in_the_homeserver_is_named(
    database: TestDatabase, superuser: Connection
) -> None:
    for event_id in ("$same", "$changed"):
        write(database, event_id, json.dumps({"content": {"body": "as it was said"}}))
    seal(database)
    assert named(database) == []
    superuser.execute(
        text(
            "UPDATE public.event_json SET json = replace(json, 'was', 'is') "
            "WHERE event_id = '$changed'"
        )
    )
    superuser.commit()
    assert named(database) == [("$changed", OTHER_CONTENT)]


def test_an_event_that_was_written_anew_is_complete(
    database: TestDatabase, superuser: Connection
) -> None:
    """Synapse may write an event again: the archive holds both, so nothing is missing."""
    write(database, "$again", '{"n": 1}')
    seal(database)
    superuser.execute(text("DELETE FROM public.event_json WHERE event_id = '$again'"))
    superuser.commit()
    assert named(database) == [("$again", "is archived and no longer in the homeserver")]
    write(database, "$again", '{"n": 2}')
    seal(database)
    assert named(database) == []
