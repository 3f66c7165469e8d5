"""Consents (rule 2): who may give one, when one covers, and whether a message may cross."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection, select

from homeroom.db.tables.registry import current
from homeroom.errors import InputError
from homeroom.registry import people, tools
from homeroom.registry.decisions import decode, find, load, record
from homeroom.registry.model import Consent, Guardianship, Person, Tool


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """May something cross to an outside network now, and if not, why not."""

    allowed: bool
    reason: str = ""
    without_consent: tuple[str, ...] = ()
    """The students (person ids) whom no consent covers."""


def covers(consent: Consent, student: Person, tool: str, day: date) -> bool:
    """Does this consent cover the student and the tool on this day?

    A guardian's consent ends with the student's 18th birthday (34 CFR 99.5): the right to
    consent has passed to the student.
    """
    return (
        consent.state == "granted"
        and consent.student == student.id
        and consent.tool == tool
        and consent.signed_on <= day <= consent.expires
        and (consent.given_by == student.id) == people.is_adult(student, day)
    )


def may_cross(
    connection: Connection, tool_id: str, students: Collection[str], now: datetime
) -> Crossing:
    """Ask immediately before each vendor call; `students` are the person ids in the room.

    `now` is aware and in the district's time zone: agreements and consents count in days.
    """
    tool = find(connection, Tool, tool_id)
    if tool is None or not tool.usable(now.date()):
        return Crossing(allowed=False, reason=f"{tool_id} has no approval and agreement in force")
    missing = tuple(sorted(s for s in students if not _covered(connection, s, tool_id, now.date())))
    if missing:
        return Crossing(
            allowed=False,
            reason=f"consent for {tool_id} is missing for {_students(len(missing))}",
            without_consent=missing,
        )
    return Crossing(allowed=True)


def _students(number: int) -> str:
    return "1 student" if number == 1 else f"{number} students"


def give(connection: Connection, consent: Consent, *, by: str) -> Consent:
    """Record a signed consent; `InputError` where this person may not give it."""
    student = find(connection, Person, consent.student)
    if student is None or not student.active:
        raise InputError(f"consent: {consent.student} is no active student of the roster")
    tools.get(connection, consent.tool)
    if consent.expires < consent.signed_on:
        raise InputError("consent: it would expire before it is signed; check both dates")
    _entitled(connection, consent, student)
    record(connection, consent, by=by, note="signed")
    return consent


def revoke(connection: Connection, consent_id: str, *, by: str, note: str = "") -> Consent:
    """Revoke a consent: it stops covering at once."""
    consent = find(connection, Consent, consent_id)
    if consent is None:
        raise InputError(f"consent {consent_id}: unknown; see `homeroom consent list`")
    revoked = replace(consent, state="revoked")
    record(connection, revoked, by=by, note=note or "revoked")
    return revoked


def new_id() -> str:
    """An id for a new consent."""
    return uuid.uuid4().hex


def of_student(connection: Connection, student: str) -> list[Consent]:
    """All consents for a student, in force or not."""
    return list(_of_students(connection, [student]))


def in_force(connection: Connection, day: date) -> list[Consent]:
    """Every consent that covers its student on this day."""
    students = load(connection, Person)
    return [
        c
        for c in load(connection, Consent).values()
        if c.student in students and covers(c, students[c.student], c.tool, day)
    ]


def _covered(connection: Connection, student: str, tool: str, day: date) -> bool:
    person = find(connection, Person, student)
    if person is None:
        return False
    return any(covers(c, person, tool, day) for c in of_student(connection, student))


def _of_students(connection: Connection, students: Iterable[str]) -> Iterable[Consent]:
    rows = connection.scalars(
        select(current.c.state).where(
            current.c.subject == Consent.SUBJECT,
            current.c.state["student"].astext.in_(list(students)),
        )
    )
    return [decode(Consent, state) for state in rows]


def _entitled(connection: Connection, consent: Consent, student: Person) -> None:
    if people.is_adult(student, consent.signed_on):
        if consent.given_by != student.id:
            raise InputError(f"consent: {student.name} is 18 or older and signs alone")
        return
    link = Guardianship(guardian=consent.given_by, student=student.id)
    known = find(connection, Guardianship, link.key)
    if known is None or not known.active:
        raise InputError(
            f"consent: {consent.given_by} is no guardian of {student.name} in the roster; "
            "a guardian of the roster must sign"
        )
