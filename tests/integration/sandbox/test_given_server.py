"""`homeroom up --database DSN`: a PostgreSQL that somebody else runs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from homeroom.sandbox import postgres
from homeroom.sandbox.service_user import outside_home
from tests.fixtures.postgres import free_base, free_port
from tests.integration.sandbox.test_up import endpoints, homeroom, status

pytestmark = pytest.mark.proof


@pytest.fixture
def server(tmp_path: Path) -> Iterator[postgres.Cluster]:
    """A server of its own: a start sets the passwords of the roles in it."""
    data = tmp_path / "elsewhere"
    data.mkdir()
    cluster = postgres.prepare(data, free_port(), settings=postgres.NOT_DURABLE)
    process = cluster.start()
    try:
        cluster.wait_until_ready(process)
        yield cluster
    finally:
        postgres.stop(process)
        shutil.rmtree(outside_home(data), ignore_errors=True)


def test_it_is_used_remembered_and_left_running(server: postgres.Cluster, tmp_path: Path) -> None:
    data = str(tmp_path / "district")
    base = str(free_base())
    arguments = ("up", "--detach", "--no-demo", "--data", data, "--port-base", base)
    try:
        first = homeroom(*arguments, "--database", server.dsn())
        assert first.returncode == 0, first.stderr
        found = endpoints(Path(data))
        assert "postgres" not in found["pids"]
        assert found["database"] == server.dsn("homeroom")
        assert found["accounts"] == []
        homeroom("down", "--data", data)
        with psycopg2.connect(server.dsn("homeroom")) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('public.event_json') IS NOT NULL")
            assert cursor.fetchone() == (True,)
        connection.close()
        again = homeroom(*arguments)
        assert again.returncode == 0, again.stderr
        assert "postgres" not in {row["name"] for row in status(Path(data))["processes"]}
    finally:
        homeroom("down", "--data", data)


def test_an_address_of_another_kind_is_refused(tmp_path: Path) -> None:
    up = homeroom("up", "--data", str(tmp_path / "new"), "--database", "mysql://localhost/x")
    assert up.returncode == 2
    assert "write the address as postgresql://" in up.stderr
    assert not (tmp_path / "new").exists()
