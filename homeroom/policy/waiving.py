"""What a reviewer may let pass, and how the verdict honours it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from homeroom.policy.verdict import Reason

WAIVABLE = frozenset(
    {
        "attachment_kind",
        "attachment_size",
        "holiday",
        "hours",
        "language",
        "no_files",
        "personal_information",
        "secrets",
        "unreadable_file",
    }
)
"""Rules about the words and the hour. A new rule is not among them until somebody decides so.

Never consent, approved software, capture, encryption, supervision, accounts or networks: a reviewer
answers for a message, not for what the district has promised to others.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """A reviewer's leave for the very message that is judged."""

    id: str
    rules: frozenset[str]
    expires: datetime


def waive(
    reasons: Sequence[Reason], leave: Leave | None, now: datetime
) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """What still stands against it, and what is let pass: all of it or nothing."""
    if leave is None or now >= leave.expires:
        return tuple(reasons), ()
    allowed = leave.rules & WAIVABLE
    if any(reason.rule not in allowed for reason in reasons):
        return tuple(reasons), ()
    return (), tuple(replace(reason, waived=True) for reason in reasons)
