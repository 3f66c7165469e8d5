"""Trusted networks only, at sign-in and on every request after (rule 5)."""

from __future__ import annotations

from datetime import datetime

from homeroom.policy.facts import AccessFacts
from homeroom.policy.policy import Policy
from homeroom.policy.roles import Role
from homeroom.policy.sections.networks import Action
from homeroom.policy.verdict import Reason

OFFICE_WORK = frozenset({Action.ADMINISTER, Action.EXPORT})


def untrusted_network(facts: AccessFacts, policy: Policy, now: datetime) -> Reason | None:
    """Refuse, outside the trusted networks, what the policy does not let this person do there."""
    if not _outside(facts) or _allowed(facts, policy, facts.action):
        return None
    return Reason(rule=_rule(facts, policy), clause="networks")


def outside_network(facts: AccessFacts, policy: Policy, now: datetime) -> Reason | None:
    """What is done from outside is on record."""
    if not _outside(facts) or not _allowed(facts, policy, facts.action):
        return None
    details = {"action": facts.action.value}
    return Reason(rule="outside_network", clause="networks", details=details)


def _outside(facts: AccessFacts) -> bool:
    """Guardians come from anywhere. Without a client (the server's own tasks), nobody came."""
    return facts.address_trusted is False and facts.party.roles != {Role.GUARDIAN}


def _allowed(facts: AccessFacts, policy: Policy, action: Action) -> bool:
    word = policy.networks.outside(_capacities(facts), action)
    return word == "record" or (word == "read_only" and not facts.changes)


def _capacities(facts: AccessFacts) -> frozenset[Role]:
    """Somebody of the school who is a guardian too comes as somebody of the school."""
    return facts.party.roles - {Role.GUARDIAN}


def _rule(facts: AccessFacts, policy: Policy) -> str:
    """Which words help: all is closed, or only writing, or only the work of an office."""
    if facts.action in OFFICE_WORK:
        return "network_office_work"
    if facts.action is Action.WRITE and _allowed(facts, policy, Action.READ):
        return "network_read_only"
    return "trusted_network"
