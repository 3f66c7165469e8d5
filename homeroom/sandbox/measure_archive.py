"""What sealing, checking and exporting cost, each beside plain COPY of the same bytes."""

from __future__ import annotations

import io
import resource
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, Engine, text

from homeroom.archive import exporting
from homeroom.archive.archiver import Archiver, create
from homeroom.archive.batch import BATCH
from homeroom.archive.checkpoint import load_or_create_key
from homeroom.archive.copying import BLOCK as COPY_BLOCK
from homeroom.archive.files.opening import file_store
from homeroom.archive.publish import Publisher
from homeroom.archive.verify import verify, verify_tree
from homeroom.config import HomeroomConfig
from homeroom.db.engine import connect
from homeroom.db.roles import DatabaseRole
from homeroom.sandbox.own_database import own_database

BLOCK = 10 * BATCH
START = 10
"""Blocks of 1,000 before the first that counts: until the process beside is at work."""
PEERS = ("leaf", "payload", "origin", "search")
"""What an entry is written to; nodes are one in 256."""
EXPORTS = 9
LOOK_SECONDS = 0.0002
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
ACCEPTED = text(r"""
    INSERT INTO public.events (topological_ordering, event_id, type, room_id, processed, outlier,
        depth, stream_ordering, received_ts, sender)
    SELECT n, '$event' || n, 'm.room.message', '!room' || n % 50 || '\:district.example', true,
        false, n, n, 0, '@student' || n % 900 || '\:district.example'
    FROM generate_series(CAST(:first AS int), :first + :count - 1) AS n
""")


@dataclass(slots=True, kw_only=True)
class Figures:
    """Entries a second in blocks, and the share of plain COPY's speed in each."""

    first: float = 0.0
    """Of the first entries of a backlog, the process beside started meanwhile."""
    seal: list[float] = field(default_factory=list)
    copy: list[float] = field(default_factory=list)
    seal_share: list[float] = field(default_factory=list)
    export: list[float] = field(default_factory=list)
    export_share: list[float] = field(default_factory=list)
    verify: float = 0.0
    tree: float = 0.0
    sealing_peak: int = 0
    """Memory of this process and of the one beside it while sealing, at most, in bytes."""
    peak: int = 0
    """Memory of this process at most, checking and exporting included, in bytes."""


def figures(entries: int, port_base: int) -> Figures:
    """Measure on a PostgreSQL of its own; blocks of sealing and of COPY take turns."""
    made = Figures()
    with TemporaryDirectory() as folder, own_database(Path(folder, "data"), port_base) as config:
        _seal(config, entries, made)
        _check(config, made)
        _export(config, made)
    made.peak = _most_here()
    return made


def median(values: list[float]) -> float:
    """The middle of the blocks."""
    return statistics.median(values)


def _seal(config: HomeroomConfig, entries: int, made: Figures) -> None:
    """The archiver's own steps, on a backlog that is there from the beginning."""
    before = START * BATCH
    _fill(config, before + entries)
    archiver = create(config, threading.Event())
    with (
        archiver.engine.connect() as connection,
        _as(config, DatabaseRole.UPGRADE) as owner,
    ):
        for table in PEERS:
            owner.execute(text(f"CREATE TABLE peer_{table} (LIKE archive.{table} INCLUDING ALL)"))
        owner.commit()
        made.first = before / _seal_block(archiver, connection, before)
        _copy_again(owner, 0, before)
        for first in range(before, before + entries, BLOCK):
            took = _seal_block(archiver, connection, BLOCK)
            copied = _copy_again(owner, first, BLOCK)
            made.seal.append(BLOCK / took)
            made.copy.append(BLOCK / copied)
            made.seal_share.append(copied / took)
            made.sealing_peak = max(made.sealing_peak, _most_here() + _most_beside(archiver))
        archiver.ahead.end()
    archiver.engine.dispose()


def _fill(config: HomeroomConfig, entries: int) -> None:
    with _as(config, DatabaseRole.SYNAPSE) as synapse:
        for first in range(0, entries, BLOCK):
            for statement in (FILL, ACCEPTED):
                synapse.execute(statement, {"first": first, "count": BLOCK})
            synapse.commit()


def _seal_block(archiver: Archiver, connection: Connection, entries: int) -> float:
    """Seconds for so many, until as many batches are prepared as were when it began."""
    began = time.perf_counter()
    for _ in range(entries // BATCH):
        if not archiver.seal_some(connection):
            raise RuntimeError("there is nothing left to seal")
    while (beside := archiver.ahead.beside) and beside.answers.qsize() < beside.waiting:
        time.sleep(LOOK_SECONDS)
    return time.perf_counter() - began


def _most_here() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _most_beside(archiver: Archiver) -> int:
    """The memory of the process beside at most, in bytes (Linux's /proc)."""
    beside = archiver.ahead.beside
    if beside is None:
        return 0
    lines = Path(f"/proc/{beside.process.pid}/status").read_text().splitlines()
    fields = dict(line.split(":", 1) for line in lines)
    return int(fields["VmHWM"].split()[0]) * 1024


def _copy_again(owner: Connection, first: int, entries: int) -> float:
    """Seconds for COPY of the same rows into tables with the same indexes.

    In the same batches, with a commit each that is as durable, through the same driver.
    """
    took = 0.0
    driver: Any = owner.connection.driver_connection
    with driver.cursor() as cursor:
        for start in range(first, first + entries, BATCH):
            span = f"index >= {start} AND index < {start + BATCH} ORDER BY index"
            held = []
            for table in PEERS:
                rows = io.BytesIO()
                query = f"COPY (SELECT * FROM archive.{table} WHERE {span}) TO STDOUT"  # noqa: S608
                cursor.copy_expert(query, rows)
                rows.seek(0)
                held.append((table, rows))
            owner.commit()
            began = time.perf_counter()
            cursor.execute("SET LOCAL synchronous_commit = on")
            for table, rows in held:
                cursor.copy_expert(f"COPY peer_{table} FROM STDIN", rows, COPY_BLOCK)
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
    plain = "COPY (SELECT line FROM peer_line ORDER BY index) TO STDOUT"
    with (
        _as(config, DatabaseRole.UPGRADE) as owner,
        Path(config.data, "export").open("wb") as file,
    ):
        for number in range(EXPORTS):
            began = time.perf_counter()
            exported = exporting.export(owner, file, None, None)
            took = time.perf_counter() - began
            owner.commit()
            if number == 0:
                _lines(owner, Path(config.data, "export"))
            file.seek(0)
            driver: Any = owner.connection.driver_connection
            began = time.perf_counter()
            with driver.cursor() as cursor:
                cursor.copy_expert(plain, file, COPY_BLOCK)
            made.export.append(exported.lines / took)
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
