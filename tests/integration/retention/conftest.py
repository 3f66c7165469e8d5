"""A district with old messages: events in Synapse's tables, captured, sealed, and years old."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, select, text

from homeroom.archive.checkpoint import Signer, load_or_create_key
from homeroom.archive.fetching import Store, fetch, seal_media
from homeroom.archive.files.opening import file_store
from homeroom.archive.media import split, synapse_file
from homeroom.archive.reconcile import Reconciled, reconcile
from homeroom.archive.seal import seal
from homeroom.archive.verify import verify
from homeroom.config import RetentionSection
from homeroom.db.roles import DatabaseRole
from homeroom.db.tables.archive import media_object
from homeroom.policy.roles import Role
from homeroom.registry.decisions import record
from homeroom.registry.model import Person, Venue
from homeroom.retention import disposing, planning
from homeroom.retention.planning import Plan
from homeroom.retention.schedule import Schedule
from homeroom.retention.schedule_file import parse
from tests.fixtures.days import district_day
from tests.fixtures.postgres import TestDatabase

OLD = datetime(2019, 3, 5, 12, tzinfo=UTC)
TODAY = district_day()
ROOM, OTHER = "!staff:district.example", "!class:district.example"
TWO_YEARS = """
title: For tests
items:
  talk:
    title: Talk in staff rooms
    content: transitory
    citation: a schedule of the tests
    check_with_counsel: false
    match: {kinds: [event], venues: [staff]}
    keep: 2 years
"""
EVENT = text("""
    INSERT INTO public.event_json (event_id, room_id, internal_metadata, json, format_version)
    VALUES (:id, :room, '{}', :json, 3)
""")
ROW = text("""
    INSERT INTO public.events (topological_ordering, event_id, type, room_id, processed, outlier,
        depth, origin_server_ts, received_ts, sender, contains_url, stream_ordering)
    VALUES (:n, :id, 'm.room.message', :room, true, false, :n, 0, 0, :sender, false, :n)
""")
FOUND = text("""
    INSERT INTO public.event_search (event_id, room_id, sender, key, vector, origin_server_ts,
        stream_ordering) VALUES (:id, :room, :sender, 'content.body', to_tsvector('simple', :body),
        0, :n)
""")


def person(number: int, **changed: Any) -> Person:
    values: dict[str, Any] = {
        "id": f"p{number}",
        "roster_id": f"s-{number}",
        "roles": (Role.STUDENT,),
        "given_name": f"Testa{number}",
        "family_name": "Sample",
        "user_id": f"@person{number}:district.example",
    }
    return Person(**{**values, **changed})


@dataclass(slots=True)
class District:
    """A database with two rooms, and how to speak in them."""

    database: TestDatabase
    signer: Signer
    said: int = 0

    def say(
        self,
        body: str,
        *,
        sender: str = "@person1:district.example",
        room: str = ROOM,
        at: datetime = OLD,
        type_: str = "m.room.message",
        **content: Any,
    ) -> str:
        """An event in Synapse's tables; its id. What waits is dated back."""
        self.said += 1
        event_id = f"$event{self.said}"
        event = {
            "type": type_,
            "sender": sender,
            "room_id": room,
            "origin_server_ts": int(at.timestamp() * 1000),
            "hashes": {"sha256": "x"},
            "content": {"msgtype": "m.text", "body": body, **content},
        }
        values = {
            "id": event_id,
            "room": room,
            "json": json.dumps(event),
            "n": self.said,
            "sender": sender,
            "body": body,
        }
        with self.superuser() as connection, connection.begin():
            for statement in (EVENT, ROW, FOUND):
                connection.execute(statement, values)
            connection.execute(
                text("UPDATE outbox.entry SET at = :at WHERE kind = 'event' AND key = :id"),
                {"at": at, "id": event_id},
            )
        return event_id

    def seal(self) -> None:
        with self.database.connect(DatabaseRole.ARCHIVER) as connection:
            while seal(connection, "demo", None).taken:
                connection.commit()
            connection.commit()

    def keep(self, mxc: str, content: bytes, *, name: str) -> tuple[Path, Path]:
        """An upload that the archiver has fetched: the archive's file, and Synapse's."""
        config, (_, media_id) = self.database.config, split(mxc)
        uploaded = synapse_file(config.path(config.synapse.media_store), media_id)
        uploaded.parent.mkdir(parents=True)
        uploaded.write_bytes(content)
        self.execute(
            "INSERT INTO public.local_media_repository (media_id, media_type, media_length, "
            "upload_name) VALUES (:id, 'image/png', :size, :name)",
            id=media_id,
            size=len(content),
            name=name,
        )
        store = Store(
            district="demo",
            server_name="district.example",
            synapse=config.path(config.synapse.media_store),
            files=file_store(config),
        )
        with self.database.connect(DatabaseRole.ARCHIVER) as connection, connection.begin():
            fetched = fetch(connection, store, mxc)
            seal_media(connection, store, None, [fetched], datetime.now(UTC))
            object_name = connection.scalar(
                select(media_object.c.name).where(media_object.c.sha256 == fetched.file.sha256)
            )
        (kept,) = config.path(config.archive.media).rglob(str(object_name))
        return kept, uploaded

    def plan(self, schedule: str = TWO_YEARS, until: Any = TODAY) -> Plan:
        schedules: list[Schedule] = [parse(schedule, name="tests.yaml")]
        with self.database.connect() as connection, connection.begin():
            return planning.make(connection, schedules, RetentionSection(), until, by="test")

    def run(self, plan: int, *, most: int = 5000) -> disposing.Disposed:
        with self.database.connect() as connection:
            disposing.approve_in_sandbox(connection, plan, by="test")
            connection.commit()
            done = disposing.run(connection, self.database.config, plan, most=most)
            connection.commit()
            return done

    def findings(self) -> list[str]:
        with self.database.connect() as connection:
            media = file_store(self.database.config)
            return list(verify(connection, self.signer.verifier, media).findings)

    def reconciled(self) -> Reconciled:
        with self.database.connect() as connection:
            return reconcile(connection)

    def bodies(self) -> set[str]:
        """What the archive still says, of events."""
        with self.database.connect() as connection:
            rows = connection.scalars(text("SELECT payload FROM archive.payload"))
            loaded = [json.loads(row) for row in rows]
        return {row["event"]["content"]["body"] for row in loaded if "event" in row}

    def scalar(self, statement: str, **values: Any) -> Any:
        with self.superuser() as connection:
            return connection.scalar(text(statement), values)

    def execute(self, statement: str, **values: Any) -> None:
        with self.superuser() as connection, connection.begin():
            connection.execute(text(statement), values)

    def superuser(self) -> Any:
        dsn = self.database.superuser_dsn.replace("postgresql:", "postgresql+psycopg2:")
        engine = create_engine(dsn, isolation_level="READ COMMITTED")
        return engine.connect()

    def record(self, states: Iterable[Any]) -> None:
        with self.database.connect() as connection, connection.begin():
            for state in states:
                record(connection, state, by="test")


@pytest.fixture
def district(database: TestDatabase) -> District:
    signer = load_or_create_key(database.data / "keys" / "checkpoint.key", "demo")
    made = District(database, signer)
    made.record(
        [
            *(person(number) for number in (1, 2, 3)),
            Venue(id="staff-1", kind="staff", name="Staff", room_id=ROOM),
            Venue(id="class-1", kind="class", name="Class", room_id=OTHER),
        ]
    )
    return made
