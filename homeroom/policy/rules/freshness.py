"""A registry that is stale, or has no policy, refuses; it never waves through (invariant 6)."""

from __future__ import annotations

from datetime import datetime

from homeroom.policy.facts import AccessFacts, EventFacts, Registry, RoomFacts
from homeroom.policy.policy import Policy
from homeroom.policy.verdict import Reason


def stale_for_event(facts: EventFacts, policy: Policy, now: datetime) -> Reason | None:
    """Leaving goes on, and help is offered; everything else waits for a fresh registry."""
    return None if facts.leaves or facts.told else _stale(facts.registry, policy)


def uncaptured(facts: EventFacts, policy: Policy, now: datetime) -> Reason | None:
    """What would not be kept is not said (invariant 1)."""
    if facts.registry.capture_working:
        return None
    return Reason(rule="unrecorded", clause="archive")


def archive_behind(facts: EventFacts, policy: Policy, now: datetime) -> Reason | None:
    """Where the archiver is far behind, nothing is added; leaving goes on, and is kept."""
    if not facts.registry.archive_behind or facts.leaves or facts.told:
        return None
    return Reason(rule="archive_behind", clause="archive")


def stale_for_room(facts: RoomFacts, policy: Policy, now: datetime) -> Reason | None:
    """No room is made on an old registry."""
    return _stale(facts.registry, policy)


def stale_for_sign_in(facts: AccessFacts, policy: Policy, now: datetime) -> Reason | None:
    """Nobody signs in on an old registry; who is signed in goes on reading."""
    return _stale(facts.registry, policy) if facts.signing_in else None


def _stale(registry: Registry, policy: Policy) -> Reason | None:
    if registry.policy_known and registry.age_seconds <= policy.stale_after_seconds:
        return None
    return Reason(rule="registry_stale", clause="registry")
