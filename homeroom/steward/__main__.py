"""`python -m homeroom.steward --data DIR`: the steward's process."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import threading
from pathlib import Path

from sqlalchemy.exc import InterfaceError, OperationalError

from homeroom import journal, metrics_server
from homeroom.config import HomeroomConfig, load
from homeroom.db.engine import connect
from homeroom.db.roles import DatabaseRole
from homeroom.errors import HomeroomError
from homeroom.steward.homeserver import Homeserver
from homeroom.steward.metrics import Metrics
from homeroom.steward.runner import run
from homeroom.steward.task import Office
from homeroom.steward.tasks import TASKS

logger = logging.getLogger("homeroom.steward")


def serve(config: HomeroomConfig, stopping: threading.Event) -> None:
    """Run the steward with its metrics until `stopping` is set."""
    engine = connect(config, DatabaseRole.STEWARD, pool_size=len(TASKS) + 1)
    metrics = Metrics()
    try:
        with (
            metrics_server.served(metrics.registry, config.steward.metrics, "steward.metrics"),
            Homeserver(config) as homeserver,
        ):
            office = Office(config=config, engine=engine, homeserver=homeserver, stopping=stopping)
            run(office, metrics, TASKS)
    finally:
        engine.dispose()


def main() -> int:
    """The process: 0 when stopped, 1 when its database is gone, 2 for a bad configuration."""
    parser = argparse.ArgumentParser(prog="python -m homeroom.steward")
    parser.add_argument("--data", type=Path, default=os.environ.get("HOMEROOM_DATA", ".homeroom"))
    journal.start()
    stopping = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopping.set())
    try:
        serve(load(Path(parser.parse_args().data)), stopping)
    except HomeroomError as error:
        logger.error(str(error))
        return 2
    except (OperationalError, InterfaceError) as error:
        stopping.set()
        logger.error("the database is away", extra={"error": type(error).__name__})
        return 1
    logger.info("stopped")
    return 0


if __name__ == "__main__":
    sys.exit(main())
