"""Every process and step of a Homeroom on one machine, in the order in which they may start.

A new process is one more entry here, one port in `ports`, and nothing else.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import homeroom
from homeroom.config import HomeroomConfig
from homeroom.sandbox.ports import Ports
from homeroom.sandbox.postgres import STOPPED_WITHIN, Cluster
from homeroom.sandbox.service import Process, Step, Unit, answers, responds
from homeroom.sandbox.service_user import become

SOURCE = Path(homeroom.__file__).parents[1]


def units(
    config: HomeroomConfig,
    ports: Ports,
    cluster: Cluster | None,
    *,
    migrate: Callable[[], None],
    demo: Callable[[], None],
    provision: Callable[[], None],
) -> list[Unit]:
    """What runs. They stop in reverse: the archiver after those whose record it keeps.

    `cluster` is None where the database is a server that somebody else runs.
    """
    ours, database = partial(_python, config.data), ("postgres",) if cluster else ()
    whatsapp = "bridges.whatsapp"
    backed_up = cluster is not None and config.backup.folder is not None
    return [
        *([_postgres(cluster)] if cluster else []),
        Step(name="migrate", title="Database schema", action=migrate, needs=database),
        Step(name="demo", title="Demo district", action=demo, needs=("migrate",)),
        ours("archiver", "Archiver", "homeroom.archive.archiver", ports.archiver, "migrate"),
        _synapse(config, ports.homeserver),
        ours("sandbox_whatsapp", "WhatsApp sandbox", f"{whatsapp}.sandbox", ports.whatsapp_sandbox),
        ours(
            *("bridge_whatsapp", "WhatsApp bridge", whatsapp, ports.whatsapp),
            *("synapse", "sandbox_whatsapp"),
        ),
        ours("portal", "Portal", "admin_portal", ports.portal, "demo"),
        Step(name="provision", title="Accounts and rooms", action=provision, needs=("synapse",)),
        ours("steward", "Steward", "homeroom.steward", ports.steward, "provision"),
        *([ours("backup", "Backup", "homeroom.backup", ports.backup, "migrate")] * backed_up),
    ]


def _postgres(cluster: Cluster) -> Process:
    return Process(
        name="postgres",
        title="PostgreSQL",
        command=tuple(cluster.command()),
        healthy=cluster.ready,
        alive=cluster.responds,
        port=cluster.port,
        folder=cluster.home,
        environment={"LC_ALL": "C", "TZ": "UTC"},
        stop_signal=signal.SIGINT,
        stopped_within=STOPPED_WITHIN,
    )


def _synapse(config: HomeroomConfig, port: int) -> Process:
    file = config.path(config.synapse.config)
    return Process(
        name="synapse",
        title="Homeserver",
        command=_with_parent("-m", "synapse.app.homeserver", "--config-path", str(file)),
        healthy=answers(port, "/health"),
        alive=responds(port),
        port=port,
        needs=("demo",),
        folder=file.parent,
        environment=_environment(),
        ready_within=120.0,
    )


def _python(data: Path, name: str, title: str, module: str, port: int, *needs: str) -> Process:
    """One of our own processes: every one takes `--data` and answers on its port."""
    return Process(
        name=name,
        title=title,
        command=_with_parent("-m", module, "--data", str(data)),
        healthy=answers(port, "/health", "/metrics"),
        alive=responds(port),
        port=port,
        needs=needs,
        folder=data,
        environment=_environment(),
    )


def _with_parent(*arguments: str) -> tuple[str, ...]:
    """A Python process that the kernel ends with its supervisor."""
    return (*become(None, death_signal="KILL"), sys.executable, *arguments)


def _environment() -> dict[str, str]:
    """The children find the packages where this process found them, whatever their folder is."""
    paths = [str(SOURCE), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {"PYTHONPATH": os.pathsep.join(paths), "PYTHONUNBUFFERED": "1", "LC_ALL": "C.UTF-8"}
