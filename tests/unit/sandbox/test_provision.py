"""Who is shown with which role where somebody has several."""

from __future__ import annotations

from homeroom.policy.roles import Role
from homeroom.registry.model import Person
from homeroom.sandbox.provision import main_role


def test_a_person_of_several_roles_is_shown_with_the_first_of_the_list() -> None:
    both = Person(
        id="p2",
        roster_id="emp-2",
        roles=(Role.TEACHER, Role.PRINCIPAL),
        given_name="Kai",
        family_name="Cedarsong",
    )
    assert main_role(both) is Role.PRINCIPAL
