"""From where somebody may use the portal: the rules of trusted networks, asked for a page."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Connection

from admin_portal.auth import Permission
from homeroom.policy.facts import AccessFacts, Registry
from homeroom.policy.policy import STRICTEST, Policy
from homeroom.policy.reach import nobody_could
from homeroom.policy.roles import Role
from homeroom.policy.rules.networks import untrusted_network
from homeroom.policy.sections.networks import Action
from homeroom.registry import networks, people, policies
from homeroom.registry.decisions import load
from homeroom.registry.model import Network, Person, PolicyVersion
from homeroom.registry.snapshot import party

ACTIONS: dict[Permission, Action] = {
    Permission.SIGN_IN: Action.SIGN_IN,
    Permission.SIGNED_IN: Action.READ,
    Permission.HOME_READ: Action.READ,
    Permission.TOOLS_READ: Action.READ,
    Permission.REQUESTS_EXPORT: Action.EXPORT,
}
"""What all of the staff may see is read; all else is administration."""


def policy_in_force(connection: Connection) -> Policy:
    """The district's policy; before the first, nothing works from outside."""
    version = policies.in_force(connection)
    return _read(version) if version else STRICTEST


def reaches(
    connection: Connection,
    address: str,
    person: Person | None,
    permission: Permission,
    now: datetime,
    *,
    changes: bool = False,
) -> bool:
    """May this person do this from here? Before a sign-in: may anybody?"""
    policy = policy_in_force(connection)
    known = networks.readied(load(connection, Network).values())
    day = policy.hours.day(now)

    def trusted(roles: Collection[Role], who: str | None = None) -> bool:
        return networks.network_of(known, address, roles, person=who, day=day) is not None

    if person is None:
        refused = nobody_could(lambda role: trusted([role]), policy, now, guardians=False)
        return refused is None or people.guardians_have_accounts(connection)
    facts = AccessFacts(
        registry=Registry(age_seconds=0),
        party=party(person, person.user_id or ""),
        address_trusted=trusted(person.roles, person.id),
        action=ACTIONS.get(permission, Action.ADMINISTER),
        changes=changes,
    )
    return untrusted_network(facts, policy, now) is None


@lru_cache(maxsize=8)
def _read(version: PolicyVersion) -> Policy:
    return policies.read(version)
