"""Who decides for a student, who may see their records, and who is barred. Pure.

The roster's guardians have both rights; a recorded authority stands in place of what the roster
says; a court order takes rights away. From 18, or once emancipated, the student decides alone
(34 CFR 99.3 to 99.5).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from homeroom.registry.model import (
    OWN,
    Authority,
    AuthorityKind,
    Bar,
    CourtOrder,
    Guardianship,
    Person,
)

ADULT_AGE = 18

SHUT_OUT: frozenset[Bar] = frozenset({"contact", "access"})
"""Either of these keeps a guardian out of rooms, bridges and notices about the student."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """What the registry says of a student's household; all of it is about this student."""

    student: Person
    guardianships: tuple[Guardianship, ...] = ()
    authorities: tuple[Authority, ...] = ()
    orders: tuple[CourtOrder, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What somebody is to a student today."""

    kind: AuthorityKind
    may_consent: bool
    may_access_records: bool


def age(born: date, day: date) -> int:
    """Years completed on this day; a birthday completes one."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def birthday(born: date, years: int) -> date:
    """The day on which somebody is that many years old; born on 29 February: 1 March."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def is_adult(person: Person, day: date) -> bool:
    """From the 18th birthday a student decides alone (34 CFR 99.5). Unknown birth date: a minor."""
    return person.birth_date is not None and age(person.birth_date, day) >= ADULT_AGE


def decides_alone(family: Family, day: date) -> bool:
    """An adult, or a minor whose own authority is recorded, as an emancipated one's is."""
    return is_adult(family.student, day) or _own(family, day) is not None


def standing(family: Family, person: str, day: date) -> Standing | None:
    """What somebody (person id) is to the student on this day; None for somebody without authority.

    Who only stood by a student before their 18th birthday keeps the kind, and neither right.
    """
    found = _before_bars(family, person, day)
    if found is None:
        return None
    forbidden = bars(family, person, day)
    return Standing(
        kind=found.kind,
        may_consent=found.may_consent and "consent" not in forbidden,
        may_access_records=found.may_access_records and "access" not in forbidden,
    )


def bars(family: Family, person: str, day: date) -> frozenset[Bar]:
    """What the courts forbid somebody (person id) with this student on this day."""
    return frozenset(
        bar
        for order in family.orders
        if order.guardian == person and order.in_force(day)
        for bar in order.bars
    )


def shut_out(family: Family, person: str, day: date) -> bool:
    """Is somebody (person id) kept out of rooms, bridges and notices about this student?"""
    return bool(SHUT_OUT & bars(family, person, day))


def household(family: Family) -> frozenset[str]:
    """Everybody (person ids) whom roster or records tie to the student, with a right or without."""
    return frozenset(
        {g.guardian for g in family.guardianships if g.active}
        | {a.person for a in family.authorities}
        | {o.guardian for o in family.orders if o.active}
        | {family.student.id}
    )


def entitled(family: Family, day: date) -> frozenset[str]:
    """Who (person ids) may consent on this day."""
    return frozenset(
        person
        for person in household(family)
        if (found := standing(family, person, day)) and found.may_consent
    )


def _before_bars(family: Family, person: str, day: date) -> Standing | None:
    student = family.student
    if person == student.id:
        own = _own(family, day)
        if own is None and not is_adult(student, day):
            return None
        return _full(own.kind if own else "self")
    found = _authority(family, person, day)
    if found is not None and decides_alone(family, day):
        return Standing(kind=found.kind, may_consent=False, may_access_records=False)
    return found


def _authority(family: Family, person: str, day: date) -> Standing | None:
    """The recorded authority once it has begun, else the roster's."""
    recorded = next((a for a in family.authorities if a.person == person), None)
    if recorded is not None and recorded.starts <= day:
        if not recorded.in_force(day) or recorded.kind in OWN:
            return None
        return Standing(
            kind=recorded.kind,
            may_consent=recorded.may_consent,
            may_access_records=recorded.may_access_records,
        )
    tie = next((g for g in family.guardianships if g.guardian == person and g.active), None)
    return _full(tie.kind) if tie else None


def _own(family: Family, day: date) -> Authority | None:
    """The student's own recorded authority on this day."""
    student = family.student.id
    return next(
        (
            a
            for a in family.authorities
            if a.person == student and a.kind in OWN and a.in_force(day)
        ),
        None,
    )


def _full(kind: AuthorityKind) -> Standing:
    return Standing(kind=kind, may_consent=True, may_access_records=True)
