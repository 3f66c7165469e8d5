"""Who may look at an alert and act on it: those who are told of such. Pure."""

from __future__ import annotations

from homeroom.danger.alerts import Alert
from homeroom.policy.roles import Role
from homeroom.registry import on_call
from homeroom.registry.model import Person
from homeroom.registry.on_call import Directory

EVERYWHERE = frozenset({Role.ADMIN, Role.AUDITOR, Role.RECORDS_OFFICER})
IN_CHARGE = frozenset({Role.PRINCIPAL, Role.SUPERVISOR})


def concerns(alert: Alert, person: Person, directory: Directory) -> bool:
    """May this person see the alert?

    Never one about themselves, or about a student whom the roster or a record ties to them. Else
    whoever was told of it, is in a chain of the school or the district, is in charge of the
    school, or looks after the whole district.
    """
    if on_call.tied(person.id, alert.people, directory):
        return False
    if EVERYWHERE & set(person.roles) or person.id in {step.person for step in alert.told}:
        return True
    places = on_call.places(alert.people, directory, drill=alert.drill)
    if person.id in on_call.named(places, directory):
        return True
    return bool(IN_CHARGE & set(person.roles) and set(person.orgs) & set(places))
