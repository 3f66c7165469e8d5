"""People of the roster: who is who, who stands by whom, and in which class."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import Connection, func, select, text
from sqlalchemy.dialects.postgresql import JSONB

from homeroom.db.tables.registry import current, decision
from homeroom.errors import InputError
from homeroom.folding import fold
from homeroom.policy.roles import Role
from homeroom.registry.decisions import decode, find_all, history, load, naming
from homeroom.registry.model import Enrollment, Org, Person, SchoolClass

PHONES = current.c.state.op("->", return_type=JSONB())("phones")
"""Written as its index is; SQLAlchemy's own subscript is another expression to PostgreSQL."""

# Each by its own index.
BY_ID = text("""
    SELECT c.key FROM registry.current AS c
    WHERE c.district = registry.this_district() AND c.subject = 'person' AND c.key = :given
    UNION
    SELECT c.key FROM registry.current AS c
    WHERE c.district = registry.this_district() AND c.subject = 'person'
        AND c.state ->> 'user_id' = :given
    UNION
    SELECT c.key FROM registry.current AS c
    WHERE c.district = registry.this_district() AND c.subject = 'person'
        AND c.state ->> 'roster_id' = :given
""")
GUARDIAN_ACCOUNT = text("""
    SELECT EXISTS (SELECT FROM registry.current AS c
        WHERE c.subject = 'person' AND (c.state -> 'roles') = '["guardian"]'
        AND (c.state ->> 'user_id') IS NOT NULL AND (c.state ->> 'active') = 'true')
""")
"""Written as its index is: strangers have it asked."""


def resolve(connection: Connection, given: str) -> Person:
    """The person meant by a user id, a roster id, a person id or an unambiguous name.

    `InputError` says who the candidates are where a name is not unambiguous.
    """
    keys = list(connection.scalars(BY_ID, {"given": given}))
    found = list(find_all(connection, Person, keys).values())
    if not found:
        wanted = fold(given)
        found = [p for p in load(connection, Person).values() if wanted in _names(p)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise InputError(f"{given}: nobody of the roster; give a user id, roster id or full name")
    raise InputError(
        f"{given}: {len(found)} people have this name: {candidates(connection, found)}; "
        "give the roster id"
    )


def candidates(connection: Connection, found: Sequence[Person]) -> str:
    """The first of several people, told apart: by school, grade and roster id."""
    some = found[:5]
    schools = find_all(connection, Org, {org for person in some for org in person.orgs})
    told = ", ".join(_told(person, schools) for person in some)
    return told if len(found) <= len(some) else f"{told} and {len(found) - len(some)} more"


def _told(person: Person, schools: Mapping[str, Org]) -> str:
    places = [schools[org].name for org in person.orgs if org in schools]
    grades = [f"grade {', '.join(person.grades)}"] if person.grades else []
    return f"{person.name} ({', '.join([*places, *grades, person.roster_id])})"


def versions(connection: Connection, person: str) -> list[Person]:
    """Everything that the registry has known a person (id) as, the newest last: names change."""
    found = [decode(Person, d.state) for d in history(connection, Person, person)]
    return list(dict.fromkeys(found))


def by_phone(connection: Connection, phone: str) -> list[Person]:
    """The active people whose roster entry has this number (E.164)."""
    rows = connection.scalars(
        select(current.c.state).where(current.c.subject == Person.SUBJECT, PHONES.contains([phone]))
    )
    return [person for state in rows if (person := decode(Person, state)).active]


def by_accounts(connection: Connection, user_ids: Collection[str]) -> list[Person]:
    """Whose accounts these are, active or not."""
    return naming(connection, Person, "user_id", user_ids)


def guardians_have_accounts(connection: Connection) -> bool:
    """Is there an account of somebody who is a guardian and nothing else?"""
    return connection.scalar(GUARDIAN_ACCOUNT) is True


def accounts_ever(connection: Connection) -> dict[str, str]:
    """Every user id that anybody of the roster has had, and the person (id) who had it first."""
    user_id = decision.c.state["user_id"].astext
    rows = connection.execute(
        select(user_id, decision.c.key)
        .where(decision.c.subject == Person.SUBJECT, user_id.is_not(None))
        .order_by(decision.c.seq.desc())
    )
    return {row[0]: row[1] for row in rows}


def classes_of(connection: Connection, person: str, day: date) -> list[SchoolClass]:
    """The active classes in which a person teaches or learns on this day."""
    seats = naming(connection, Enrollment, "person", [person])
    enrolled = {seat.class_id for seat in seats if seat.in_force(day)}
    return [c for c in find_all(connection, SchoolClass, enrolled).values() if c.active]


def members_of(connection: Connection, class_id: str, day: date) -> list[Enrollment]:
    """The enrollments of a class in force on this day, teachers first."""
    seats = naming(connection, Enrollment, "class_id", [class_id])
    found = [seat for seat in seats if seat.in_force(day)]
    return sorted(found, key=lambda e: (e.role != "teacher", e.person))


def record_roles(connection: Connection, day: date) -> int:
    """Give everybody the roles that the roster says for this day; how many people changed.

    All that the steward may decide of a person; the database refuses any day that is not today.
    """
    return int(connection.scalar(select(func.registry.record_roles(day))) or 0)


def without_birth_date(connection: Connection) -> list[Person]:
    """Active students whose birth date nobody knows, by name: minors until it is corrected."""
    found = [
        person
        for person in load(connection, Person).values()
        if person.active and person.birth_date is None and Role.STUDENT in person.roles
    ]
    return sorted(found, key=lambda person: (person.family_name, person.given_name))


def _names(person: Person) -> set[str]:
    first = {person.given_name, person.preferred_name or person.given_name}
    return {fold(f"{name} {person.family_name}") for name in first} | {
        fold(f"{person.family_name}, {person.given_name}")
    }
