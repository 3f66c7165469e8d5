"""Who posts has acknowledged the policy (rule 6)."""

from __future__ import annotations

from datetime import datetime

from homeroom.policy.facts import EventFacts
from homeroom.policy.policy import Policy
from homeroom.policy.verdict import Reason

COUNTS = frozenset({"post", "upload", "edit", "react", "settings"})
"""Coming and going without a word, and taking back, need no acknowledgement."""


def unacknowledged(facts: EventFacts, policy: Policy, now: datetime) -> Reason | None:
    """Refuse posts of people who let the time for acknowledging pass.

    Ghosts and the district's own accounts are no users: nobody could acknowledge for them.
    """
    asked = policy.asked
    if asked is None or facts.sender.person is None or facts.acknowledged >= asked.version:
        return None
    if COUNTS.isdisjoint(facts.does) or not asked.due(now, policy.acknowledgement):
        return None
    return Reason(rule="acknowledgement", clause="acknowledgement")
