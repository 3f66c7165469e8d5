"""An archive that an older Homeroom has filled is brought to today's: every entry, every proof.

The old schema is made by the old migrations, and filled by its own rules: capture, continuity, and
append-only tables were there from the beginning.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, create_engine, text, true

from homeroom.archive import by_month, read
from homeroom.archive.checkpoint import Checkpoint, Signer, load_or_create_key
from homeroom.archive.commitment import commitment
from homeroom.archive.copying import copy_rows
from homeroom.archive.entry import NewEntry, new_entry
from homeroom.archive.files.opening import file_store
from homeroom.archive.leaf import VERSION, Header, milliseconds, moment
from homeroom.archive.merkle import Frontier
from homeroom.archive.query import Query
from homeroom.archive.reconcile import reconcile
from homeroom.archive.seal import seal
from homeroom.archive.search import count
from homeroom.archive.stored import STORED_LEVEL
from homeroom.archive.verify import verify
from homeroom.archive.words import describe, tsvector
from homeroom.db import migrate as migrating
from homeroom.db.migrate import migrate
from homeroom.db.roles import DatabaseRole
from homeroom.db.tables import archive as tables
from homeroom.sandbox import configuration, postgres
from homeroom.sandbox.ports import HOST
from tests.fixtures.postgres import TestDatabase, free_ports
from tests.fixtures.synapse import eventually

pytestmark = pytest.mark.proof
ENTRIES = 600
"""More than two complete subtrees of the stored level."""
SINCE = datetime(2025, 1, 20, 12, tzinfo=UTC)
EVENT = text(
    "INSERT INTO public.event_json (event_id, room_id, internal_metadata, json, format_version) "
    "VALUES (:id, '!r:x', '{}', :json, 3)"
)
LEAF = ("district", "epoch", "index", "kind", "at", "version", "commitment", "leaf_hash")
NODE = text("INSERT INTO archive.node VALUES ('demo', 1, :level, :n, :hash)")
PAYLOAD = text("INSERT INTO archive.payload VALUES ('demo', 1, :n, :salt, :payload)")
ORIGIN = text("INSERT INTO archive.origin VALUES ('demo', :kind, :key, 1, :n)")
SEARCH = text(
    "INSERT INTO archive.search VALUES ('demo', 1, :n, :at, :kind, :type, :room, :sender, :event, "
    ":text, CAST(:tsv AS tsvector))"
)
BEGIN = text("INSERT INTO archive.tree VALUES ('demo', 1, 0, sha256(''), '')")
RAISE = text("UPDATE archive.tree SET size = :size, root = :root, frontier = :frontier")
CHECKPOINT = text(
    "INSERT INTO archive.checkpoint (district, epoch, size, root, note) "
    "VALUES ('demo', 1, :size, :root, :note)"
)


def event(number: int) -> dict[str, Any]:
    return {
        "type": "m.room.message",
        "room_id": "!r:x",
        "sender": f"@person{number % 7}:district.example",
        "content": {"msgtype": "m.text", "body": f"heron number {number}"},
    }


@dataclass(slots=True, kw_only=True)
class Old:
    """A database of an older Homeroom, with a log in it."""

    database: TestDatabase
    signer: Signer
    note: str = ""

    @property
    def server(self) -> Engine:
        dsn = self.database.superuser_dsn.replace("postgresql:", "postgresql+psycopg2:")
        return create_engine(dsn)

    def fill(self) -> None:
        """Entries as they were sealed then; the last event is still on its way."""
        with self.server.begin() as connection:
            for number in range(ENTRIES + 1):
                said = {"id": f"$event{number}", "json": json.dumps(event(number))}
                connection.execute(EVENT, said)
            on_its_way = {"key": f"$event{ENTRIES}"}
            connection.execute(text("DELETE FROM outbox.entry WHERE key <> :key"), on_its_way)
            self._seal(connection, [self._entry(number) for number in range(ENTRIES)])

    def _entry(self, number: int) -> NewEntry:
        event_id = f"$event{number}"
        payload = {"event": {**event(number), "event_id": event_id}}
        at = SINCE + number * timedelta(hours=5)
        return new_entry("event", at, payload, event_id)

    def _seal(self, connection: Connection, added: list[NewEntry]) -> None:
        frontier = Frontier(size=0)
        headers = [log_header(entry) for entry in added]
        nodes = frontier.extend([header.leaf_hash() for header in headers])
        connection.execute(BEGIN)
        state = {"size": frontier.size, "root": frontier.root(), "frontier": frontier.to_bytes()}
        connection.execute(RAISE, state)
        leaves = (leaf_row(n, header) for n, header in enumerate(headers))
        copy_rows(connection, tables.leaf, LEAF, leaves)
        stored = [node for node in nodes if node[0] >= STORED_LEVEL]
        connection.execute(NODE, [{"level": v, "n": n, "hash": h} for v, n, h in stored])
        for n, entry in enumerate(added):
            connection.execute(PAYLOAD, {"n": n, "salt": entry.salt, "payload": entry.text})
            connection.execute(ORIGIN, {"kind": entry.kind, "key": entry.origin, "n": n})
            connection.execute(SEARCH, search_row(n, entry))
        made = Checkpoint(district="demo", epoch=1, size=frontier.size, root=frontier.root())
        self.note = self.signer.sign(made)
        connection.execute(CHECKPOINT, {"size": made.size, "root": made.root, "note": self.note})

    def version(self) -> str:
        with self.server.connect() as connection:
            found = connection.scalar(text("SELECT version_num FROM public.homeroom_migration"))
        return str(found)

    def waits(self) -> bool:
        """Does the upgrade wait for somebody?"""
        with self.server.connect() as connection:
            who = {"who": DatabaseRole.UPGRADE.value}
            return connection.execute(WAITS, who).first() is not None

    def check(self) -> None:
        """Every entry is there, provable against the note that was kept, and found."""
        with self.database.connect() as connection:
            media = file_store(self.database.config)
            found = verify(connection, self.signer.verifier, media, against=self.note)
            assert found.findings == ()
            assert found.entries == ENTRIES
            kept = [entry.payload()["event"] for entry in read.entries(connection, true())]
            assert kept == [{**event(n), "event_id": f"$event{n}"} for n in range(ENTRIES)]
            assert count(connection, Query(text="herons")).number == ENTRIES
            connection.rollback()
            assert reconcile(connection).complete
            connection.rollback()


def log_header(entry: NewEntry) -> Header:
    return Header(
        district="demo",
        kind=entry.kind,
        at=milliseconds(entry.at),
        commitment=commitment(entry.payload, entry.salt),
    )


def leaf_row(n: int, header: Header) -> tuple[Any, ...]:
    at = moment(header.at)
    return ("demo", 1, n, header.kind, at, VERSION, header.commitment, header.leaf_hash())


def search_row(n: int, entry: NewEntry) -> dict[str, Any]:
    said = describe(entry.kind, entry.payload)
    return {
        "n": n,
        "at": entry.at,
        "kind": entry.kind,
        "type": said.type,
        "room": said.room_id,
        "sender": said.sender,
        "event": said.event_id,
        "text": said.text,
        "tsv": tsvector(said.text),
    }


@pytest.fixture(scope="module")
def synapse_alone(
    postgres_cluster: postgres.Cluster, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A data folder, and a database with roles and Synapse's tables, none of ours."""
    data = tmp_path_factory.mktemp("bare")
    where = (HOST, postgres_cluster.port)
    config = configuration.write(
        data, free_ports(), database="homeroom_bare", database_address=where
    )
    migrating.create_roles_and_database(postgres_cluster.dsn(), config)
    migrating.upgrade_synapse(config)
    return data


