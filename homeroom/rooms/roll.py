"""What of the registry the rooms follow from, in memory: made from decisions, asked without I/O."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from homeroom.policy.policy import STRICTEST, Policy
from homeroom.registry import policies
from homeroom.registry.coverage import covered
from homeroom.registry.decisions import Decision, decode
from homeroom.registry.families import Families, by_student
from homeroom.registry.model import (
    Authority,
    Consent,
    CourtOrder,
    Enrollment,
    Guardianship,
    Person,
    PolicyVersion,
    State,
    Tool,
)

S = TypeVar("S", bound=State)
States = Mapping[str, Mapping[str, Any]]


class Roll:
    """The registry as of some decisions; a changed one is another roll."""

    def __init__(self, kinds: Iterable[type[Any]], states: States | None = None) -> None:
        self._kinds = {kind.SUBJECT: kind for kind in kinds}
        self._states: States = states or {}

    def after(self, decisions: Iterable[Decision]) -> Roll:
        """The roll after these decisions, given in the order of `seq`."""
        states = {subject: dict(by_key) for subject, by_key in self._states.items()}
        for decision in decisions:
            if (kind := self._kinds.get(decision.subject)) is not None:
                by_key = states.setdefault(decision.subject, {})
                by_key[decision.key] = decode(kind, decision.state)
        return Roll(self._kinds.values(), states)

    @property
    def subjects(self) -> tuple[str, ...]:
        """The subjects that are kept; the others stay in the database."""
        return tuple(self._kinds)

    def of(self, kind: type[S]) -> Mapping[str, S]:
        """The states of a kind, by key."""
        return self._states.get(kind.SUBJECT, {})

    @cached_property
    def seats(self) -> Mapping[str, tuple[Enrollment, ...]]:
        """The enrollments of each class, of whatever day."""
        found: defaultdict[str, list[Enrollment]] = defaultdict(list)
        for seat in self.of(Enrollment).values():
            found[seat.class_id].append(seat)
        return {class_id: tuple(seats) for class_id, seats in found.items()}

    @cached_property
    def policy(self) -> Policy:
        """The policy in force; the strictest before the first."""
        published = self.of(PolicyVersion).values()
        newest = max(published, key=lambda each: int(each.version), default=None)
        return policies.read(newest) if newest else STRICTEST

    @cached_property
    def families(self) -> Families:
        """Who stands for which student, and by which right."""
        return Families(
            people=self.of(Person),
            guardianships=by_student(self.of(Guardianship).values()),
            authorities=by_student(self.of(Authority).values()),
            orders=by_student(self.of(CourtOrder).values()),
        )

    @cached_property
    def consents(self) -> Mapping[str, tuple[Consent, ...]]:
        """What was said for each student, of whatever tool."""
        return by_student(self.of(Consent).values())

    def covered(self, student: str, tool: Tool, day: date) -> bool:
        """As the verdict's snapshot: may this student (person id) be with people of this tool?"""
        said = [each for each in self.consents.get(student, ()) if each.tool == tool.id]
        consent_of = self.policy.bridges.consent_of
        return covered(self.families.of(student), said, tool, day, consent_of)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The display name of each account of somebody on the roster."""
        return {
            person.user_id: person.name
            for person in self.of(Person).values()
            if person.active and person.user_id is not None
        }

    @cached_property
    def with_accounts(self) -> Mapping[str, tuple[Person, ...]]:
        """The active people with an account, by the school or district that they belong to."""
        found: defaultdict[str, list[Person]] = defaultdict(list)
        for person in self.of(Person).values():
            if person.active and person.user_id is not None:
                for org in person.orgs:
                    found[org].append(person)
        return {org: tuple(people) for org, people in found.items()}
