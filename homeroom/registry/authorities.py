"""Recorded authority over a student: a foster placement, a caregiver, an emancipated minor."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from homeroom.errors import InputError
from homeroom.policy.roles import Role
from homeroom.registry import decisions, families, family
from homeroom.registry.model import OWN, Authority, Guardianship, Person


def add(connection: Connection, authority: Authority, *, by: str) -> Authority:
    """Record an authority with its evidence; it stands in place of what was known of the two.

    `InputError` where it contradicts itself or the roster.
    """
    person = _active(connection, authority.person)
    student = _active(connection, authority.student)
    if Role.STUDENT not in student.roles:
        raise InputError(f"authority: {student.name} is no student of the roster")
    if (person.id == student.id) != (authority.kind in OWN):
        raise InputError(
            f"authority: {authority.kind} is "
            + ("the student's own" if authority.kind in OWN else "somebody else's")
            + "; give the person who has it, or another --kind"
        )
    if authority.ends is not None and authority.ends < authority.starts:
        raise InputError("authority: it would end before it starts; check both dates")
    if not authority.evidence.strip():
        raise InputError("authority: say what was shown, as --evidence 'Placement letter, file 12'")
    decisions.record(connection, authority, by=by, note=authority.kind)
    return authority


def end(connection: Connection, key: str, last_day: date, *, by: str, note: str = "") -> Authority:
    """Set the last day of an authority; what is in the past counts at once."""
    found = decisions.find(connection, Authority, key)
    if found is None:
        raise InputError(f"authority {key}: unknown; see `homeroom authority list`")
    if last_day < found.starts:
        raise InputError(f"authority {key}: starts on {found.starts}; it cannot end before")
    ended = replace(found, ends=last_day)
    decisions.record(connection, ended, by=by, note=note or "ended")
    return ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Ward:
    """A student for whom somebody stands, and whether a court keeps the two apart."""

    student: Person
    shut_out: bool


def wards(connection: Connection, person: str, day: date) -> list[Ward]:
    """The active students for whom somebody (person id) stands on this day, by roster id."""
    ties = decisions.naming(connection, Guardianship, "guardian", [person])
    given = decisions.naming(connection, Authority, "person", [person])
    ids = {tie.student for tie in ties} | {authority.student for authority in given}
    students = decisions.find_all(connection, Person, ids - {person}).values()
    households = families.of_all(connection, (each for each in students if each.active))
    found = [
        Ward(student=known.student, shut_out=family.shut_out(known, person, day))
        for known in households.values()
        if family.standing(known, person, day) is not None
    ]
    return sorted(found, key=lambda ward: ward.student.roster_id)


def _active(connection: Connection, person_id: str) -> Person:
    person = decisions.find(connection, Person, person_id)
    if person is None or not person.active:
        raise InputError(f"authority: {person_id} is no active person of the roster")
    return person
