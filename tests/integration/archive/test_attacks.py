"""Every role at every attack on what is sealed: refused by the database, or found from outside.

The table of `docs/proof.md` is this one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, NullPool, create_engine, text, true
from sqlalchemy.exc import DBAPIError

from homeroom.archive import log, read
from homeroom.archive.checkpoint import Signer, load_or_create_key
from homeroom.archive.commitment import commitment
from homeroom.archive.entry import NewEntry, new_entry
from homeroom.archive.files.opening import file_store
from homeroom.archive.publish import Publisher
from homeroom.archive.seal import seal
from homeroom.archive.verify import verify
from homeroom.db.roles import RUNTIME, DatabaseRole
from tests.fixtures.postgres import TestDatabase

PROOF = Path(__file__).parents[3] / "docs" / "proof.md"
ROWS = 300
"""More than one block of leaves, whose node is stored."""
APPEND = text("SELECT outbox.append('decision', :key, :payload)")
TABLES = ("payload", "origin", "search", "checkpoint", "node", "leaf", "tree")

# Makes room at 20 for one more entry, and moves all that follows on by one.
MOVED = """
UPDATE archive.{table} SET index = -index - 1 WHERE index >= 20;
UPDATE archive.{table} SET index = -index WHERE index < 0;
"""
EXCHANGED = """
UPDATE archive.{table} SET index = CASE index WHEN 30 THEN -41 ELSE -31 END WHERE index IN (30, 40);
UPDATE archive.{table} SET index = -index - 1 WHERE index < 0;
"""


@pytest.fixture
def signer(database: TestDatabase) -> Signer:
    return load_or_create_key(database.data / "keys" / "checkpoint.key", "demo")


@pytest.fixture
def held(database: TestDatabase, signer: Signer) -> str:
    """A sealed log; the checkpoint that somebody outside holds."""
    with database.connect(DatabaseRole.MODULE) as connection, connection.begin():
        for number in range(ROWS):
            payload = json.dumps({"attempt": {"content": {"body": f"word{number} said"}}})
            connection.execute(APPEND, {"key": f"k{number}", "payload": payload})
    with database.connect(DatabaseRole.ARCHIVER) as connection:
        seal(connection, "demo", None)
        connection.commit()
        published = publisher(database).publish(connection)
    assert published is not None
    return published.note


def publisher(database: TestDatabase) -> Publisher:
    data = database.data
    key = data / "keys" / "checkpoint.key"
    return Publisher(key=key, district="demo", folder=data / "checkpoints")


def change(connection: Connection, database: TestDatabase) -> None:
    """One word."""
    connection.execute(
        text("UPDATE archive.payload SET payload = replace(payload, 'word5 ', 'wort5 ')")
    )


def change_with_hashes(connection: Connection, database: TestDatabase) -> None:
    """One word, and the commitment and the leaf of its entry, computed anew."""
    change(connection, database)
    entry = read.entry(connection, 5)
    assert entry is not None
    assert entry.salt is not None
    fresh = replace(entry, commitment=commitment(entry.payload(), entry.salt))
    connection.execute(
        text("UPDATE archive.leaf SET commitment = :c, leaf_hash = :l WHERE index = 5"),
        {"c": fresh.commitment, "l": fresh.header.leaf_hash()},
    )


def remove(connection: Connection, database: TestDatabase) -> None:
    """One entry, with all that leads to it."""
    for table in ("leaf", "payload", "origin", "search"):
        connection.execute(text(f"DELETE FROM archive.{table} WHERE index = 20"))


def insert(connection: Connection, database: TestDatabase) -> None:
    """One entry among the others, right in itself."""
    for table in ("leaf", "payload", "origin", "search"):
        connection.execute(text(MOVED.format(table=table)))
    forged = new_entry("decision", first(connection).at, {"attempt": {}}, None)
    header = replace(
        first(connection), commitment=commitment(forged.payload, forged.salt), at=forged.at
    ).header
    connection.execute(
        text(
            "INSERT INTO archive.leaf VALUES "
            "('demo', 1, 20, 'decision', :at, 1, :commitment, :leaf)"
        ),
        {"at": forged.at, "commitment": header.commitment, "leaf": header.leaf_hash()},
    )
    connection.execute(
        text("INSERT INTO archive.payload VALUES ('demo', 1, 20, :salt, :payload)"),
        {"salt": forged.salt, "payload": forged.text},
    )


def reorder(connection: Connection, database: TestDatabase) -> None:
    """Two entries change places, with all that belongs to them."""
    for table in ("leaf", "payload", "origin", "search"):
        connection.execute(text(EXCHANGED.format(table=table)))


def roll_back(connection: Connection, database: TestDatabase) -> None:
    """The database of an hour ago: it agrees with itself."""
    written_anew(connection, as_they_are(connection)[:-50])


def rewrite(connection: Connection, database: TestDatabase) -> None:
    """Everything anew with one word changed, every hash fresh, signed with the district's key."""
    entries = as_they_are(connection)
    said = json.loads(entries[5].text.replace("word5 ", "wort5 "))
    old = entries[5]
    entries[5] = new_entry("decision", old.at, said, old.origin, salt=old.salt)
    written_anew(connection, entries)
    publisher(database).publish(connection)


