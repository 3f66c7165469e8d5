"""What sealing, checking and exporting cost, each beside plain COPY of the same bytes."""

from __future__ import annotations

import io
import resource
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, Engine, text

from homeroom.archive import exporting
from homeroom.archive.checkpoint import load_or_create_key
from homeroom.archive.files.opening import file_store
from homeroom.archive.log import LogState
from homeroom.archive.publish import Publisher
from homeroom.archive.seal import BATCH, seal
from homeroom.archive.verify import verify, verify_tree
from homeroom.config import HomeroomConfig
from homeroom.db.engine import connect
from homeroom.db.roles import DatabaseRole
from homeroom.sandbox.own_database import own_database

BLOCK = 5 * BATCH
PEERS = ("leaf", "payload", "origin", "search")
"""What an entry is written to; nodes are one in 256."""
FILL = text(r"""
    INSERT INTO public.event_json (event_id, room_id, internal_metadata, json, format_version)
    SELECT '$event' || n, '!room' || n % 50 || '\:district.example', '{}', json_build_object(
        'type', 'm.room.message', 'sender', '@student' || n % 900 || '\:district.example',
        'room_id', '!room' || n % 50 || '\:district.example', 'depth', n,
        'origin_server_ts', 1790000000000 + n, 'auth_events', json_build_array('$a', '$b', '$c'),
        'prev_events', json_build_array('$event' || n - 1),
        'hashes', json_build_object('sha256', md5(CAST(n AS text))),
        'signatures', json_build_object(
            'district.example', json_build_object('ed25519\:a', md5(CAST(n AS text)))),
        'content', json_build_object('msgtype', 'm.text', 'body',
            'Does anybody know which pages we should read until lesson ' || n || '?')) #>> '{}', 3
    FROM generate_series(CAST(:first AS int), :first + :count - 1) AS n
""")


@dataclass(slots=True, kw_only=True)
class Figures:
    """Entries a second in blocks, and the share of plain COPY's speed in each."""

    seal: list[float] = field(default_factory=list)
    seal_share: list[float] = field(default_factory=list)
    export_share: list[float] = field(default_factory=list)
    verify: float = 0.0
    tree: float = 0.0
    peak: int = 0
    """Memory of this process at most, in bytes."""


def figures(entries: int, port_base: int) -> Figures:
    """Measure on a PostgreSQL of its own; blocks of sealing and of COPY take turns."""
    made = Figures()
    with TemporaryDirectory() as folder, own_database(Path(folder, "data"), port_base) as config:
        _seal(config, entries, made)
        _check(config, made)
        _export(config, made)
    made.peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return made


def median(values: list[float]) -> float:
    """The middle of the blocks."""
    return statistics.median(values)


def _seal(config: HomeroomConfig, entries: int, made: Figures) -> None:
    known: LogState | None = None
    with (
        _as(config, DatabaseRole.SYNAPSE) as synapse,
        _as(config, DatabaseRole.ARCHIVER) as archiver,
        _as(config, DatabaseRole.UPGRADE) as owner,
    ):
        for table in PEERS:
            owner.execute(text(f"CREATE TABLE peer_{table} (LIKE archive.{table} INCLUDING ALL)"))
        owner.commit()
        for first in range(0, entries, BLOCK):
            synapse.execute(FILL, {"first": first, "count": BLOCK})
            synapse.commit()
            began = time.perf_counter()
            for _ in range(BLOCK // BATCH):
                known = seal(archiver, config.district, known).state
                archiver.commit()
            took = time.perf_counter() - began
            copied = _copy_again(owner, first)
            made.seal.append(BLOCK / took)
            made.seal_share.append(copied / took)


def _copy_again(owner: Connection, first: int) -> float:
    """Seconds for COPY of the same rows into tables with the same indexes, batch by batch."""
    took = 0.0
    driver: Any = owner.connection.driver_connection
    with driver.cursor() as cursor:
        for start in range(first, first + BLOCK, BATCH):
            span = f"index >= {start} AND index < {start + BATCH} ORDER BY index"
            held = []
            for table in PEERS:
                rows = io.StringIO()
                query = f"COPY (SELECT * FROM archive.{table} WHERE {span}) TO STDOUT"  # noqa: S608
                cursor.copy_expert(query, rows)
                rows.seek(0)
                held.append((table, rows))
            owner.commit()
            began = time.perf_counter()
            for table, rows in held:
                cursor.copy_expert(f"COPY peer_{table} FROM STDIN", rows)
            owner.commit()
            took += time.perf_counter() - began
    return took


def _check(config: HomeroomConfig, made: Figures) -> None:
    key = config.path(config.archive.key)
    signer = load_or_create_key(key, config.district)
    folder = config.path(config.archive.checkpoints)
    publisher = Publisher(key=key, district=config.district, folder=folder)
    with _as(config, DatabaseRole.ARCHIVER) as connection:
        publisher.publish(connection)
    with _as(config, DatabaseRole.ADMIN) as connection:
        began = time.perf_counter()
        quick = verify_tree(connection, signer.verifier)
        made.tree = quick.entries / (time.perf_counter() - began)
        began = time.perf_counter()
        whole = verify(connection, signer.verifier, file_store(config))
        made.verify = whole.entries / (time.perf_counter() - began)
    if quick.findings or whole.findings:
        raise RuntimeError(f"the log that was made does not verify: {whole.findings[:3]}")


def _export(config: HomeroomConfig, made: Figures) -> None:
    plain = "COPY (SELECT * FROM peer_line ORDER BY index) TO STDOUT"
    with (
        _as(config, DatabaseRole.UPGRADE) as owner,
        Path(config.data, "export").open("wb") as file,
    ):
        for number in range(7):
            began = time.perf_counter()
            exporting.export(owner, file, None, None)
            took = time.perf_counter() - began
            if number == 0:
                _lines(owner, Path(config.data, "export"))
            file.seek(0)
            driver: Any = owner.connection.driver_connection
            began = time.perf_counter()
            with driver.cursor() as cursor:
                cursor.copy_expert(plain, file, 1 << 16)
            made.export_share.append((time.perf_counter() - began) / took)
            file.seek(0)


def _lines(owner: Connection, exported: Path) -> None:
    """The exported lines as a table, for COPY of the very same bytes."""
    driver: Any = owner.connection.driver_connection
    with driver.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE peer_line "
            "(index bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, line text)"
        )
        with exported.open("rb") as lines:
            cursor.copy_expert(
                "COPY peer_line (line) FROM STDIN WITH "
                "(FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')",
                lines,
            )
    owner.commit()


@contextmanager
def _as(config: HomeroomConfig, role: DatabaseRole) -> Iterator[Connection]:
    engine: Engine = connect(config, role, pool_size=1)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()
