"""What an adult does about an alert: sees it, tells a guardian, closes it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from homeroom.danger import alerts
from homeroom.danger.alerts import Alert
from homeroom.errors import InputError
from homeroom.registry import families, family
from homeroom.registry.decisions import find
from homeroom.registry.model import Person


def get(connection: Connection, alert_id: int) -> Alert:
    """An alert; `InputError` where there is none."""
    found = alerts.find(connection, alert_id)
    if found is None:
        raise InputError(f"alert {alert_id}: unknown; see `homeroom alert list`")
    return found


def acknowledge(connection: Connection, alert_id: int, *, by: str) -> None:
    """An adult takes care of it: from now on nobody else is told. Twice is no harm."""
    if get(connection, alert_id).standing == "closed":
        raise InputError(f"alert {alert_id}: is closed already")
    alerts.note(connection, alert_id, "acknowledged", by=by)


def close(connection: Connection, alert_id: int, *, by: str, note: str) -> None:
    """It is taken care of; the note says how."""
    if not note.strip():
        raise InputError(f"alert {alert_id}: say what was done, with --note")
    if get(connection, alert_id).standing == "closed":
        raise InputError(f"alert {alert_id}: is closed already")
    alerts.note(connection, alert_id, "closed", by=by, text_=note.strip())


def guardian_told(
    connection: Connection, alert_id: int, guardian: str, *, by: str, note: str, day: date
) -> None:
    """A person decided to tell a guardian (person id), and did: nothing else ever does."""
    if guardian not in tellable(connection, get(connection, alert_id), day):
        raise InputError(
            f"alert {alert_id}: {guardian} is no guardian of whom it is about, or a court keeps "
            "them away; ask counsel before you tell them"
        )
    alerts.note(connection, alert_id, "guardian_told", by=by, person=guardian, text_=note.strip())


def tellable(connection: Connection, alert: Alert, day: date) -> set[str]:
    """The guardians (person ids) who may be told: no court keeps them from the student."""
    students = [p for key in alert.people if (p := find(connection, Person, key)) is not None]
    return {
        person
        for student in students
        for household in (families.of(connection, student),)
        for person in family.household(household) - {student.id}
        if family.standing(household, person, day) and not family.shut_out(household, person, day)
    }