Attack = Callable[[Connection, TestDatabase], None]
ATTACKS: dict[Attack, str] = {
    change: "entry 5: its payload is not what its commitment says",
    change_with_hashes: "checkpoint held outside of 300 entries",
    remove: "entry 20: is missing from the log",
    insert: "entry 20: its mapping is missing",
    reorder: "checkpoint held outside of 300 entries",
    roll_back: "checkpoint held outside of 300 entries",
    rewrite: "checkpoint held outside of 300 entries",
}
"""What is tried, and what finds it where nothing refuses it."""


def first(connection: Connection) -> read.Entry:
    found = read.entry(connection, 0)
    assert found is not None
    return found


def as_they_are(connection: Connection) -> list[NewEntry]:
    """The whole log, as one would append it again."""
    entries = []
    for number, entry in enumerate(read.entries(connection, true())):
        assert entry.salt is not None
        payload, salt = entry.payload(), entry.salt
        entries.append(new_entry(entry.kind, entry.at, payload, f"k{number}", salt=salt))
    return entries


def written_anew(connection: Connection, entries: Sequence[NewEntry]) -> None:
    for table in TABLES:
        connection.execute(text(f"DELETE FROM archive.{table}"))
    log.append(connection, log.lock(connection, "demo", None), entries)


def findings(database: TestDatabase, signer: Signer, held: str) -> list[str]:
    with database.connect() as connection:
        files = file_store(database.config)
        return list(verify(connection, signer.verifier, files, against=held).findings)


@pytest.mark.proof
@pytest.mark.parametrize("role", RUNTIME)
def test_no_login_of_a_process_gets_through_with_any_attack(
    database: TestDatabase, signer: Signer, held: str, role: DatabaseRole
) -> None:
    refused = []
    for attack in ATTACKS:
        with database.connect(role) as connection:
            try:
                attempt(connection, database, attack)
            except DBAPIError as error:
                refused.append((attack, type(error.orig).__name__))
    assert refused == [(attack, "InsufficientPrivilege") for attack in ATTACKS]
    assert findings(database, signer, held) == []


def attempt(connection: Connection, database: TestDatabase, attack: Attack) -> None:
    """With rights of its own alone: what a role may not read it may know from elsewhere."""
    if attack in (roll_back, rewrite):
        with database.connect(DatabaseRole.ADMIN) as reading:
            entries = as_they_are(reading)
        written_anew(connection, entries)
    elif attack is change_with_hashes:
        connection.execute(text("UPDATE archive.leaf SET leaf_hash = sha256(leaf_hash)"))
    else:
        attack(connection, database)
    connection.commit()


@pytest.mark.proof
@pytest.mark.parametrize("role", ["superuser", "homeroom_upgrade"])
@pytest.mark.parametrize("attack", ATTACKS)
def test_who_owns_the_database_is_found_from_outside_with_every_attack(
    database: TestDatabase, signer: Signer, held: str, role: str, attack: Attack
) -> None:
    """Every trigger is switched off first, the checks of a row too."""
    engine = opened(database, role)
    with engine.connect() as connection:
        for table in TABLES:
            connection.execute(text(f"ALTER TABLE archive.{table} DISABLE TRIGGER USER"))
        connection.execute(text("ALTER TABLE archive.leaf DROP CONSTRAINT leaf_index_check"))
        attack(connection, database)
        connection.commit()
    engine.dispose()
    found = findings(database, signer, held)
    assert any(ATTACKS[attack] in finding for finding in found), found


def opened(database: TestDatabase, role: str) -> Engine:
    dsn = database.superuser_dsn if role == "superuser" else database.dsn(DatabaseRole.UPGRADE)
    return create_engine(dsn.replace("postgresql:", "postgresql+psycopg2:"), poolclass=NullPool)


def test_the_proof_names_every_role_and_every_attack() -> None:
    """Nobody adds a role or an attack without its place in the table."""
    table = PROOF.read_text(encoding="utf-8").split("## Attacks")[1]
    assert [role.value for role in DatabaseRole if f"`{role.value}`" not in table] == []
    assert table.count("| refused | found | found |") == len(ATTACKS)
