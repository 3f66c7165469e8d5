"""What of a roster the detector knows."""

from __future__ import annotations

import pytest

from homeroom.policy.roles import Role
from homeroom.registry import detection
from homeroom.registry.model import Person


@pytest.mark.parametrize(
    ("roles", "found"),
    [
        ((Role.STUDENT,), True),
        ((Role.GUARDIAN,), True),
        # a teacher who is a mother here is somebody's family, too
        ((Role.TEACHER, Role.GUARDIAN), True),
        # whoever only works here is thanked by name
        ((Role.TEACHER,), False),
        ((Role.PRINCIPAL, Role.SUPERVISOR), False),
    ],
)
def test_whose_names_are_private(roles: tuple[Role, ...], found: bool) -> None:
    person = Person(id="p", roster_id="r", roles=roles, given_name="Amara", family_name="Birchwick")
    detector = detection.with_people(detection.shipped(), [person])
    assert bool(detector.find("thank you Ms. Amara Birchwick")) is found
