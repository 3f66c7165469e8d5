"""The steward's alerts at work beside the running homeserver."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from homeroom.db.engine import connect
from homeroom.db.roles import DatabaseRole
from homeroom.steward.homeserver import Homeserver
from homeroom.steward.metrics import Metrics
from homeroom.steward.runner import run
from homeroom.steward.task import Office
from homeroom.steward.tasks import alerts
from tests.fixtures.synapse import School


@pytest.fixture(scope="session")
def steward(school: School) -> Iterator[Office]:
    """The task `alerts`, run as the steward runs it, with the steward's login."""
    engine = connect(school.config, DatabaseRole.STEWARD, pool_size=2)
    metrics = Metrics()
    with Homeserver(school.config) as homeserver:
        office = Office(
            config=school.config,
            engine=engine,
            homeserver=homeserver,
            stopping=threading.Event(),
            metrics=metrics,
        )
        thread = threading.Thread(target=run, args=(office, metrics, (alerts.TASK,)))
        thread.start()
        try:
            yield office
        finally:
            office.stopping.set()
            thread.join()
            engine.dispose()
