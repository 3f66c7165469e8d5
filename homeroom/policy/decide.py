"""The verdict: facts, policy and now in; Allow, Flag or Refuse out. Nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from homeroom.policy.facts import AccessFacts, EventFacts, Facts, RoomFacts
from homeroom.policy.policy import Policy
from homeroom.policy.rules import ACCESS_RULES, EVENT_RULES, ROOM_RULES
from homeroom.policy.verdict import Allow, Reason, Refuse, Verdict


def decide(facts: Facts, policy: Policy, now: datetime) -> Verdict:
    """Evaluate every rule; one objection refuses, and all objections are named.

    `now` is an aware instant of the server's clock.
    """
    return _verdict(_objections(facts, policy, now))


def _objections(facts: Facts, policy: Policy, now: datetime) -> list[Reason | None]:
    match facts:
        case EventFacts():
            return [rule(facts, policy, now) for rule in EVENT_RULES]
        case RoomFacts():
            return [rule(facts, policy, now) for rule in ROOM_RULES]
        case AccessFacts():
            return [rule(facts, policy, now) for rule in ACCESS_RULES]


def _verdict(objections: Iterable[Reason | None]) -> Verdict:
    reasons = tuple(reason for reason in objections if reason is not None)
    return Refuse(reasons) if reasons else Allow()
