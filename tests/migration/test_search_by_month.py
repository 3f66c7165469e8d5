"""A filled archive is brought to a search table a month: in batches, stopped and gone on with."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import Connection, NullPool, create_engine, text

from homeroom.archive import by_month, months
from homeroom.archive.query import Query
from homeroom.archive.search import count
from homeroom.db.migrate import upgrade_homeroom
from homeroom.db.roles import DatabaseRole
from homeroom.errors import HomeroomError
from tests.fixtures.postgres import TestDatabase

AS_IT_WAS = """
DROP TABLE archive.search, archive.attachment, archive.attachment_progress CASCADE;
DROP TRIGGER forget_attachments ON archive.media_reference;
DROP FUNCTION archive.forget_attachments, archive.make_month, archive.make_months;
CREATE TABLE archive.search (
    district text NOT NULL, epoch integer NOT NULL, index bigint NOT NULL,
    at timestamptz NOT NULL, kind text NOT NULL, type text NOT NULL, room_id text, sender text,
    event_id text, text text NOT NULL, tsv tsvector NOT NULL,
    CONSTRAINT search_pkey PRIMARY KEY (district, epoch, index));
CREATE INDEX search_words ON archive.search USING gin (tsv);
ALTER TABLE archive.search OWNER TO homeroom_owner;
INSERT INTO archive.tree (district, epoch, size, root, frontier)
    VALUES ('demo', 1, 0, sha256(''), '');
UPDATE public.homeroom_migration SET version_num = '0030';
"""
ENTRY = text("""
    INSERT INTO archive.search VALUES ('demo', 1, :n, CAST('2025-01-20' AS timestamptz)
        + :n * interval '9 days', :kind, 'm.room.message', '!r:x', :sender, '$' || :n, :said, '')
""")
PAYLOAD = text("INSERT INTO archive.payload VALUES ('demo', 1, :n, sha256(''), :payload)")
ENTRIES = 12


class StoppedError(Exception):
    """Somebody pulled the plug."""


def stop(done: int) -> None:
    raise StoppedError


def fill(connection: Connection) -> None:
    for n in range(ENTRIES):
        said = f"Lecciones number {n}"
        sender = "@_whatsapp_1:x" if n == 4 else "@a:x"
        content = {"type": "m.room.message", "sender": sender, "room_id": "!r:x"}
        event = {"event": {**content, "event_id": f"${n}", "content": {"body": said}}}
        attempt = {**content, "content": {"body": said}}
        decision = {"decision": {"verdict": "refuse", "attempt": attempt}}
        kind, payload = ("decision", decision) if n == 5 else ("event", event)
        connection.execute(ENTRY, {"n": n, "kind": kind, "sender": sender, "said": said})
        connection.execute(PAYLOAD, {"n": n, "payload": json.dumps(payload)})


@pytest.fixture
def superuser(database: TestDatabase) -> Any:
    """The database as it was before, with entries over four months."""
    dsn = database.superuser_dsn.replace("postgresql:", "postgresql+psycopg2:")
    engine = create_engine(dsn, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text(AS_IT_WAS))
        fill(connection)
    return engine


def test_a_filled_archive_is_taken_over(database: TestDatabase, superuser: Any) -> None:
    owner = database.engine(DatabaseRole.UPGRADE)
    with pytest.raises(HomeroomError, match="run `homeroom migrate` again"), owner.begin() as c:
        upgrade_homeroom(c, "0031")
    with pytest.raises(StoppedError):
        by_month.prepare(owner, stop, most=5)
    with superuser.begin() as connection:
        assert connection.scalar(text("SELECT count(*) FROM archive.search_by_month")) == 5
        # destroyed while it is half done: gone in both
        connection.execute(text("DELETE FROM archive.search WHERE index IN (2, 8)"))
        assert connection.scalar(text("SELECT count(*) FROM archive.search_by_month")) == 4
    assert by_month.prepare(owner, most=5) == ENTRIES - 5 - 1
    with owner.begin() as connection:
        upgrade_homeroom(connection, "0031")
    assert by_month.prepare(owner) == 0
    with database.connect() as connection:
        assert count(connection, Query(text="leccion")).number == ENTRIES - 2
        assert count(connection, Query(networks=("whatsapp",))).number == 1
        assert count(connection, Query(verdicts=("refuse",))).number == 1
        used = connection.scalars(text("SELECT DISTINCT tableoid::regclass FROM archive.search"))
        assert len(used.all()) == 4


PARTS = text("SELECT tableoid::regclass::text, count(*) FROM archive.search GROUP BY 1 ORDER BY 1")
SEARCH = text("""
    INSERT INTO archive.search (district, epoch, index, at, kind, type, text, tsv)
    VALUES ('demo', 1, :n, :at, 'event', 'm.room.message', 'apples', 'apples')
""")


def test_what_has_no_month_is_kept_and_moves_into_it_later(database: TestDatabase) -> None:
    with database.connect(DatabaseRole.ARCHIVER) as connection:
        for n, at in enumerate(("2019-03-05", "2019-03-31", "1971-01-01", "2999-01-01")):
            connection.execute(SEARCH, {"n": n, "at": at})
        assert connection.execute(PARTS).all() == [("archive.search_rest", 4)]
        assert count(connection, Query(text="apples")).number == 4
        connection.commit()
        # one for March 2019; odd dates stay where they are
        assert months.make(connection) == 1
        assert months.make(connection) == 0
        parts = connection.execute(PARTS).all()
        assert [number for _, number in parts] == [2, 2]
        assert count(connection, Query(text="apples")).number == 4


def test_a_month_that_cannot_be_made_now_stops_nothing(database: TestDatabase) -> None:
    with database.connect(DatabaseRole.ARCHIVER) as connection, database.connect() as reader:
        connection.execute(SEARCH, {"n": 1, "at": "2019-03-05"})
        connection.commit()
        assert count(reader, Query(text="apples")).number == 1
        # somebody reads on
        assert months.make(connection) == 0
        connection.execute(SEARCH, {"n": 2, "at": "2019-03-06"})
        connection.commit()
        reader.rollback()
        assert months.make(connection) == 1


def test_months_are_there_before_they_begin(database: TestDatabase) -> None:
    made = text("SELECT count(*) FROM pg_inherits WHERE inhparent = 'archive.search'::regclass")
    with database.connect() as connection:
        assert int(connection.scalar(made) or 0) >= 1 + 3
