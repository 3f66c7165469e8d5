"""Tells IT and administrators what ends soon, and students that they turn 18: each once."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import Connection, select, text
from sqlalchemy.dialects.postgresql import insert

from homeroom.db.tables.steward import reminder as table
from homeroom.errors import HomeroomError
from homeroom.policy.roles import Role
from homeroom.registry.model import Person
from homeroom.registry.reminders import Reminder, due_reminders
from homeroom.registry.snapshot import Snapshot, caught_up
from homeroom.steward import notices
from homeroom.steward.reminder_words import told
from homeroom.steward.task import Office, Task

EVERY_SECONDS = 60.0
READERS = frozenset({Role.ADMIN, Role.IT})
APPEND = text("SELECT outbox.append('reminder', :key, :payload)")
logger = logging.getLogger("homeroom.steward")


class Reminders:
    """The task; it keeps the registry in memory."""

    def __init__(self) -> None:
        self._snapshot = Snapshot()

    def __call__(self, office: Office) -> None:
        """Send what is due; what reached somebody is written down, and not sent again."""
        with office.engine.begin() as connection:
            self._snapshot = caught_up(connection, self._snapshot)
            sent = set(connection.scalars(select(table.c.key)))
        policy = self._snapshot.policy
        if policy is None:
            return
        today = policy.hours.day(datetime.now(UTC))
        for reminder in due_reminders(self._snapshot, today, sent):
            reached = [p.id for p in self._readers(reminder) if self._tell(office, reminder, p)]
            if reached:
                with office.engine.begin() as connection:
                    _write_down(connection, reminder, reached)

    def _readers(self, reminder: Reminder) -> Iterable[Person]:
        people = self._snapshot.states.get(Person.SUBJECT, {})
        if reminder.student:
            return [people[reminder.student]]
        return [
            person
            for person in people.values()
            if person.active and person.user_id and READERS & set(person.roles)
        ]

    def _tell(self, office: Office, reminder: Reminder, person: Person) -> bool:
        tool = self._snapshot.tool(reminder.tool)
        body = told(
            reminder, tool.name if tool else "", office.config.public_portal, person.language
        )
        try:
            notices.tell(
                office.homeserver,
                str(person.user_id),
                body,
                person.language,
                transaction=f"reminder-{reminder.key}-{person.id}",
            )
        except HomeroomError as error:
            logger.warning("a reminder was not sent: %s", error, extra={"person": person.id})
            return False
        return True


def _write_down(connection: Connection, reminder: Reminder, reached: list[str]) -> None:
    """Once, with its entry in the record, in one transaction."""
    row = insert(table).values(key=reminder.key).on_conflict_do_nothing().returning(table.c.key)
    if connection.scalar(row) is None:
        return
    said = {"kind": reminder.kind, "day": reminder.day.isoformat(), "to": reached}
    payload = json.dumps({"reminder": {**said, "tool": reminder.tool}})
    connection.execute(APPEND, {"key": reminder.key, "payload": payload})


TASK = Task(name="reminders", every_seconds=EVERY_SECONDS, act=Reminders())
