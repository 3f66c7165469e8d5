"""Outside networks: an agreement in force, and consent for every student (rules 1 and 2)."""

from __future__ import annotations

from datetime import datetime

from homeroom.policy.facts import EventFacts, Tie
from homeroom.policy.policy import Policy
from homeroom.policy.roles import Role
from homeroom.policy.rules.restricted import PAUSED
from homeroom.policy.verdict import Reason


def may_not_cross(facts: EventFacts, policy: Policy, now: datetime) -> Reason | None:
    """Invariant 5: nothing crosses without an approved tool and every student's consent."""
    if facts.leaves or _stays_inside(facts):
        return None
    objections = (_objection(facts, policy, tie) for tie in facts.room.ties)
    return next((reason for reason in objections if reason), None)


def _stays_inside(facts: EventFacts) -> bool:
    """The system account, and a bridge bot that sets up its room or tells of a failure.

    Whoever is brought in is judged, even by them: to be invited is to be spoken to. An urgent
    notice is for those outside, too.
    """
    sender = facts.sender
    if facts.target is not None and facts.target.user_id != sender.user_id:
        return False
    if facts.urgent:
        return False
    by_bot = sender.network is not None
    return Role.SYSTEM in sender.roles and (not by_bot or facts.state or facts.notice)


def _objection(facts: EventFacts, policy: Policy, tie: Tie) -> Reason | None:
    details = {"network": tie.network}
    if not tie.usable:
        return Reason(rule="approved_software", clause="bridges", details=details)
    students = facts.room.has_student or bool(facts.target and facts.target.student)
    if not tie.allowed_here or (students and policy.bridges.class_rooms == "refuse"):
        return Reason(rule="network_in_venue", clause="bridges", details=details)
    if not tie.uncovered:
        return None
    if facts.room.venue != "family":
        return PAUSED  # a class does not learn that a family has not consented
    counted = {**details, "students": str(tie.uncovered)}
    return Reason(rule="bridge_consent", clause="bridges", details=counted)
