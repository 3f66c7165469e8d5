"""The verdict: facts, policy and now in; Allow, Flag or Refuse out. Nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from homeroom.policy.facts import (
    AccessFacts,
    DoorFacts,
    EventFacts,
    Facts,
    RoomFacts,
)
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
    urgent,
)
from homeroom.policy.verdict import Allow, Flag, Reason, Refuse, Verdict
from homeroom.policy.waiving import waive


def decide(facts: Facts, policy: Policy, now: datetime) -> Verdict:
    """Evaluate every rule; one objection refuses, and all objections and flags are named.

    `now` is an aware instant of the server's clock.
    """
    match facts:
        case EventFacts():
            return _of_event(facts, policy, now)
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


def _of_event(facts: EventFacts, policy: Policy, now: datetime) -> Verdict:
    objections: Iterable[Reason | None] = (rule(facts, policy, now) for rule in EVENT_RULES)
    concerns: Iterable[Reason | None] = (flag(facts, policy, now) for flag in EVENT_FLAGS)
    if urgent.honoured(facts):
        objections, notice = urgent.override(r for r in objections if r is not None)
        concerns = (*concerns, notice)
    standing, waived = waive([r for r in objections if r is not None], facts.leave, now)
    verdict = _verdict(standing, (*concerns, *waived))
    if isinstance(verdict, Refuse) and facts.says:
        bare = _of_event(facts.without_words(), policy, now)
        return replace(verdict, wordless=not isinstance(bare, Refuse))
    return verdict


def _verdict(objections: Iterable[Reason | None], concerns: Iterable[Reason | None]) -> Verdict:
    """Refuse beats Flag beats Allow, and a Refuse keeps every flag (invariant 14)."""
    reasons = tuple(reason for reason in objections if reason is not None)
    flags = tuple(reason for reason in concerns if reason is not None)
    if reasons:
        return Refuse(reasons, flags)
    return Flag(flags) if flags else Allow()
