"""No encrypted rooms: what cannot be read cannot be kept (rule 3)."""

from __future__ import annotations

from datetime import datetime

from homeroom.policy.facts import EventFacts, RoomFacts
from homeroom.policy.policy import Policy
from homeroom.policy.verdict import Reason

ENCRYPTED = frozenset({"m.room.encryption", "m.room.encrypted"})
REASON = Reason(rule="no_encryption", clause="venues")


def encrypted_event(facts: EventFacts, policy: Policy, now: datetime) -> Reason | None:
    """Refuse to switch encryption on, and to send what is encrypted."""
    return REASON if facts.type in ENCRYPTED else None


def encrypted_room(facts: RoomFacts, policy: Policy, now: datetime) -> Reason | None:
    """Refuse a room that would be encrypted from the start."""
    return REASON if facts.encrypted else None
