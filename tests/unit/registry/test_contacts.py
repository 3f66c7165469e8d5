"""What staff see of a student's guardians, and what only counsel knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from homeroom.registry.contacts import contacts
from tests.unit.registry.household import DAY, HOUSEHOLD, STUDENT, authority, order, person

MOTHER = person("mother", phones=("+12025550101",), email="mother@family.example")
FATHER = person("father", phones=("+12025550102",), email="father@family.example")
FOSTER = person("foster", phones=("+12025550103",))
PEOPLE = {each.id: each for each in (STUDENT, MOTHER, FATHER, FOSTER)}


def test_who_stands_for_a_student_and_how_to_reach_them() -> None:
    shown = contacts(HOUSEHOLD, PEOPLE, DAY)
    assert [(c.person.id, c.phones, c.restricted) for c in shown] == [
        ("father", ("+12025550102",), False),
        ("mother", ("+12025550101",), False),
    ]


def test_where_an_order_stands_there_is_a_name_and_nothing_else() -> None:
    barred = replace(HOUSEHOLD, orders=(order("father"),))
    father, mother = contacts(barred, PEOPLE, DAY)
    assert (father.restricted, father.phones, father.email) == (True, (), None)
    assert father.standing is None
    assert (mother.restricted, mother.email) == (False, "mother@family.example")
    over = replace(HOUSEHOLD, orders=(order("father", ends=DAY - timedelta(days=1)),))
    assert not any(contact.restricted for contact in contacts(over, PEOPLE, DAY))


def test_a_recorded_authority_stands_there_with_its_dates() -> None:
    ended = authority("foster", ends=DAY - timedelta(days=1))
    found = contacts(replace(HOUSEHOLD, authorities=(ended,)), PEOPLE, DAY)
    foster = next(contact for contact in found if contact.person.id == "foster")
    assert (foster.standing, foster.recorded) == (None, ended)
