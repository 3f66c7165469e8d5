"""What no role that a process runs as can do, whatever is said to the database."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from homeroom.db.roles import RUNTIME, DatabaseRole
from tests.fixtures.postgres import TestDatabase

APPEND_ONLY = (
    "disclosure.scope_rule",
    "registry.decision",
    "registry.current",
    "registry.district",
    "archive.leaf",
    "archive.node",
    "archive.checkpoint",
    "archive.payload",
    "archive.origin",
    "archive.search",
    "archive.media",
    "danger.alert",
    "danger.step",
    "steward.reminder",
    "disclosure.pseudonym",
    "disclosure.review_decision",
    "disclosure.review_approval",
)
REFUSALS = ("InsufficientPrivilege", "CheckViolation", "GeneratedAlways")
COLUMNS = {"archive.media": "sha256"}
CHANGES = ("UPDATE {} SET {column} = {column}", "DELETE FROM {}", "TRUNCATE {}")


def refused(database: TestDatabase, role: DatabaseRole, statement: str) -> bool:
    """Does the database refuse it to this role? Nothing is committed either way."""
    with database.connect(role) as connection:
        try:
            connection.execute(text(statement))
        except DBAPIError as error:
            return type(error.orig).__name__ in REFUSALS
        return False


def test_append_only_refuses_every_runtime_role(database: TestDatabase) -> None:
    allowed = [
        (role, change.format(table, column=COLUMNS.get(table, "district")))
        for role in RUNTIME
        for table in APPEND_ONLY
        for change in CHANGES
        if not refused(database, role, change.format(table, column=COLUMNS.get(table, "district")))
    ]
    assert allowed == []


def test_what_waits_for_the_archive_cannot_be_changed(database: TestDatabase) -> None:
    """Only the archiver takes rows out, in the transaction that seals them."""
    insert = "INSERT INTO outbox.entry (kind, key, payload) VALUES ('a', 'b', 'c')"
    for role in RUNTIME:
        assert refused(database, role, "UPDATE outbox.entry SET payload = '{}'")
        assert refused(database, role, "TRUNCATE outbox.entry")
        assert refused(database, role, insert)
        may_delete = not refused(database, role, "DELETE FROM outbox.entry")
        assert may_delete is (role is DatabaseRole.ARCHIVER)


A_DATED_ROLE = """
INSERT INTO roster.dated_role (number, roster_id, role, rank) VALUES (1, 'r', 'admin', 0)
"""


def test_only_an_import_says_which_roles_a_day_brings(database: TestDatabase) -> None:
    """And only the steward applies them: on that day, by no rows of its own."""
    apply = "SELECT registry.record_roles((now() AT TIME ZONE 'UTC')::date)"
    for role in RUNTIME:
        imports, applies = role is DatabaseRole.ADMIN, role is DatabaseRole.STEWARD
        assert refused(database, role, A_DATED_ROLE) is not imports, role
        assert refused(database, role, "DELETE FROM roster.dated_role") is not imports, role
        assert refused(database, role, "UPDATE roster.dated_role SET role = 'admin'"), role
        assert refused(database, role, "TRUNCATE roster.dated_role"), role
        assert refused(database, role, apply) is not applies, role


AS_SYNAPSE = [
    # the trigger: drop it, disable it, put another function under it
    "DROP TRIGGER homeroom_capture ON public.event_json",
    "ALTER TABLE public.event_json DISABLE TRIGGER homeroom_capture",
    "DROP FUNCTION outbox.capture_event() CASCADE",
    "SET session_replication_role = replica",
    # the table: rename it, drop it, empty it, put another in its place
    "ALTER TABLE public.event_json RENAME TO event_json_old",
    "ALTER TABLE public.event_json SET SCHEMA pg_temp",
    "DROP TABLE public.event_json",
    "TRUNCATE public.event_json",
    "CREATE TABLE public.other (x int)",
    "CREATE TABLE public.other AS SELECT 1",
    "CREATE TEMP TABLE event_json (x int)",
    "CREATE VIEW public.other AS SELECT 1",
    "CREATE FUNCTION public.other() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE RULE silence AS ON INSERT TO public.event_json DO INSTEAD NOTHING",
    "CREATE SCHEMA other",
    # the guard itself, and other people's rights
    "DROP EVENT TRIGGER homeroom_no_ddl",
    "DROP FUNCTION public.homeroom_no_ddl()",
    "SET ROLE homeroom_owner",
    "SET SESSION AUTHORIZATION homeroom_upgrade",
    "GRANT homeroom_owner TO homeroom_synapse",
    # the records
    "SELECT * FROM registry.decision",
    "SELECT * FROM outbox.entry",
    "SELECT * FROM archive.leaf",
    "SELECT outbox.append('decision', 'k', '{}')",
]


def test_synapse_changes_rows_and_nothing_else(database: TestDatabase) -> None:
    assert [s for s in AS_SYNAPSE if not refused(database, DatabaseRole.SYNAPSE, s)] == []


FORGED = [
    # the number, the time and the login of a decision are the database's
    "INSERT INTO registry.decision (seq, actor, subject, key, state) VALUES (1,'a','b','c','{}')",
    "INSERT INTO registry.decision (at, actor, subject, key, state) VALUES (now(),'','','','{}')",
    "INSERT INTO registry.decision (via, actor, subject, key, state) VALUES ('x','a','b','c','{}')",
    "INSERT INTO registry.current (district, subject, key) VALUES ('a','b','c')",
]


def test_a_decision_is_not_dated_by_who_takes_it(database: TestDatabase) -> None:
    tried = [(role, s) for role in (DatabaseRole.PORTAL, DatabaseRole.ADMIN) for s in FORGED]
    assert [each for each in tried if not refused(database, *each)] == []


def test_who_decides_nothing_records_no_decision(database: TestDatabase) -> None:
    insert = "INSERT INTO registry.decision (actor, subject, key, state) VALUES ('a','b','c','{}')"
    may = {role for role in RUNTIME if not refused(database, role, insert)}
    assert may == {DatabaseRole.PORTAL, DatabaseRole.ADMIN}


def test_what_is_captured_is_never_claimed(database: TestDatabase) -> None:
    append = text("SELECT outbox.append(:kind, 'k', '{}')")
    with database.connect(DatabaseRole.MODULE) as connection:
        assert connection.scalar(append, {"kind": "decision"})
        for kind in ("event", "registry", "media"):
            with pytest.raises(DBAPIError, match="captured, not appended"):
                connection.execute(append, {"kind": kind})
            connection.rollback()


A_CLASS = """
INSERT INTO registry.decision (actor, subject, key, state)
VALUES ('a', 'venue', 'class-1', '{"id": "class-1", "kind": "class", "room_id": "!class:x"}')
"""
VENUES: list[tuple[str, str, str]] = [
    # a class, no kind at all
    ("v", '{"id": "v", "kind": "class"}', "family venues only"),
    ("v", '{"id": "v"}', "family venues only"),
    # another id inside
    ("v", '{"id": "w", "kind": "family"}', "another id"),
    # the id of a class, and the room of a class
    ("class-1", '{"id": "class-1", "kind": "family"}', "not a family venue"),
    ("v", '{"id": "v", "kind": "family", "room_id": "!class:x"}', "not a family venue"),
]


def test_a_bridge_records_family_venues_only(database: TestDatabase) -> None:
    record = text("SELECT registry.record_venue(:key, CAST(:state AS jsonb))")
    with database.connect() as connection, connection.begin():
        connection.execute(text(A_CLASS))
    with database.connect(DatabaseRole.BRIDGE) as connection:
        for key, state, why in VENUES:
            with pytest.raises(DBAPIError, match=why):
                connection.execute(record, {"key": key, "state": state})
            connection.rollback()
        fine = {"key": "f", "state": '{"id": "f", "kind": "family", "room_id": "!f:x"}'}
        assert connection.scalar(record, fine)


MADE = [
    ('{"id": "m", "kind": "class", "room_id": "!m:x"}', "no venue of this kind"),
    ('{"id": "m", "room_id": "!m:x"}', "no venue of this kind"),
    ('{"id": "m", "kind": "club"}', "an id and a room"),
    ('{"id": "class-1", "kind": "club", "room_id": "!m:x"}', "designated already"),
    ('{"id": "m", "kind": "club", "room_id": "!class:x"}', "designated already"),
]


def test_the_module_designates_only_what_users_make(database: TestDatabase) -> None:
    record = text("SELECT registry.record_made('@t:x', CAST(:state AS jsonb))")
    with database.connect() as connection, connection.begin():
        connection.execute(text(A_CLASS))
    with database.connect(DatabaseRole.MODULE) as connection:
        for state, why in MADE:
            with pytest.raises(DBAPIError, match=why):
                connection.execute(record, {"state": state})
            connection.rollback()
        fine = '{"id": "m", "kind": "club", "room_id": "!m:x"}'
        assert connection.scalar(record, {"state": fine})


def test_the_steward_says_where_a_room_is_and_designates_nothing(database: TestDatabase) -> None:
    record = text("SELECT registry.record_room(:venue, :room)")
    with database.connect() as connection, connection.begin():
        connection.execute(text(A_CLASS))
        connection.execute(text(A_CLASS.replace("class-1", "class-2").replace("!class:x", "!b:x")))
    with database.connect(DatabaseRole.STEWARD) as connection:
        for venue, room, why in [
            ("class-9", "!new:x", "not designated"),
            ("class-2", "!class:x", "another venue"),
        ]:
            with pytest.raises(DBAPIError, match=why):
                connection.execute(record, {"venue": venue, "room": room})
            connection.rollback()
        assert connection.scalar(record, {"venue": "class-1", "room": "!upgraded:x"})


def test_a_files_key_is_removed_by_disposition_alone(database: TestDatabase) -> None:
    """And what it is of, and where it lies, is never changed; a rotation wraps it anew."""
    for role in RUNTIME:
        assert refused(database, role, "DELETE FROM archive.media_object")
        assert refused(database, role, "TRUNCATE archive.media_object")
        assert refused(database, role, "UPDATE archive.media_object SET name = name")
        assert refused(database, role, "UPDATE archive.media_object SET sha256 = sha256")
        forgets = not refused(database, role, "SELECT archive.forget_file(sha256(''))")
        assert forgets is (role is DatabaseRole.ADMIN)
