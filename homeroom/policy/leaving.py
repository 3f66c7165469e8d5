"""Leaving goes on, whatever else does not (invariant 6): without its words, where need be. Pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from homeroom.policy.decide import decide
from homeroom.policy.facts import LEAVING, EventFacts
from homeroom.policy.policy import Policy
from homeroom.policy.verdict import Refuse

CANNOT_TELL = frozenset({"registry_stale", "unrecorded", "error"})
"""Refusals that say nothing of the words: they could not be checked, or not be kept."""


def goes_on(facts: EventFacts, refused_by: Collection[str], policy: Policy, now: datetime) -> bool:
    """May somebody leave, or be turned out, without the words that were refused?

    Only where nobody can tell whether the words are fine (`refused_by` names rules): else whoever
    wrote them is told why, and can leave without a word.
    """
    if facts.membership not in LEAVING or not CANNOT_TELL & set(refused_by):
        return False
    return not isinstance(decide(facts.without_words(), policy, now), Refuse)
