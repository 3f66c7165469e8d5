"""Who may have to be covered: everybody of the roster but the student, their family, and staff."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from homeroom.db.tables import archive as tables
from homeroom.db.tables.disclosure import scope_item
from homeroom.disclosure.redaction.forms import Known
from homeroom.policy.roles import Role
from homeroom.registry import families, family, people
from homeroom.registry.decisions import load, naming
from homeroom.registry.model import Enrollment, Person, Request

SENDERS = (
    select(tables.search.c.sender)
    .distinct()
    .select_from(
        scope_item.join(
            tables.search,
            (scope_item.c.district == tables.search.c.district)
            & (scope_item.c.epoch == tables.search.c.epoch)
            & (scope_item.c.index == tables.search.c.index),
        )
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The people of a request."""

    student: Known
    kept: tuple[Known, ...]
    """Whose names stay: the student's family, and staff."""
    others: tuple[Known, ...]
    """Other students and their families."""
    names: dict[str, str]
    """Of the others, for who reviews, by subject."""


def around(connection: Connection, request: Request) -> Around:
    """Everybody, from the roster; close are who wrote in the scope and who was in a class with."""
    known = load(connection, Person)
    student = known[request.about]
    own = family.household(families.of(connection, student)) | {student.id}
    close = _close(connection, request, known.values())
    kept: list[Known] = []
    others: list[Known] = []
    for person in known.values():
        if person.id == student.id:
            continue
        near = person.id in close
        versions = people.versions(connection, person.id) if near else [person]
        one = _known(person, versions, near)
        covered = {Role.STUDENT, Role.GUARDIAN} & set(person.roles) and person.id not in own
        (others if covered else kept).append(one)
    return Around(
        student=_known(student, people.versions(connection, student.id), True),
        kept=tuple(kept),
        others=tuple(others),
        names={_subject(person): person.name for person in known.values()},
    )


def _subject(person: Person) -> str:
    return f"person:{person.id}"


def _close(connection: Connection, request: Request, known: Iterable[Person]) -> set[str]:
    seats = naming(connection, Enrollment, "person", [request.about])
    classes = {seat.class_id for seat in seats}
    mates = {seat.person for seat in naming(connection, Enrollment, "class_id", classes)}
    rows = connection.scalars(
        SENDERS.where(
            scope_item.c.district == func.registry.this_district(),
            scope_item.c.request == request.id,
        )
    )
    senders = set(rows)
    return mates | {person.id for person in known if person.user_id in senders}


def _known(person: Person, versions: Iterable[Person], close: bool) -> Known:
    held = [person, *versions]
    names = {(p.given_name, p.family_name) for p in held}
    names |= {(p.preferred_name, p.family_name) for p in held if p.preferred_name}
    numbers = {p.roster_id for p in held} | {p.number for p in held if p.number}
    contacts = {phone for p in held for phone in p.phones} | {p.email for p in held if p.email}
    return Known(
        subject=_subject(person),
        category="student" if Role.STUDENT in person.roles else "guardian",
        names=tuple(sorted(names)),
        accounts=tuple(sorted({p.user_id for p in held if p.user_id})),
        numbers=tuple(sorted(numbers)),
        texts=tuple(sorted(contacts)),
        close=close,
    )
