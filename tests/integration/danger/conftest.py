"""The steward's alerts at work beside the running homeserver."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from homeroom.steward.runner import run
from homeroom.steward.task import Office
from homeroom.steward.tasks import alerts
from tests.fixtures.office import office
from tests.fixtures.synapse import School


@pytest.fixture(scope="session")
def steward(school: School) -> Iterator[Office]:
    """The task `alerts`, run as the steward runs it, with the steward's login."""
    with office(school.config) as given:
        thread = threading.Thread(target=run, args=(given, given.metrics, (alerts.TASK,)))
        thread.start()
        try:
            yield given
        finally:
            given.stopping.set()
            thread.join()
