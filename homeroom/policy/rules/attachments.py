"""Attachments by kind, size and content (rule 6); a file is judged by its bytes, not its name."""

from __future__ import annotations

from datetime import datetime

from homeroom.policy.facts import Attachment, EventFacts
from homeroom.policy.policy import Policy
from homeroom.policy.verdict import Reason

MEGABYTE = 1024 * 1024


def not_uploaded(facts: EventFacts, policy: Policy, now: datetime) -> Reason | None:
    """Refuse a file that is not here, whole, yet: what comes later nobody would have judged."""
    if facts.leaves or all(attached.here for attached in facts.attachments):
        return None
    return Reason(rule="incomplete_media", clause="attachments")


def unwanted(facts: EventFacts, policy: Policy, now: datetime) -> Reason | None:
    """Refuse kinds and sizes that the policy does not allow where students are."""
    if not _students_see(facts):
        return None
    objections = (_objection(attached, policy) for attached in facts.attachments)
    return next((reason for reason in objections if reason), None)


def unread(facts: EventFacts, policy: Policy, now: datetime) -> Reason | None:
    """Refuse a document whose words could not all be read."""
    if policy.attachments.unreadable != "refuse":
        return None
    return _unread(facts)


def unread_flag(facts: EventFacts, policy: Policy, now: datetime) -> Reason | None:
    """As `unread`, where the policy lets it pass and wants somebody to look."""
    if policy.attachments.unreadable != "flag":
        return None
    return _unread(facts)


def _unread(facts: EventFacts) -> Reason | None:
    if not _students_see(facts) or all(a.read for a in facts.attachments if a.here):
        return None
    return Reason(rule="unreadable_file", clause="attachments.unreadable")


def _objection(attached: Attachment, policy: Policy) -> Reason | None:
    rules = policy.attachments
    if attached.here and attached.kind not in rules.allow:
        return Reason(
            rule="attachment_kind",
            clause="attachments.allow",
            details={"kinds": attached.kind, "allowed": ",".join(sorted(rules.allow))},
        )
    if attached.bytes > rules.most_bytes:
        most = {"megabytes": str(rules.most_bytes // MEGABYTE)}
        return Reason(rule="attachment_size", clause="attachments.megabytes", details=most)
    return None


def _students_see(facts: EventFacts) -> bool:
    return not facts.leaves and (facts.sender.student or facts.room.has_student)
