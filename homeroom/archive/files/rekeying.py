"""New keys for the archive's files, without writing a file anew."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, func, select, text

from homeroom.archive.files.envelope import rewrap
from homeroom.archive.files.keyring import KeyId, Keyring
from homeroom.db.tables.archive import media_object as table

AT_ONCE = 5000
ALONE = text("SELECT pg_advisory_xact_lock(hashtext('homeroom.media_keys'))")
REWRAP = text("""
    UPDATE archive.media_object AS o SET key_id = :key_id, wrapped = made.wrapped
    FROM unnest(CAST(:hashes AS bytea[]), CAST(:wrapped AS bytea[])) AS made (sha256, wrapped)
    WHERE o.district = registry.this_district() AND o.sha256 = made.sha256
""")


def rotate(connection: Connection, keyring: Keyring, beside: Path | None = None) -> int:
    """A new master key, and new keys of each class and month; how many data keys were wrapped.

    `beside` is a folder of files with their keys beside them (`envelope`), wrapped by this ring.

    Commits. Killed at any point, it is ended by the next call; nothing is unreadable meanwhile.
    """
    keyring.renew_master()
    for period in sorted({each.period for each in keyring.held()}):
        keyring.renew(period)
    return retire(connection, keyring, beside)


def retire(connection: Connection, keyring: Keyring, beside: Path | None = None) -> int:
    """Wrap everything by its period's newest key, and destroy the older ones."""
    done = rewrap(beside, keyring) if beside else 0
    for old in keyring.held():
        new = keyring.current(old.period)
        if new == old:
            continue
        done += move(connection, keyring, old, new)
        keyring.destroy(old)
    return done


def move(connection: Connection, keyring: Keyring, old: KeyId, new: KeyId) -> int:
    """Wrap by one key whatever is wrapped by another, in one transaction; how many data keys."""
    connection.execute(ALONE)
    done = 0
    while some := _some(connection, old):
        made = [keyring.wrap(new, keyring.unwrap(old, key, about), about) for about, key in some]
        hashes = [about for about, _ in some]
        connection.execute(REWRAP, {"key_id": str(new), "hashes": hashes, "wrapped": made})
        done += len(some)
    connection.commit()
    return done


def move_file(connection: Connection, keyring: Keyring, sha256: bytes, period: str) -> None:
    """Put one file under another class and month; the caller commits. Nothing where it is there."""
    connection.execute(ALONE)
    columns = table.c
    query = select(columns.key_id, columns.wrapped).where(
        columns.district == func.registry.this_district(), columns.sha256 == sha256
    )
    row = connection.execute(query).one_or_none()
    if row is None or KeyId.parse(row.key_id).period == period:
        return
    new = keyring.current(period)
    data_key = keyring.unwrap(KeyId.parse(row.key_id), bytes(row.wrapped), sha256)
    made = keyring.wrap(new, data_key, sha256)
    connection.execute(REWRAP, {"key_id": str(new), "hashes": [sha256], "wrapped": [made]})


def _some(connection: Connection, key_id: KeyId) -> list[tuple[bytes, bytes]]:
    columns = table.c
    rows = connection.execute(
        select(columns.sha256, columns.wrapped)
        .where(columns.district == func.registry.this_district(), columns.key_id == str(key_id))
        .limit(AT_ONCE)
    )
    return [(bytes(row.sha256), bytes(row.wrapped)) for row in rows]
