"""Bringing a Homeroom back from its backups, as it was at a moment, into an empty data folder.

The files come first, then the base backup before that moment, then PostgreSQL plays its log up to
it, by its own recovery. What is not finished is marked, and nothing starts in it.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import psycopg2

from homeroom.backup import database, files, timelines
from homeroom.backup.database import Base
from homeroom.backup.files import Listing
from homeroom.backup.repository import Repository
from homeroom.config import HomeroomConfig, load
from homeroom.errors import HomeroomError, InputError
from homeroom.sandbox import archiving, postgres
from homeroom.sandbox.ports import free
from homeroom.sandbox.postgres import Cluster
from homeroom.sandbox.service_user import become
from homeroom.sandbox.start import UNFINISHED_RESTORE

PLAYED = "restore"
"""The folder, beside the cluster, of log that is to be played."""
NOTHING_AFTER = b"recovery ended before configured recovery target was reached"
Progress = Callable[[str, int, int], None]
"""Told what is done: `files` or `log`, how many, of how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a restore would bring back. `until` is None for all that there is."""

    base: Base
    until: datetime | None
    timeline: str
    """Whose log is played: that which was written at the moment."""
    listing: Listing
    wal: tuple[str, ...]

    @property
    def bytes(self) -> int:
        """Of files and base, before they are packed."""
        return self.base.bytes + sum(each.size for each in self.listing.values())


def plan(repository: Repository, until: datetime | None, now: datetime) -> Plan:
    """The newest base before a moment, with its log and files; `InputError` where there is none."""
    made = database.bases(repository)
    timeline = timelines.written_at(repository, until, made[0].timeline if made else "")
    in_time = (base for base in made if until is None or base.usable_from <= until)
    fitting = [base for base in in_time if timeline.follows(base)]
    if not fitting:
        first = f"the first is of {made[0].usable_from:%Y-%m-%d %H:%M:%S} UTC" if made else "none"
        raise InputError(f"there is no whole backup from before that moment: {first}")
    base = fitting[-1]
    place = base.wal[8:]
    wal = (name for name in repository.names("wal") if _is_needed(name, place))
    return Plan(
        base=base,
        until=until,
        timeline=timeline.name,
        listing=files.at(repository, until or now),
        wal=tuple(wal),
    )


def check_empty(data: Path) -> None:
    """`InputError` unless the data folder is empty, or not there."""
    if (data / UNFINISHED_RESTORE).exists():
        raise InputError(f"{data}: a restore was broken off here: remove the folder, and run again")
    if data.exists() and (not data.is_dir() or any(data.iterdir())):
        raise InputError(
            f"{data}: is not empty, and nothing is restored over it: name a new folder, or move "
            "this one away"
        )


def restore(repository: Repository, found: Plan, data: Path, progress: Progress) -> HomeroomConfig:
    """Bring files and database back; the configuration that leads to them. The server is stopped.

    `InputError` before anything is written, where the folder is not empty.
    """
    check_empty(data)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    (data / UNFINISHED_RESTORE).touch(mode=0o600)
    for done, version in enumerate(found.listing.values(), start=1):
        files.bring_back(repository, version, data)
        progress("files", done, len(found.listing))
    config = load(data)
    if not free(config.database.port):
        raise InputError(f"port {config.database.port} is in use: stop what listens there first")
    cluster = postgres.at(data, config.database.port, major=found.base.postgres)
    postgres.set_aside(cluster.home)
    _unpack(repository, found.base, cluster)
    _fetch_log(repository, found, cluster, progress)
    _play(cluster, found, data / "logs")
    shutil.rmtree(cluster.home / PLAYED)
    (data / UNFINISHED_RESTORE).unlink()
    return config


@contextmanager
def running(config: HomeroomConfig) -> Iterator[Cluster]:
    """The restored database alone, to be looked at; stopped at the end."""
    cluster = postgres.at(config.data, config.database.port)
    with _server(cluster, config.data / "logs") as server:
        cluster.wait_until_ready(server)
        yield cluster


def _is_needed(name: str, place: str) -> bool:
    segment = database.segment_of(name)
    return segment.endswith(".history") or segment[8:24] >= place


def _unpack(repository: Repository, base: Base, cluster: Cluster) -> None:
    """The base, by tar, as the user whose files they are; under its name when it is whole."""
    unfinished = cluster.home / "postgres.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    _give(unfinished, cluster)
    command = [*become(cluster.user), "tar", "-x", "-f", "-", "-C", str(unfinished)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, cwd=cluster.home) as unpacking:
        assert unpacking.stdin is not None
        for piece in repository.get(base.object):
            unpacking.stdin.write(piece)
        unpacking.stdin.close()
    if unpacking.returncode:
        raise HomeroomError(f"{unfinished}: the base backup cannot be unpacked; is there room?")
    signal = unfinished / "recovery.signal"
    signal.touch(mode=0o600)
    _give(signal, cluster)
    unfinished.rename(cluster.folder)


def _fetch_log(repository: Repository, found: Plan, cluster: Cluster, progress: Progress) -> None:
    """Decrypted beside the cluster, for the server has no key."""
    folder = cluster.home / PLAYED
    folder.mkdir(mode=0o700)
    _give(folder, cluster)
    for done, name in enumerate(found.wal, start=1):
        place = folder / database.segment_of(name)
        _write_sparse(place, repository.get(name))
        _give(place, cluster)
        progress("log", done, len(found.wal))


def _play(cluster: Cluster, found: Plan, logs: Path) -> None:
    """Play the log to the moment, then begin a timeline of its own."""
    from_here = f"cp {shlex.quote(str(cluster.home / PLAYED).replace('%', '%%'))}/%f %p"
    how = {
        **archiving.settings(cluster.home),
        "restore_command": from_here,
        "recovery_target_timeline": str(int(found.timeline, 16)),
    }
    archiving.make_folder(cluster.home, cluster.user)
    if found.until is not None:
        to = {
            "recovery_target_time": found.until.isoformat(),
            "recovery_target_action": "promote",
        }
        if _played(replace(cluster, settings={**how, **to}), logs):
            return
    if not _played(replace(cluster, settings=how), logs):
        raise HomeroomError(f"PostgreSQL could not play its log; {logs / 'restore.log'} says why")


def _played(cluster: Cluster, logs: Path) -> bool:
    """Did it reach the moment? Not where nothing was committed after it: then all is played."""
    with _server(cluster, logs) as server:
        while server.poll() is None:
            if _promoted(cluster):
                return True
            time.sleep(0.1)
    if NOTHING_AFTER not in (logs / "restore.log").read_bytes():
        raise HomeroomError(f"PostgreSQL could not play its log; {logs / 'restore.log'} says why")
    return False


def _promoted(cluster: Cluster) -> bool:
    try:
        with (
            closing(psycopg2.connect(cluster.dsn(), connect_timeout=2)) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT pg_is_in_recovery()")
            return cursor.fetchone() == (False,)
    except psycopg2.OperationalError:
        return False


@contextmanager
def _server(cluster: Cluster, logs: Path) -> Iterator[subprocess.Popen[bytes]]:
    logs.mkdir(mode=0o700, exist_ok=True)
    with (logs / "restore.log").open("wb") as log:
        server = cluster.start(log)
        try:
            yield server
        finally:
            postgres.stop(server)


def _write_sparse(file: Path, pieces: Iterator[bytes]) -> None:
    """Most of a segment that was handed over early is zeros, which take no room."""
    with file.open("wb") as opened:
        for piece in pieces:
            if any(piece):
                opened.write(piece)
            else:
                opened.seek(len(piece), os.SEEK_CUR)
        opened.truncate()


def _give(path: Path, cluster: Cluster) -> None:
    if cluster.user is not None:
        os.chown(path, cluster.user.uid, cluster.user.gid)
