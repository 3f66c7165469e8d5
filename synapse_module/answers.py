"""From a verdict to what the client gets: a plain text, and the rules by name."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from synapse.api.errors import Codes, SynapseError

from homeroom.policy.verdict import Flag, Reason, Refuse
from homeroom.policy.wording import Language, answer
from homeroom.policy.wording.leaving import WITHOUT_WORDS
from homeroom.policy.wording.reviewing import FINE

REASONS = "district.homeroom.reasons"
PASSING = frozenset({"designated_venue", "network_in_venue", "registry_stale", "unrecorded"})
"""Refusals that a registry refreshed a moment later may lift: a bridge tries again."""


PAGES = {"acknowledgement": "/acknowledge", "bridge_consent": "/consent-needed"}
"""Where nothing but this is missing, clients open the page that mends or explains it."""


def error(
    verdict: Refuse, policy_version: str, language: Language, *, help_: str = "", portal: str = ""
) -> SynapseError:
    """A 403 with every reason in words; the extra fields name rule, clause and policy version.

    What is only too long has the specification's own code: a bridge must not try it again.
    `help_` is what is said first where somebody may be in danger. `portal` is where its pages are
    reached: `M_CONSENT_NOT_GIVEN` has Element show a dialog with a link (`consent_uri`). A room
    that is paused answers like any other refusal: the code alone would tell a class why.
    """
    said = "\n".join(filter(None, (help_, text(verdict, language))))
    rules, more = {reason.rule for reason in verdict.reasons}, fields(verdict, policy_version)
    if rules == {"too_long"}:
        return SynapseError(413, said, Codes.TOO_LARGE, more)
    page = PAGES.get(rules.pop()) if len(rules) == 1 else None
    if page is None or not portal or help_:
        return SynapseError(403, said, Codes.FORBIDDEN, more)
    return SynapseError(403, said, Codes.CONSENT_NOT_GIVEN, more | _uri(portal, page, language))


def line(reason: Reason, language: Language, portal: str) -> str:
    """A reason as a notice tells it, with the page for it where there is one."""
    page = PAGES.get(reason.rule) if portal else None
    where = f" {_uri(portal, page, language)['consent_uri']}" if page else ""
    return answer(reason, language) + where


def review(key: str, language: Language, portal: str) -> str:
    """Where a sender says that it was fine; empty where there is no portal."""
    page = f"{portal}/review/{quote(key, safe='')}?lang={language}"
    return FINE[language].format(page=page) if portal else ""


def _uri(portal: str, page: str, language: Language) -> dict[str, str]:
    return {"consent_uri": f"{portal}{page}?lang={language}"}


def text(verdict: Flag | Refuse, language: Language) -> str:
    """All reasons for a refusal, in the sender's language; what is let pass needs no words."""
    if isinstance(verdict, Flag):
        return ""
    said = [answer(reason, language) for reason in verdict.reasons]
    more = [WITHOUT_WORDS[language]] if verdict.wordless else []
    return " ".join(dict.fromkeys([*said, *more]))


def fields(verdict: Refuse, policy_version: str) -> dict[str, Any]:
    """What a client or a bridge can read of the verdict. No personal information."""
    return {
        REASONS: [described(reason, policy_version) for reason in verdict.reasons],
        "retry_after_refresh": all(reason.rule in PASSING for reason in verdict.reasons),
    }


def rules_of(refusal: SynapseError) -> set[str]:
    """The rules that a refusal of ours names; empty for one of Synapse's own."""
    return {str(reason["rule"]) for reason in refusal._additional_fields.get(REASONS, ())}


def described(reason: Reason, policy_version: str) -> dict[str, Any]:
    """A reason as JSON, for the client and for the record."""
    return {
        "rule": reason.rule,
        "clause": reason.clause,
        "policy_version": policy_version,
        "details": dict(reason.details),
        **({"waived": True} if reason.waived else {}),
    }
