"""Whether a conversation may be had at all: who writes, about which student, in which class.

Asked when a message comes in, and again immediately before each vendor call (invariant 5).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from homeroom.policy.roles import Role
from homeroom.registry import authorities, consents, people, policies, venues
from homeroom.registry.decisions import find_all
from homeroom.registry.model import Person, PolicyVersion, SchoolClass, Venue


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where a guardian's conversation belongs."""

    guardian: Person
    student: Person
    school_class: SchoolClass
    class_venue: Venue
    teachers: tuple[Person, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Why a message waits; the reason is for staff and stays inside the district."""

    code: str
    reason: str


RESTRICTED = Held(code="restricted", reason="restricted; the district's counsel knows why")
"""A court keeps the guardian from the student; no more is said of it."""


def route(
    connection: Connection, tool: str, phones: Collection[str], now: datetime
) -> Route | Held:
    """Where a conversation with these numbers belongs, or why it waits. Nothing is guessed."""
    return _route(connection, tool, phones, now, members=())


def still_crosses(
    connection: Connection,
    tool: str,
    phones: Collection[str],
    *,
    student: str,
    members: Collection[str],
    now: datetime,
) -> Held | None:
    """Why a message to this guardian about this student may not go out now; None if it may.

    `members` are the user ids in the room: every student among them needs a consent.
    """
    found = _route(connection, tool, phones, now, members)
    if isinstance(found, Held):
        return found
    if found.student.id != student:
        return Held(code="other_student", reason="the guardian now stands for another student")
    return None


def local(connection: Connection, now: datetime) -> datetime:
    """The time in the district's zone: agreements and consents count in its days."""
    version = policies.in_force(connection)
    return now if version is None else now.astimezone(_zone(version))


def _route(
    connection: Connection,
    tool: str,
    phones: Collection[str],
    now: datetime,
    members: Collection[str],
) -> Route | Held:
    """As `route`, where every student among the members (user ids) needs a consent, too."""
    now = local(connection, now)
    guardian = _guardian(connection, phones)
    if isinstance(guardian, Held):
        return guardian
    student = _student(connection, guardian, now.date())
    if isinstance(student, Held):
        return student
    place = _place(connection, tool, student, now.date())
    if isinstance(place, Held):
        return place
    school_class, venue = place
    schools = [venue.org or school_class.org]
    about = {student.id, *(p.id for p in _students(connection, members))}
    crossing = consents.may_cross(connection, tool, about, now, schools=schools)
    if not crossing.allowed:
        code = "no_consent" if crossing.without_consent else "no_agreement"
        return Held(code=code, reason=crossing.reason)
    teachers = _teachers(connection, school_class, now.date())
    if not teachers:
        return Held(
            code="no_teacher", reason=f"{school_class.title} has no teacher with an account"
        )
    return Route(
        guardian=guardian,
        student=student,
        school_class=school_class,
        class_venue=venue,
        teachers=teachers,
    )


@lru_cache(maxsize=4)
def _zone(version: PolicyVersion) -> ZoneInfo:
    return ZoneInfo(policies.read(version).hours.timezone)


def _guardian(connection: Connection, phones: Collection[str]) -> Person | Held:
    found = {p.id: p for phone in phones for p in people.by_phone(connection, phone)}
    guardians = [p for p in found.values() if Role.GUARDIAN in p.roles]
    if len(guardians) == 1:
        return guardians[0]
    if not guardians:
        return Held(code="unknown_person", reason="the number is no guardian's in the roster")
    return Held(
        code="shared_number", reason=f"{len(guardians)} guardians of the roster share the number"
    )


def _student(connection: Connection, guardian: Person, day: date) -> Person | Held:
    known = authorities.wards(connection, guardian.id, day)
    wards = [ward.student for ward in known if not ward.shut_out]
    if len(wards) == 1:
        return wards[0]
    if not wards and known:
        return RESTRICTED
    if not wards:
        return Held(code="no_student", reason=f"{guardian.name} is guardian of no active student")
    return Held(
        code="several_children",
        reason=f"{guardian.name} is guardian of {len(wards)} students; ask about which it is",
    )


def _place(
    connection: Connection, tool: str, student: Person, day: date
) -> tuple[SchoolClass, Venue] | Held:
    classes = {each.id: each for each in people.classes_of(connection, student.id, day)}
    found: list[tuple[SchoolClass, Venue]] = [
        (classes[venue.class_id], venue)
        for venue in venues.of_classes(connection, classes)
        if venue.class_id and venue.kind == "class" and tool in venue.networks
    ]
    if len(found) == 1:
        return found[0]
    if not found:
        return Held(code="no_venue", reason=f"no class venue of {student.name} allows {tool}")
    return Held(
        code="several_classes",
        reason=f"{len(found)} class venues of {student.name} allow {tool}; ask about which it is",
    )


def _teachers(connection: Connection, school_class: SchoolClass, day: date) -> tuple[Person, ...]:
    seats = people.members_of(connection, school_class.id, day)
    teaching = [seat.person for seat in seats if seat.role == "teacher"]
    known = find_all(connection, Person, teaching).values()
    return tuple(person for person in known if person.active and person.user_id)


def _students(connection: Connection, members: Collection[str]) -> list[Person]:
    return [p for p in people.by_accounts(connection, members) if Role.STUDENT in p.roles]
