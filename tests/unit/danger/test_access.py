"""Who may look at an alert: those who are told of such, and never the family or oneself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from homeroom.danger.access import concerns
from homeroom.policy.roles import Role
from homeroom.registry.model import Person
from tests.unit.danger.test_due import ALERT, did
from tests.unit.registry.test_on_call import CHAINS, PEOPLE, directory, somebody

KNOWN = {person.id: person for person in PEOPLE}
SEEN = [
    # in the chain of the school, or of the district
    (KNOWN["counselor"], True),
    (KNOWN["deputy"], True),
    (KNOWN["night-nurse"], True),
    # in charge of the school; of another one
    (KNOWN["principal"], True),
    (KNOWN["elsewhere"], False),
    # for the whole district
    (KNOWN["admin"], True),
    (somebody("auditor", Role.AUDITOR, org="district"), True),
    # a teacher of the school who is not on call
    (somebody("teacher", Role.TEACHER), False),
    # the one whom it is about, and a guardian who works here, whatever their post
    (KNOWN["student"], False),
    (replace(KNOWN["parent-teacher"], roles=(Role.ADMIN, Role.GUARDIAN)), False),
]


@pytest.mark.parametrize(("person", "seen"), SEEN)
def test_who_sees_an_alert(person: Person, seen: bool) -> None:
    assert concerns(ALERT, person, directory(*CHAINS)) is seen


def test_who_was_told_sees_it_later_too() -> None:
    teacher = somebody("teacher", Role.TEACHER)
    assert concerns(did(ALERT, "told", "teacher"), teacher, directory())
