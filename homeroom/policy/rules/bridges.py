"""Outside networks: an agreement in force, and consent for every student (rules 1 and 2)."""

from __future__ import annotations

from datetime import datetime

from homeroom.policy.facts import EventFacts, Tie
from homeroom.policy.policy import Policy
from homeroom.policy.roles import Role
from homeroom.policy.verdict import Reason


def may_not_cross(facts: EventFacts, policy: Policy, now: datetime) -> Reason | None:
    """Invariant 5: nothing crosses without an approved tool and every student's consent."""
    if facts.leaves or _stays_inside(facts):
        return None
    objections = (_objection(tie) for tie in facts.room.ties)
    return next((reason for reason in objections if reason), None)


def _stays_inside(facts: EventFacts) -> bool:
    """The system account, and a bridge bot that sets up its room or tells of a failure."""
    sender = facts.sender
    by_bot = sender.network is not None
    return Role.SYSTEM in sender.roles and (not by_bot or facts.state or facts.notice)


def _objection(tie: Tie) -> Reason | None:
    details = {"network": tie.network}
    if not tie.usable:
        return Reason(rule="approved_software", clause="bridges", details=details)
    if not tie.allowed_here:
        return Reason(rule="network_in_venue", clause="bridges", details=details)
    if tie.uncovered:
        counted = {**details, "students": str(tie.uncovered)}
        return Reason(rule="bridge_consent", clause="bridges", details=counted)
    return None
