"""What a refusal says, in words that a child understands: why, and what to do instead.

One file a family of rules. Never quotes the message. `{…}` is filled from the reason's details.
"""

from __future__ import annotations

from homeroom.policy.verdict import Reason
from homeroom.policy.wording import (
    accounts,
    attachments,
    bridges,
    content,
    danger,
    direct,
    freshness,
    hours,
    networks,
    restricted,
    software,
    venues,
)
from homeroom.policy.wording.language import LANGUAGES, Language, Words

__all__ = ["LANGUAGES", "WORDING", "Language", "explain"]

FAMILIES = (
    accounts,
    attachments,
    bridges,
    content,
    danger,
    direct,
    freshness,
    hours,
    networks,
    restricted,
    software,
    venues,
)
WORDING: Words = {rule: words for family in FAMILIES for rule, words in family.WORDING.items()}


KINDS: Words = {**content.KINDS, **attachments.KINDS}


def explain(reason: Reason, language: Language = "en") -> str:
    """The reason in words."""
    details = dict(reason.details)
    for field in details.keys() & {"kinds", "allowed"}:
        details[field] = ", ".join(KINDS[kind][language] for kind in details[field].split(","))
    if "opens" in details:
        details["opens"] = hours.moment(details["opens"], language)
    return WORDING[reason.rule][language].format(**details)
