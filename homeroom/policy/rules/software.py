"""Approved software only (rule 1): bots, widgets, integration managers, clients."""

from __future__ import annotations

from datetime import datetime

from homeroom.policy.facts import AccessFacts, DoorFacts, EventFacts
from homeroom.policy.policy import Policy
from homeroom.policy.roles import Role
from homeroom.policy.verdict import Reason

RULES = {
    "bot": "unapproved_bot",
    "widget": "unapproved_widget",
    "integration_manager": "unapproved_widget",
}


def unapproved(facts: EventFacts, policy: Policy, now: datetime) -> Reason | None:
    """Refuse what a tool that is not in force here sends, or reads, or would be let in by.

    Leaving goes on, so that a bot can be turned out; so does what the district's account sets.
    """
    if facts.leaves:
        return None
    for use in facts.uses:
        if not use.fit:
            return Reason(rule=RULES[use.kind], clause="software")
    if Role.SYSTEM in facts.sender.roles and facts.state:
        return None
    return next(
        (Reason(rule=RULES[u.kind], clause="software") for u in facts.room.uses if not u.fit), None
    )


def unapproved_page(facts: DoorFacts, policy: Policy, now: datetime) -> Reason | None:
    """Refuse to point somebody's clients at a page of software that is not in force."""
    return next(
        (Reason(rule=RULES[u.kind], clause="software") for u in facts.uses if not u.fit), None
    )


def unapproved_client(facts: AccessFacts, policy: Policy, now: datetime) -> Reason | None:
    """Refuse sign-in with a client that is not approved, where the policy wants one that is."""
    if not facts.signing_in or policy.software.clients == "any" or facts.client_approved:
        return None
    return Reason(rule="unapproved_client", clause="software.clients")
