"""What a refusal says, in words that a child understands: why, and what to do instead.

One file a family of rules. Never quotes the message. `{…}` is filled from the reason's details.
"""

from __future__ import annotations

from homeroom.policy.verdict import Reason
from homeroom.policy.wording import (
    accounts,
    bridges,
    content,
    direct,
    freshness,
    hours,
    networks,
    venues,
)
from homeroom.policy.wording.language import Language, Words

__all__ = ["WORDING", "Language", "explain"]

WORDING: Words = {
    rule: words
    for family in (accounts, bridges, content, direct, freshness, hours, networks, venues)
    for rule, words in family.WORDING.items()
}


def explain(reason: Reason, language: Language = "en") -> str:
    """The reason in words."""
    details = dict(reason.details)
    if kinds := details.get("kinds"):
        details["kinds"] = ", ".join(content.KINDS[kind][language] for kind in kinds.split(","))
    return WORDING[reason.rule][language].format(**details)
