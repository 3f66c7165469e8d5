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
from homeroom.policy.wording.citing import cite
from homeroom.policy.wording.language import LANGUAGES, Language, Words

__all__ = ["FAMILY_OF", "LANGUAGES", "WORDING", "Language", "answer", "explain"]

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


FAMILY_OF: dict[str, str] = {
    rule: family.__name__.rpartition(".")[2] for family in FAMILIES for rule in family.WORDING
}
"""By rule, the family that it belongs to."""
KINDS: Words = {**content.KINDS, **attachments.KINDS}


def explain(reason: Reason, language: Language = "en") -> str:
    """The reason in words."""
    details = dict(reason.details)
    for field in details.keys() & {"kinds", "allowed"}:
        details[field] = ", ".join(KINDS[kind][language] for kind in details[field].split(","))
    if "opens" in details:
        details["opens"] = hours.moment(details["opens"], language)
    return WORDING[reason.rule][language].format(**details)


def answer(reason: Reason, language: Language = "en") -> str:
    """What somebody who is refused is told: why, what to do instead, and by which rule."""
    return f"{explain(reason, language)} {cite(reason, FAMILY_OF[reason.rule], language)}"
