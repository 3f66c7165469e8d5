"""`python -m homeroom.steward --data DIR`: the steward's process."""

from __future__ import annotations

import sys
import threading

from homeroom import metrics_server, process
from homeroom.config import HomeroomConfig
from homeroom.db.engine import connect
from homeroom.db.roles import DatabaseRole
from homeroom.steward.homeserver import Homeserver
from homeroom.steward.lookout import Lookout
from homeroom.steward.metrics import Metrics
from homeroom.steward.runner import run
from homeroom.steward.task import Office
from homeroom.steward.tasks import TASKS


def serve(config: HomeroomConfig, stopping: threading.Event) -> None:
    """Run the steward with its metrics until `stopping` is set, with the database or without."""
    # One holds the lock; tasks that act at once open another and close it again.
    engine = connect(config, DatabaseRole.STEWARD, pool_size=2)
    metrics = Metrics()
    try:
        with (
            metrics_server.served(metrics.registry, config.steward.metrics, "steward.metrics"),
            Homeserver(config) as homeserver,
        ):
            office = Office(
                config=config,
                engine=engine,
                homeserver=homeserver,
                stopping=stopping,
                metrics=metrics,
            )
            lookout = threading.Thread(
                target=Lookout(config, homeserver).keep, args=(stopping,), name="lookout"
            )
            lookout.start()
            try:
                run(office, metrics, TASKS)
            finally:
                stopping.set()
                lookout.join()
    finally:
        engine.dispose()


if __name__ == "__main__":
    sys.exit(process.run("homeroom.steward", serve))
