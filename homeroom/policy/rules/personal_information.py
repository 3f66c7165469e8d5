"""No personal information in a room with students (rule 6)."""

from __future__ import annotations

from datetime import datetime

from homeroom.policy.facts import EventFacts
from homeroom.policy.policy import Policy
from homeroom.policy.scan import Finding, scan
from homeroom.policy.verdict import Reason


def personal_information(facts: EventFacts, policy: Policy, now: datetime) -> Reason | None:
    """Refuse text that holds a kind of information which the policy names. Never quotes it."""
    if not facts.text or facts.told or not _a_student_reads(facts):
        return None
    kinds = sorted(
        {finding.kind for text in facts.text for finding in scan(text) if _counts(finding, policy)}
    )
    if not kinds:
        return None
    details = {"kinds": ",".join(kinds)}
    return Reason(rule="personal_information", clause="content.refuse", details=details)


def _a_student_reads(facts: EventFacts) -> bool:
    """Is a student there, or may one be invited yet, as while a direct room is made?"""
    room = facts.room
    being_made = room.venue == "direct" and room.count <= 1
    return facts.sender.student or room.has_student or being_made


def _counts(finding: Finding, policy: Policy) -> bool:
    allowed = policy.content.allowed_numbers
    return finding.kind in policy.content.refuse and finding.value not in allowed
