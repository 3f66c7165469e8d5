"""A task that fails is tried again, and keeps no other task from its work."""

from __future__ import annotations

import threading
from typing import Any, cast

from homeroom.errors import HomeroomError
from homeroom.steward.metrics import Metrics
from homeroom.steward.runner import _repeat
from homeroom.steward.task import Office, Task


def office() -> Office:
    nothing = cast(Any, None)
    return Office(config=nothing, engine=nothing, homeserver=nothing, stopping=threading.Event())


def test_a_task_that_fails_is_tried_again() -> None:
    given, metrics = office(), Metrics()
    tried: list[int] = []

    def act(office: Office) -> None:
        tried.append(len(tried))
        if len(tried) == 1:
            raise HomeroomError("the homeserver did not answer")
        office.stopping.set()

    _repeat(given, metrics, Task(name="rooms", every_seconds=0.0, act=act))
    assert tried == [0, 1]
    value = metrics.registry.get_sample_value
    assert value("homeroom_steward_failures_total", {"task": "rooms"}) == 1
    assert value("homeroom_steward_runs_total", {"task": "rooms"}) == 1


def test_an_error_of_ours_ends_no_task() -> None:
    given, metrics = office(), Metrics()
    tried: list[int] = []

    def act(office: Office) -> None:
        tried.append(1)
        if len(tried) == 2:
            office.stopping.set()
        raise ZeroDivisionError

    _repeat(given, metrics, Task(name="rooms", every_seconds=0.0, act=act))
    assert len(tried) == 2
