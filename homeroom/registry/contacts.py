"""Who stands for a student, and how the school reaches them: what staff may see of it. Pure.

No list is made for a guardian: one household's numbers are nothing that another reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from homeroom.registry.family import Family, Standing, bars, household, standing
from homeroom.registry.model import Authority, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Somebody of a student's family, as staff see them."""

    person: Person
    restricted: bool
    """A court's order stands; what it says, and how to reach them, is counsel's to tell."""
    standing: Standing | None
    """What they are to the student today; None where restricted, or without any authority."""
    phones: tuple[str, ...] = ()
    email: str | None = None
    recorded: Authority | None = None


def contacts(family: Family, people: Mapping[str, Person], day: date) -> list[Contact]:
    """The student's guardians and others with authority, by roster id; not the student.

    Of somebody whom an order bars there is the name, and nothing to reach them by.
    """
    known = (people[each] for each in household(family) - {family.student.id} if each in people)
    found = (_contact(family, person, day) for person in known)
    return sorted(
        (each for each in found if each.restricted or each.standing or each.recorded),
        key=lambda contact: contact.person.roster_id,
    )


def _contact(family: Family, person: Person, day: date) -> Contact:
    recorded = next((a for a in family.authorities if a.person == person.id), None)
    if bars(family, person.id, day):
        return Contact(person=person, restricted=True, standing=None, recorded=recorded)
    return Contact(
        person=person,
        restricted=False,
        standing=standing(family, person.id, day),
        phones=person.phones,
        email=person.email,
        recorded=recorded,
    )
