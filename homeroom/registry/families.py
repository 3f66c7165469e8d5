"""Families out of the registry: of one student, or of all at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection

from homeroom.registry import decisions
from homeroom.registry.family import Family
from homeroom.registry.model import Authority, CourtOrder, Guardianship, Person


class _OfStudent(Protocol):
    @property
    def student(self) -> str: ...


S = TypeVar("S", bound=_OfStudent)
K = TypeVar("K", Guardianship, Authority, CourtOrder)


@dataclass(frozen=True, slots=True, kw_only=True)
class Families:
    """What a family is made of, by student (person id)."""

    people: Mapping[str, Person] = field(default_factory=dict)
    guardianships: Mapping[str, tuple[Guardianship, ...]] = field(default_factory=dict)
    authorities: Mapping[str, tuple[Authority, ...]] = field(default_factory=dict)
    orders: Mapping[str, tuple[CourtOrder, ...]] = field(default_factory=dict)

    def of(self, student: str) -> Family | None:
        """A student's family; None for somebody whom the roster never knew."""
        person = self.people.get(student)
        if person is None:
            return None
        return Family(
            student=person,
            guardianships=self.guardianships.get(student, ()),
            authorities=self.authorities.get(student, ()),
            orders=self.orders.get(student, ()),
        )


def by_student(states: Iterable[S]) -> dict[str, tuple[S, ...]]:
    """States grouped by the student whom they are about."""
    found: defaultdict[str, list[S]] = defaultdict(list)
    for state in states:
        found[state.student].append(state)
    return {student: tuple(group) for student, group in found.items()}


def load(connection: Connection) -> Families:
    """Everybody's."""
    return Families(
        people=decisions.load(connection, Person),
        guardianships=by_student(decisions.load(connection, Guardianship).values()),
        authorities=by_student(decisions.load(connection, Authority).values()),
        orders=by_student(decisions.load(connection, CourtOrder).values()),
    )


def of(connection: Connection, student: Person) -> Family:
    """A student's family, as the registry has it now."""
    return of_all(connection, [student])[student.id]


def of_all(connection: Connection, students: Iterable[Person]) -> dict[str, Family]:
    """As `of`, of several students, by person id."""
    people = {student.id: student for student in students}
    kinds = (Guardianship, Authority, CourtOrder)
    states = decisions.naming_by_kind(connection, kinds, "student", people)
    known = Families(
        people=people,
        guardianships=by_student(_read(Guardianship, states)),
        authorities=by_student(_read(Authority, states)),
        orders=by_student(_read(CourtOrder, states)),
    )
    return {student: family for student in people if (family := known.of(student)) is not None}


def _read(kind: type[K], states: Mapping[str, Iterable[dict[str, Any]]]) -> list[K]:
    return [decisions.decode(kind, state) for state in states[kind.SUBJECT]]
