"""Danger to life comes first (invariant 14): words of self-harm, abuse or violence.

They never refuse. An adult on call sees them whatever else the verdict is, and the sender gets
help numbers; so the clause is the one that lists those.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from homeroom.policy.facts import DoorFacts, EventFacts, Party, RoomFacts
from homeroom.policy.policy import Policy
from homeroom.policy.roles import Role
from homeroom.policy.verdict import Reason

DANGERS = ("self_harm", "abuse", "violence")
"""Kinds of findings; each has a flag `danger_KIND`."""
UNREAD = Reason(rule="danger_unread", clause="danger", danger=True)
"""The words could not be read, so nobody can say that they are harmless."""

Said = EventFacts | RoomFacts | DoorFacts
Flagging = Callable[[Said, Policy, datetime], Reason | None]


def flags(kinds: Collection[str]) -> tuple[Reason, ...]:
    """The flags for the kinds of findings in a text."""
    return tuple(_flag(kind) for kind in DANGERS if kind in kinds)


def _flag(kind: str) -> Reason:
    return Reason(rule=f"danger_{kind}", clause="danger", danger=True)


def _raises(kind: str) -> Flagging:
    def raised(facts: Said, policy: Policy, now: datetime) -> Reason | None:
        if Role.SYSTEM in _sender(facts).roles:  # it speaks of danger where it offers help
            return None
        return _flag(kind) if any(found.kind == kind for found in facts.findings) else None

    return raised


def _sender(facts: Said) -> Party:
    match facts:
        case EventFacts():
            return facts.sender
        case RoomFacts():
            return facts.creator
        case DoorFacts():
            return facts.party


RULES: tuple[Flagging, ...] = tuple(map(_raises, DANGERS))
