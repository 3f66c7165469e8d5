"""Consents as lists: who consented for whom, and how far each class is covered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, true

from admin_portal.keyset import LIMIT, Slice, cut
from admin_portal.queries import names
from admin_portal.words import SOON, ConsentStanding, consent_standing
from homeroom.db.tables.registry import current
from homeroom.registry.consents import covered
from homeroom.registry.decisions import decode, load
from homeroom.registry.model import Consent, Enrollment, Org, Person, SchoolClass

STATE = current.c.state
ANY_STUDENT = 200
"""A search by name that finds more students than this is not narrowed to them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRow:
    """One consent with the names it needs."""

    seq: int
    consent: Consent
    student: str
    given_by: str
    standing: ConsentStanding


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassCoverage:
    """How many students of a class a consent for one tool covers today."""

    id: str
    title: str
    school: str
    students: int
    covered: int

    @property
    def share(self) -> int:
        return round(100 * self.covered / self.students) if self.students else 0


def page_of(
    connection: Connection,
    today: date,
    *,
    student: str = "",
    tool: str = "",
    standing: str = "",
    before: int | None = None,
    hidden: Collection[str] = (),
) -> Slice[ConsentRow]:
    """Consents, the one decided last first; none about those who are `hidden` (person ids)."""
    where = [
        current.c.subject == Consent.SUBJECT,
        _standing(standing, today),
        STATE["student"].astext.not_in(hidden),
    ]
    if student:
        found = names.search(connection, student, role="student", limit=ANY_STUDENT)
        where.append(STATE["student"].astext.in_([person.id for person in found]))
    if tool:
        where.append(STATE["tool"].astext == tool)
    if before is not None:
        where.append(current.c.seq < before)
    rows = connection.execute(
        select(current.c.seq, current.c.state)
        .where(and_(*where))
        .order_by(current.c.seq.desc())
        .limit(LIMIT + 1)
    ).all()
    return cut(_named(connection, rows, today), key=lambda row: row.seq)


def counts(connection: Connection, today: date) -> dict[str, int]:
    """How many consents stand how."""
    kinds: tuple[ConsentStanding, ...] = ("granted", "expiring", "expired", "refused", "revoked")
    columns = [func.count().filter(_standing(kind, today)) for kind in kinds]
    row = connection.execute(select(*columns).where(current.c.subject == Consent.SUBJECT)).one()
    return dict(zip(kinds, row, strict=True))


def coverage(connection: Connection, tool: str, today: date) -> list[ClassCoverage]:
    """Each class, with its students and how many are covered, least covered first."""
    classes, schools = load(connection, SchoolClass), load(connection, Org)
    having = covered(connection, tool, today)
    rows = [
        ClassCoverage(
            id=key,
            title=classes[key].title,
            school=schools[classes[key].org].name if classes[key].org in schools else "",
            students=len(students),
            covered=len(having & students),
        )
        for key, students in students_by_class(connection, today).items()
        if key in classes and classes[key].active
    ]
    return sorted(rows, key=lambda row: (row.share, row.school, row.title))


def without(connection: Connection, class_id: str, tool: str, today: date) -> list[Person]:
    """The students of a class whom no consent for the tool covers, by name."""
    missing = students_by_class(connection, today)[class_id] - covered(connection, tool, today)
    rows = connection.scalars(
        select(STATE).where(current.c.subject == Person.SUBJECT, current.c.key.in_(missing))
    )
    found = [decode(Person, state) for state in rows]
    return sorted(found, key=lambda person: (person.family_name, person.given_name))


def students_by_class(connection: Connection, day: date) -> Mapping[str, set[str]]:
    """The person ids of the students whom the roster has in each class on this day."""
    begins, ends = STATE["begins"].astext, STATE["ends"].astext
    rows = connection.execute(
        select(STATE["class_id"].astext, STATE["person"].astext).where(
            current.c.subject == Enrollment.SUBJECT,
            STATE["role"].astext == "student",
            STATE["active"].astext == "true",
            or_(begins.is_(None), begins <= day.isoformat()),
            or_(ends.is_(None), ends >= day.isoformat()),
        )
    )
    found: defaultdict[str, set[str]] = defaultdict(set)
    for class_id, person in rows:
        found[class_id].add(person)
    return found


def _named(
    connection: Connection, rows: Collection[tuple[int, dict[str, object]]], today: date
) -> list[ConsentRow]:
    found = [(seq, decode(Consent, state)) for seq, state in rows]
    who = names.people(connection, {i for _, c in found for i in (c.student, c.given_by)})
    return [
        ConsentRow(
            seq=seq,
            consent=consent,
            student=who.get(consent.student, consent.student),
            given_by=who.get(consent.given_by, consent.given_by),
            standing=consent_standing(consent, today),
        )
        for seq, consent in found
    ]


def _standing(standing: str, today: date) -> ColumnElement[bool]:
    """The same division as `words.consent_standing`, over rows. ISO dates sort as text."""
    granted = STATE["state"].astext == "granted"
    expires, now, soon = STATE["expires"].astext, today.isoformat(), (today + SOON).isoformat()
    conditions: dict[str, ColumnElement[bool]] = {
        "granted": and_(granted, expires > soon),
        "expiring": and_(granted, expires >= now, expires <= soon),
        "expired": and_(granted, expires < now),
        "refused": STATE["state"].astext == "refused",
        "revoked": STATE["state"].astext == "revoked",
    }
    return conditions.get(standing, true())
