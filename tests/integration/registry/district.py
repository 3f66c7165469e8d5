"""A small district in a database: one family, one class with its teacher, one approved tool."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import Connection

from homeroom import shipped
from homeroom.policy.roles import Role
from homeroom.registry import decisions, policies, tools
from homeroom.registry.model import Enrollment, Org, Person, SchoolClass, State, Venue
from tests.fixtures.days import district_day
from tests.unit.registry.household import HOUSEHOLD, STUDENT, TERMS, TOOL, person

TODAY = district_day()
BORN = TODAY - timedelta(days=5000)
MOTHER = person("mother", phones=("+12025550101",))
FATHER = person("father", phones=("+12025550102",))
FOSTER = person("foster", phones=("+12025550103",))
TEACHER = person("teacher", Role.TEACHER)


def student(*, born: date | None = BORN) -> Person:
    """The student, born on this day."""
    return replace(STUDENT, birth_date=born)


def fill(connection: Connection, *, born: date | None = BORN) -> None:
    """Record it all; commit is the caller's."""
    policies.publish(
        connection, shipped.config("policy.yaml").read_text(encoding="utf-8"), by="test"
    )
    people: list[Person] = [MOTHER, FATHER, FOSTER, TEACHER]
    states: tuple[State, ...] = (
        Org(id="s1", name="Lantern School", kind="school"),
        SchoolClass(id="c1", title="Science", org="s1"),
        *people,
        student(born=born),
        *HOUSEHOLD.guardianships,
        Enrollment(class_id="c1", person="student", role="student"),
        Enrollment(class_id="c1", person="teacher", role="teacher"),
        Venue(id="room-c1", kind="class", name="Science", class_id="c1", networks=("whatsapp",)),
    )
    for state in states:
        decisions.record(connection, state, by="test")
    tools.add(connection, TOOL, by="test")
    terms = replace(TERMS, starts=TODAY, ends=TODAY + timedelta(days=400))
    tools.approve(connection, "whatsapp", by="test", agreement=terms)
