"""All tasks of the steward; a new one is a file here and one line in this table."""

from __future__ import annotations

from homeroom.steward.task import Task
from homeroom.steward.tasks import (
    alarms,
    alerts,
    anchors,
    departures,
    leavers,
    reminders,
    reviews,
    roles,
    rooms,
    unfinished,
)

TASKS: tuple[Task, ...] = (
    alerts.TASK,
    alarms.TASK,
    anchors.TASK,
    roles.TASK,
    rooms.TASK,
    departures.TASK,
    leavers.TASK,
    reminders.TASK,
    reviews.TASK,
    unfinished.TASK,
)
