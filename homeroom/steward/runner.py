"""Runs the tasks, each in a thread of its own, so that a slow one keeps no alert waiting."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from dataclasses import replace
from time import monotonic

from sqlalchemy import text
from sqlalchemy.exc import InterfaceError, OperationalError

from homeroom.errors import HomeroomError
from homeroom.steward.metrics import Metrics
from homeroom.steward.task import Office, Task

LONGEST_PAUSE = 30.0
STANDBY_SECONDS = 1.0
AWAY_SECONDS = 2.0
LOCK = text("SELECT pg_try_advisory_lock(hashtext('homeroom.steward'), hashtext(:district))")

logger = logging.getLogger("homeroom.steward")


def run(office: Office, metrics: Metrics, tasks: Iterable[Task]) -> None:
    """Act until `office.stopping` is set. One steward a district acts; others stand by.

    Without the database none acts; each looks again for it.
    """
    every = tuple(tasks)
    while not office.stopping.is_set():
        turn = replace(office, stopping=threading.Event())
        try:
            _turn(turn, office.stopping, metrics, every)
        except (OperationalError, InterfaceError) as error:
            logger.error("the database is away", extra={"error": type(error).__name__})
            office.stopping.wait(AWAY_SECONDS)


def _turn(
    office: Office, stopping: threading.Event, metrics: Metrics, tasks: Iterable[Task]
) -> None:
    """Act while the lock is ours; `OperationalError`, `InterfaceError` where the database goes."""
    threads = [
        threading.Thread(target=_repeat, args=(office, metrics, task), name=task.name)
        for task in tasks
    ]
    with office.engine.connect() as connection:
        while not connection.scalar(LOCK, {"district": office.config.district}):
            connection.rollback()
            if stopping.wait(STANDBY_SECONDS):
                return
        connection.commit()
        metrics.active.set(1)
        for thread in threads:
            thread.start()
        try:
            while not stopping.wait(STANDBY_SECONDS):
                connection.scalar(text("SELECT 1"))  # the lock is ours while this session lives
                connection.rollback()
        finally:
            office.stopping.set()
            for thread in threads:
                thread.join()
            metrics.active.set(0)


def _repeat(office: Office, metrics: Metrics, task: Task) -> None:
    """Act, and wait; after a failure twice as long each time."""
    pause = task.every_seconds
    while not office.stopping.is_set():
        began = monotonic()
        if _act(office, metrics, task):
            pause = task.every_seconds
        else:
            pause = min(2 * max(pause, 0.5), LONGEST_PAUSE)
        office.stopping.wait(max(0.0, pause - (monotonic() - began)))


def _act(office: Office, metrics: Metrics, task: Task) -> bool:
    try:
        task.act(office)
    except (HomeroomError, OperationalError, InterfaceError) as error:
        logger.warning("not done", extra={"task": task.name, "error": type(error).__name__})
    except Exception:
        logger.exception("failed", extra={"task": task.name})
    else:
        metrics.done.labels(task.name).inc()
        metrics.last.labels(task.name).set_to_current_time()
        return True
    metrics.failed.labels(task.name).inc()
    return False
