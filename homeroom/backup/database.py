"""PostgreSQL's part of a backup, by its own tools: base backups, and the write-ahead log.

pg_basebackup streams a base; the server hands its log over (`homeroom.sandbox.archiving`). Both are
compressed and encrypted on their way, and nothing plain is written for it.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg2

from homeroom.backup.files import moment, stamp
from homeroom.backup.repository import Repository
from homeroom.errors import HomeroomError, InputError
from homeroom.sandbox.archiving import handed_over
from homeroom.sandbox.ports import HOST
from homeroom.sandbox.postgres import SUPERUSER, Cluster, environment

PIECE = 1 << 20
INFO = ".info"
NAMED_AT = "SELECT pg_walfile_name(pg_current_wal_lsn()), current_setting('archive_mode')"
NEW_SEGMENT = "SELECT pg_switch_wal()"
# A record of its own: the place right after a switch still counts to the segment before.
BEGUN_AT = "SELECT pg_walfile_name(pg_create_restore_point('homeroom backup'))"


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """A finished base backup. Times are those of the machine, `wal` the segment it begins in."""

    object: str
    district: str
    postgres: int
    wal: str
    finished: str
    bytes: int

    @property
    def began(self) -> datetime:
        return moment(self.object)

    @property
    def usable_from(self) -> datetime:
        """The first moment that can be restored from it."""
        return datetime.fromisoformat(self.finished)

    @property
    def timeline(self) -> str:
        return self.wal[:8]


def timeline_of(cluster: Cluster) -> str:
    """Which timeline the server writes, as its segments name it: a restore begins another one."""
    return _place(cluster)[:8]


def make_base(cluster: Cluster, repository: Repository, district: str) -> Base:
    """Take a base backup of the running server; it counts once its `info` is there."""
    _place(cluster)
    wal, began = _new_segment(cluster), datetime.now(UTC)
    reading = _Basebackup(cluster)
    made = repository.put(f"bases/{stamp(began)}", reading.pieces())
    ship(cluster.home, repository)
    base = Base(
        object=made,
        district=district,
        postgres=cluster.binaries.major,
        wal=wal,
        finished=datetime.now(UTC).isoformat(),
        bytes=reading.size,
    )
    repository.put_json(f"bases/{stamp(began)}{INFO}", asdict(base))
    return base


def bases(repository: Repository) -> list[Base]:
    """The finished base backups, the oldest first."""
    infos = (name for name in repository.names("bases") if INFO in name)
    return [Base(**repository.get_json(name)) for name in infos]


def ship(home: Path, repository: Repository) -> int:
    """Encrypt the segments that the server has handed over, and remove each; how many."""
    done = 0
    for segment in sorted(handed_over(home).iterdir()):
        if not segment.name.startswith("."):
            repository.put(f"wal/{segment.name}", _read(segment))
            segment.unlink()
            done += 1
    return done


def segment_of(name: str) -> str:
    """The segment, or history file, that an object of `wal` is."""
    return name.removeprefix("wal/").rsplit(".", 2)[0]


def _place(cluster: Cluster) -> str:
    try:
        with (
            closing(psycopg2.connect(cluster.dsn(), connect_timeout=5)) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(NAMED_AT)
            wal, archiving = cursor.fetchone() or ("", "off")
    except psycopg2.OperationalError:
        raise HomeroomError("the database does not answer; start it with `homeroom up`") from None
    if archiving == "off":
        raise InputError(
            "the database was started before `backup.folder` was set: run `homeroom down`, then "
            "`homeroom up`"
        )
    return str(wal)


def _new_segment(cluster: Cluster) -> str:
    """A segment in which nothing from before lies, so that it may outlive what was destroyed."""
    with closing(psycopg2.connect(cluster.dsn(), connect_timeout=5)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(NEW_SEGMENT)
            cursor.execute(BEGUN_AT)
            (wal,) = cursor.fetchone() or ("",)
    return str(wal)


class _Basebackup:
    """What pg_basebackup writes; `HomeroomError` where it ends with an error."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self.size = 0

    def pieces(self) -> Iterator[bytes]:
        with tempfile.TemporaryFile() as said:
            program = self._cluster.binaries.program("pg_basebackup")
            where = ["-h", HOST, "-p", str(self._cluster.port), "-U", SUPERUSER, "--no-password"]
            how = ["-D", "-", "-F", "tar", "-X", "none", "-c", "fast", "--no-manifest"]
            with subprocess.Popen(
                [program, *where, *how],
                env={**environment(), "PGPASSWORD": self._cluster.password},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=said,
            ) as running:
                assert running.stdout is not None
                while piece := running.stdout.read(PIECE):
                    self.size += len(piece)
                    yield piece
            said.seek(0)
            told = said.read().decode(errors="replace").strip()
        if running.returncode:
            raise HomeroomError(f"pg_basebackup failed: {told.splitlines()[-1] if told else '?'}")


def _read(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while piece := opened.read(PIECE):
            yield piece