@pytest.fixture(params=["0010", "0020", "0030"])
def old(
    request: pytest.FixtureRequest, postgres_cluster: postgres.Cluster, synapse_alone: Path
) -> Iterator[Old]:
    name = f"homeroom_old_{request.param}"
    server = create_engine(
        postgres_cluster.dsn().replace("postgresql:", "postgresql+psycopg2:"),
        isolation_level="AUTOCOMMIT",
    )
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(
            text(f"CREATE DATABASE {name} TEMPLATE homeroom_bare OWNER homeroom_owner")
        )
    where = (HOST, postgres_cluster.port)
    config = configuration.write(synapse_alone, free_ports(), database=name, database_address=where)
    migrating.create_roles_and_database(postgres_cluster.dsn(), config)
    database = TestDatabase(config=config, superuser_dsn=postgres_cluster.dsn(name))
    with database.engine(DatabaseRole.UPGRADE).begin() as connection:
        migrating._grant_synapse(connection)
        migrating.upgrade_homeroom(connection, request.param)
        migrating._note_installed(connection, config)
    signer = load_or_create_key(config.data / "keys" / "checkpoint.key", "demo")
    made = Old(database=database, signer=signer)
    made.fill()
    yield made
    database.dispose()
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


def test_every_entry_and_proof_outlives_an_upgrade(old: Old) -> None:
    migrate(old.database.superuser_dsn, old.database.config, by_month.prepare)
    old.check()
    with old.database.connect(DatabaseRole.ARCHIVER) as connection, connection.begin():
        assert seal(connection, "demo", None).made == 1
    with old.database.connect() as connection:
        assert read.entry_of(connection, "event", f"$event{ENTRIES}") is not None


WAITS = text("SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND usename = :who")


def test_an_upgrade_that_is_killed_is_made_again(old: Old) -> None:
    """kill -9 while it works on the archive's own tables: the old schema stays, whole."""
    before = old.version()
    with old.server.connect() as blocking:
        blocking.execute(text("SELECT 1 FROM archive.search LIMIT 1"))
        running = subprocess.Popen(
            [sys.executable, "-m", "homeroom", "migrate", "--data", str(old.database.data)],
            env={"HOMEROOM_SUPERUSER_DSN": old.database.superuser_dsn, "PATH": "/usr/bin:/bin"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        eventually(old.waits, 60)
        running.kill()
        running.wait()
        blocking.rollback()
    assert old.version() == before
    migrate(old.database.superuser_dsn, old.database.config, by_month.prepare)
    old.check()
