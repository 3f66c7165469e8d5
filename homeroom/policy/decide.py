"""The verdict: facts, policy and now in; Allow, Flag or Refuse out. Nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from homeroom.policy.facts import AccessFacts, DoorFacts, EventFacts, Facts, RoomFacts
from homeroom.policy.policy import Policy
from homeroom.policy.rules import (
    ACCESS_FLAGS,
    ACCESS_RULES,
    DOOR_FLAGS,
    DOOR_RULES,
    EVENT_FLAGS,
    EVENT_RULES,
    ROOM_FLAGS,
    ROOM_RULES,
)
from homeroom.policy.verdict import Allow, Flag, Reason, Refuse, Verdict


def decide(facts: Facts, policy: Policy, now: datetime) -> Verdict:
    """Evaluate every rule; one objection refuses, and all objections and flags are named.

    `now` is an aware instant of the server's clock.
    """
    match facts:
        case EventFacts():
            return _verdict(
                (rule(facts, policy, now) for rule in EVENT_RULES),
                (flag(facts, policy, now) for flag in EVENT_FLAGS),
            )
        case RoomFacts():
            return _verdict(
                (rule(facts, policy, now) for rule in ROOM_RULES),
                (flag(facts, policy, now) for flag in ROOM_FLAGS),
            )
        case AccessFacts():
            return _verdict(
                (rule(facts, policy, now) for rule in ACCESS_RULES),
                (flag(facts, policy, now) for flag in ACCESS_FLAGS),
            )
        case DoorFacts():
            return _verdict(
                (rule(facts, policy, now) for rule in DOOR_RULES),
                (flag(facts, policy, now) for flag in DOOR_FLAGS),
            )


def _verdict(objections: Iterable[Reason | None], concerns: Iterable[Reason | None]) -> Verdict:
    """Refuse beats Flag beats Allow, and a Refuse keeps every flag (invariant 14)."""
    reasons = tuple(reason for reason in objections if reason is not None)
    flags = tuple(reason for reason in concerns if reason is not None)
    if reasons:
        return Refuse(reasons, flags)
    return Flag(flags) if flags else Allow()
