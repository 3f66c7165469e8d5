"""Trusted networks only, at sign-in and on every request after (rule 5)."""

from __future__ import annotations

from datetime import datetime

from homeroom.policy.facts import AccessFacts
from homeroom.policy.policy import Policy
from homeroom.policy.verdict import Reason


def untrusted_network(facts: AccessFacts, policy: Policy, now: datetime) -> Reason | None:
    """Refuse a client address outside the networks trusted for this person's roles.

    Where there is no client (a background task of the server), there is nothing to judge.
    """
    if not policy.trusted_networks_only or facts.address_trusted is not False:
        return None
    return Reason(rule="trusted_network", clause="networks")
