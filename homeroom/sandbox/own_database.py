"""A migrated PostgreSQL of its own for a measurement, gone afterwards."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from homeroom.config import HomeroomConfig
from homeroom.db.migrate import migrate
from homeroom.sandbox import configuration, postgres
from homeroom.sandbox.ports import HOST, from_base
from homeroom.sandbox.service_user import outside_home


@contextmanager
def own_database(
    data: Path, port_base: int, settings: dict[str, str] | None = None
) -> Iterator[HomeroomConfig]:
    """The configuration that leads to it; it listens at a port near `port_base`."""
    ports = from_base(port_base)
    data.mkdir(mode=0o700)
    cluster = postgres.prepare(data, ports.postgres, settings=settings)
    server = cluster.start()
    try:
        cluster.wait_until_ready(server)
        address = (HOST, ports.postgres)
        config = configuration.write(data, ports, database_address=address)
        migrate(cluster.dsn(), config)
        yield config
    finally:
        postgres.stop(server)
        shutil.rmtree(outside_home(data), ignore_errors=True)
