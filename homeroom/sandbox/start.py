"""`homeroom up`: everything is checked first, then written, then started."""

from __future__ import annotations

import asyncio
import importlib.util
import logging
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import make_url

from homeroom.archive import by_month
from homeroom.config import HomeroomConfig
from homeroom.db.engine import connect
from homeroom.db.migrate import migrate
from homeroom.db.roles import DatabaseRole
from homeroom.errors import InputError
from homeroom.sandbox import (
    bridge_files,
    configuration,
    demo,
    endpoints,
    instance,
    postgres,
    provision,
    synapse_config,
)
from homeroom.sandbox.ports import HOST, Ports
from homeroom.sandbox.postgres_binaries import find_binaries
from homeroom.sandbox.service import Status
from homeroom.sandbox.supervisor import Supervisor
from homeroom.sandbox.units import units

NEEDED = ("synapse", "synapse_module", "bridges", "admin_portal")
MAINTENANCE = ("", "postgres", "template1")
PORTS_FREE_WITHIN = 10.0
KEPT_DSN = "secrets/database_dsn"
UNFINISHED_RESTORE = "restore.unfinished"
"""Stands in a data folder while a backup is being brought back into it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What was asked for. `dsn` names a PostgreSQL server's superuser; None is a private one."""

    data: Path
    ports: Ports
    demo: bool = True
    dsn: str | None = None


@dataclass(slots=True, kw_only=True)
class _Start:
    """One start, from the written configuration to the end of the last process."""

    config: HomeroomConfig
    options: Options
    cluster: postgres.Cluster | None
    superuser_dsn: str
    began: float
    statuses: Sequence[Status] = ()
    ready_after: float | None = None
    district: endpoints.District = field(default_factory=endpoints.District)

    @property
    def database_dsn(self) -> str:
        """The superuser's address of Homeroom's own database."""
        address = make_url(self.superuser_dsn).set(database=self.config.database.name)
        return address.render_as_string(hide_password=False)

    def migrate(self) -> None:
        migrate(self.superuser_dsn, self.config, by_month.prepare)

    def demo(self) -> None:
        if self.options.demo:
            demo.load(self.config, self.config.data)

    def provision(self) -> None:
        """Accounts and rooms; then what endpoints.json says of them is known."""
        provision.provision(self.config)
        engine = connect(self.config, DatabaseRole.ADMIN, pool_size=1)
        try:
            with engine.connect() as connection:
                self.district = endpoints.district(connection, self.config)
        finally:
            engine.dispose()

    def changed(self, statuses: list[Status]) -> None:
        self.statuses = statuses
        instance.write_status(self.config.data, statuses, ready_after=self.ready_after)
        if self.ready_after is not None:
            self.write_endpoints()

    def ready(self) -> None:
        self.ready_after = round(time.monotonic() - self.began, 1)
        configuration.note_version(self.config.data)
        self.changed(list(self.statuses))

    def write_endpoints(self) -> None:
        endpoints.write(
            self.config, self.options.ports, self.district, self.statuses, self.database_dsn
        )


def check(options: Options) -> None:
    """Refuse what cannot work, before anything is written. Errors: HomeroomError, one line."""
    data = options.data
    if data.exists() and not data.is_dir():
        raise InputError(f"--data {data}: is a file; name a folder.")
    if (data / UNFINISHED_RESTORE).exists():
        raise InputError(f"{data}: a restore was broken off here: remove the folder, restore again")
    running = instance.running_pid(data)
    if running is not None:
        raise InputError(instance.already_runs(data, running))
    configuration.check_version(data)
    _check_packages()
    if _dsn(options) is None:
        find_binaries()
    _check_ports(options)


def run(
    options: Options,
    *,
    holding: AbstractContextManager[None],
    changed: Callable[[Sequence[Status]], None],
    ready: Callable[[], None],
) -> None:
    """Start everything and keep it up until SIGTERM or SIGINT.

    `holding` is the data folder's lock; `changed` and `ready` keep whoever waits informed.
    """
    with holding:
        start = _prepare(options)

        def on_change(statuses: list[Status]) -> None:
            start.changed(statuses)
            changed(statuses)

        def on_ready() -> None:
            start.ready()
            ready()

        _log_to(start.config.data / "logs" / "supervisor.log")
        asyncio.run(_supervise(start, on_change, on_ready))


async def _supervise(
    start: _Start, changed: Callable[[list[Status]], None], ready: Callable[[], None]
) -> None:
    supervisor = Supervisor(
        units(
            start.config,
            start.options.ports,
            start.cluster,
            migrate=start.migrate,
            demo=start.demo,
            provision=start.provision,
        ),
        logs=start.config.data / "logs",
        changed=changed,
        ready=ready,
    )
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, supervisor.stop)
    await supervisor.run()


def _prepare(options: Options) -> _Start:
    """Write configuration and secrets, and make the cluster where there is none."""
    began, data, ports, dsn = time.monotonic(), options.data, options.ports, _dsn(options)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    (data / "endpoints.json").unlink(missing_ok=True)
    if dsn is None:
        archived = configuration.backs_up(data)
        cluster = postgres.prepare(data, ports.postgres, archived=archived)
        config = configuration.write(data, ports, database_address=(HOST, ports.postgres))
    else:
        cluster, url = None, make_url(dsn)
        config = configuration.write(
            data,
            ports,
            database=_database_of(url.database),
            database_address=(url.host or HOST, url.port or 5432),
        )
        configuration.write_private(data / KEPT_DSN, dsn)
    bridge_files.write(config, ports)
    synapse_config.write(config, port=ports.homeserver)
    return _Start(
        config=config,
        options=options,
        cluster=cluster,
        superuser_dsn=dsn or (cluster.dsn() if cluster else ""),
        began=began,
    )


def _dsn(options: Options) -> str | None:
    """The server named now, or the one that this folder was made with."""
    kept = options.data / KEPT_DSN
    if options.dsn is None:
        return kept.read_text().strip() if kept.exists() else None
    if not options.dsn.startswith(("postgresql://", "postgres://")):
        raise InputError(
            "--database: write the address as postgresql://USER:PASSWORD@HOST:PORT/postgres, "
            "with a user who may create roles and databases."
        )
    return options.dsn


def _database_of(name: str | None) -> str:
    return configuration.DATABASE if name is None or name in MAINTENANCE else name


def _check_packages() -> None:
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise InputError(
            f"Python packages are missing: {', '.join(missing)}. Install them with `make install`."
        )


def _check_ports(options: Options) -> None:
    """After a crash the old processes may need a moment to be gone."""
    patience = PORTS_FREE_WITHIN if instance.ended_uncleanly(options.data) else 0.0
    deadline = time.monotonic() + patience
    while busy := _busy(options):
        if time.monotonic() >= deadline:
            (name, port), *_ = busy.items()
            raise InputError(
                f"Port {port} ({name.replace('_', ' ')}) is in use by another program: "
                "stop it, or choose other ports with --port-base."
            )
        time.sleep(0.1)


def _busy(options: Options) -> dict[str, int]:
    busy = options.ports.busy()
    if _dsn(options) is not None:
        busy.pop("postgres", None)
    return busy


def _log_to(file: Path) -> None:
    handler = logging.FileHandler(file, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log = logging.getLogger("homeroom.sandbox")
    log.addHandler(handler)
    log.setLevel(logging.INFO)
