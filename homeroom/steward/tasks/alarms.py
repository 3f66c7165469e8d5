"""Tells IT and administrators what is wrong with the record, once, and when it is over."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, text

from homeroom.archive import anchoring, backed_up, read
from homeroom.archive.health import Fault, Health, Limits, faults, look
from homeroom.db.tables.steward import alarm as table
from homeroom.errors import HomeroomError
from homeroom.policy.roles import Role
from homeroom.registry.model import Person
from homeroom.registry.snapshot import Snapshot, caught_up
from homeroom.steward import mail, notices
from homeroom.steward.alarm_words import SUBJECT, told
from homeroom.steward.task import Office, Task

EVERY_SECONDS = 15.0
"""A capture that is off is told of within a minute."""
READERS = frozenset({Role.ADMIN, Role.IT})
UP = text("""
    SELECT fault FROM (
        SELECT DISTINCT ON (fault) fault, up FROM steward.alarm
        WHERE district = registry.this_district() ORDER BY fault, id DESC) AS last
    WHERE up
""")
APPEND = text("SELECT outbox.append('alarm', :key, :payload)")
logger = logging.getLogger("homeroom.steward")


class Alarms:
    """The task; it keeps the registry in memory."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._snapshot = Snapshot()
        self._began: datetime | None = None

    def __call__(self, office: Office) -> None:
        """Write down what has become wrong or right, and tell; written down is told once."""
        with office.engine.begin() as connection:
            found = faults(self._seen(office, connection), self._limits)
            known: set[Fault] = set(connection.scalars(UP))
            changed = [(fault, True) for fault in found if fault not in known]
            changed += [(fault, False) for fault in known if fault not in found]
            if changed:
                self._snapshot = caught_up(connection, self._snapshot)
        office.metrics.alarms.set(len(found))
        for fault, up in changed:
            with office.engine.begin() as connection:
                number = write_down(connection, fault, up=up)
            logger.critical("ALARM %s is %s", fault, "up" if up else "over")
            self._tell(office, fault, up, number)

    def _seen(self, office: Office, connection: Connection) -> Health:
        """While all was switched off, no backup was late."""
        seen = backed_up.with_backup(_look(office, connection), office.config)
        self._began = self._began or seen.now
        if (backup := seen.backup) and backup.taken and backup.taken < self._began:
            return replace(seen, backup=replace(backup, taken=self._began))
        return seen

    def _tell(self, office: Office, fault: Fault, up: bool, number: int) -> None:
        for person in self._readers():
            body = told(fault, person.language, up=up)
            try:
                _tell(office, person, body, transaction=f"alarm-{number}-{person.id}")
            except HomeroomError as error:
                logger.warning("an alarm was not told: %s", error, extra={"person": person.id})

    def _readers(self) -> Iterable[Person]:
        people = self._snapshot.states.get(Person.SUBJECT, {})
        return [
            person
            for person in people.values()
            if person.active and person.user_id and READERS & set(person.roles)
        ]


def _tell(office: Office, person: Person, body: str, *, transaction: str) -> None:
    """By mail too, where the district has a server: the homeserver may be what is wrong."""
    if office.config.alerts.smtp is not None and person.email is not None:
        mail.send(office.config, person.email, SUBJECT[person.language], body)
    notices.tell(
        office.homeserver, str(person.user_id), body, person.language, transaction=transaction
    )


def _look(office: Office, connection: Connection) -> Health:
    """The record, and whether those outside hold its checkpoints."""
    seen, section = look(connection), office.config.archive.anchors
    places, held = anchoring.targets(section), anchoring.held(connection)
    late = anchoring.behind(
        places,
        read.latest_checkpoint(connection),
        held,
        seen.now,
        timedelta(minutes=section.every_minutes),
    )
    office.metrics.places_behind.set(late)
    if sent := [held[place.name].at for place in places if place.name in held]:
        office.metrics.anchored.set(min(sent).timestamp())
    return replace(seen, places_behind=late)


def write_down(connection: Connection, fault: Fault, *, up: bool) -> int:
    """Note that a fault has come or gone, with its entry in the record; its number."""
    row = insert(table).values(fault=fault, up=up).returning(table.c.id)
    number = int(connection.execute(row).scalar_one())
    payload = json.dumps({"alarm": {"fault": fault, "up": up}})
    connection.execute(APPEND, {"key": str(number), "payload": payload})
    return number


TASK = Task(name="alarms", every_seconds=EVERY_SECONDS, act=Alarms(Limits()))
