"""Urgent notices: what the district must be able to say at any hour.

Only capture, consent and the approval of tools can stop one, and what those are known by: a
registry that is stale can vouch for neither (invariant 6). Everything else that objects is named
in the flag, and the notice is reviewed afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from homeroom.policy.facts import EventFacts
from homeroom.policy.policy import Policy
from homeroom.policy.roles import Role
from homeroom.policy.verdict import Reason

OVERRIDES = frozenset(
    {
        "acknowledgement",
        "archive_behind",
        "attachment_kind",
        "attachment_size",
        "holiday",
        "hours",
        "language",
        "no_files",
        "outside_contact",
        "personal_information",
        "read_only",
        "secrets",
        "slow_mode",
        "supervised_direct",
        "supervised_room",
        "unreadable_file",
    }
)
"""The rules that an urgent notice overrides. A rule that is not named here stops it, a new one
too, until somebody decides."""
RULE = "urgent_notice"


def not_entitled(facts: EventFacts, policy: Policy, now: datetime) -> Reason | None:
    """Refuse the mark of an urgent notice to everybody else, so that it keeps its meaning."""
    if not facts.urgent or honoured(facts):
        return None
    return Reason(rule="urgent_not_entitled", clause="urgent")


def honoured(facts: EventFacts) -> bool:
    """Of a principal in a room of the own school, a teacher's in one of the own class, or the
    office's, which asked the same before it sent it.
    """
    if not facts.urgent or facts.type != "m.room.message" or facts.state:
        return False
    if facts.room.venue in (None, "direct", "system"):
        return False
    sender = facts.sender
    office = Role.SYSTEM in sender.roles and sender.network is None
    return sender.active and (office or sender.teaches or sender.heads)


def override(reasons: Iterable[Reason]) -> tuple[tuple[Reason, ...], Reason]:
    """What still stands against an urgent notice, and the flag that names what does not."""
    given = tuple(reasons)
    overrode = ",".join(sorted({reason.rule for reason in given if reason.rule in OVERRIDES}))
    flag = Reason(rule=RULE, clause="urgent", details={"overrode": overrode})
    return tuple(reason for reason in given if reason.rule not in OVERRIDES), flag
