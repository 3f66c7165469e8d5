"""From where anybody at all could sign in: all that can be said before it is known who asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from homeroom.policy.facts import AccessFacts, Party, Registry
from homeroom.policy.policy import Policy
from homeroom.policy.roles import STAFF, Role
from homeroom.policy.rules.networks import untrusted_network
from homeroom.policy.sections.networks import Action
from homeroom.policy.verdict import Reason


def nobody_could(
    trusted: Callable[[Role], bool], policy: Policy, now: datetime, *, guardians: bool
) -> Reason | None:
    """Why nobody may sign in from an address; None where one role may. `trusted` is by role.

    `guardians`: are there accounts of guardians, who come from anywhere?
    """
    reasons = [
        untrusted_network(
            AccessFacts(
                registry=Registry(age_seconds=0),
                party=Party(user_id="", roles=frozenset({role})),
                address_trusted=trusted(role),
                action=Action.SIGN_IN,
            ),
            policy,
            now,
        )
        for role in (*STAFF, Role.STUDENT, *([Role.GUARDIAN] if guardians else []))
    ]
    return None if None in reasons else reasons[0]
