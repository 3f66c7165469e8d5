"""From a verdict to what the client gets: a plain text, and the rules by name."""

from __future__ import annotations

from typing import Any

from synapse.api.errors import Codes, SynapseError

from homeroom.policy.verdict import Reason, Refuse
from homeroom.policy.wording import Language, explain

REASONS = "district.homeroom.reasons"
PASSING = frozenset({"designated_venue", "network_in_venue", "registry_stale", "unrecorded"})
"""Refusals that a registry refreshed a moment later may lift: a bridge tries again."""


CONSENT = frozenset({"bridge_consent"})
"""Where nothing but a consent is missing, clients open a page that explains it."""


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
    if portal and rules == CONSENT and not help_:
        page = {"consent_uri": f"{portal}/consent-needed?lang={language}"}
        return SynapseError(403, said, Codes.CONSENT_NOT_GIVEN, more | page)
    return SynapseError(403, said, Codes.FORBIDDEN, more)


def text(verdict: Refuse, language: Language) -> str:
    """All reasons, in the sender's language."""
    return " ".join(dict.fromkeys(explain(reason, language) for reason in verdict.reasons))


def fields(verdict: Refuse, policy_version: str) -> dict[str, Any]:
    """What a client or a bridge can read of the verdict. No personal information."""
    return {
        REASONS: [described(reason, policy_version) for reason in verdict.reasons],
        "retry_after_refresh": all(reason.rule in PASSING for reason in verdict.reasons),
    }


def described(reason: Reason, policy_version: str) -> dict[str, Any]:
    """A reason as JSON, for the client and for the record."""
    return {
        "rule": reason.rule,
        "clause": reason.clause,
        "policy_version": policy_version,
        "details": dict(reason.details),
    }
