"""Designated venues only (rule 6)."""

from __future__ import annotations

from datetime import datetime

from homeroom.policy.facts import DoorFacts, EventFacts, RoomFacts
from homeroom.policy.policy import Policy
from homeroom.policy.roles import Role
from homeroom.policy.verdict import Reason

MAKERS = frozenset({Role.SYSTEM})
"""Who makes designated venues: the system account, and the bridges' bots."""

READ_ONLY = frozenset({"space", "system"})
"""Venues in which only the district's own accounts write."""

INVITATION_ONLY = Reason(rule="invitation_only", clause="venues")


def outside_venue(facts: EventFacts, policy: Policy, now: datetime) -> Reason | None:
    """Refuse everything but leaving in a room that the district did not designate, or closed."""
    if facts.room.venue is not None or facts.leaves or _closes(facts):
        return None
    return Reason(rule="designated_venue", clause="venues")


def _closes(facts: EventFacts) -> bool:
    """The system account's settings: clients then show the room as closed. It brings nobody in."""
    own = Role.SYSTEM in facts.sender.roles and facts.sender.network is None
    return own and facts.state and facts.membership is None


def read_only(facts: EventFacts, policy: Policy, now: datetime) -> Reason | None:
    """In a space or a system venue only the system account writes; others come and go."""
    if facts.room.venue not in READ_ONLY or facts.type == "m.room.member":
        return None
    return None if facts.sender.roles & MAKERS else Reason(rule="read_only", clause="venues")


def room_upgrade(facts: EventFacts, policy: Policy, now: datetime) -> Reason | None:
    """A room is upgraded by the district: otherwise its venue would be left behind."""
    if not facts.upgrade or facts.sender.roles & MAKERS:
        return None
    return Reason(rule="room_upgrade", clause="venues")


def opened(facts: EventFacts, policy: Policy, now: datetime) -> Reason | None:
    """Who takes part is known: nobody comes in, or reads, without an invitation."""
    return INVITATION_ONLY if facts.opens else None


def opened_room(facts: RoomFacts, policy: Policy, now: datetime) -> Reason | None:
    """No public rooms."""
    return INVITATION_ONLY if facts.opens else None


def side_door(facts: DoorFacts, policy: Policy, now: datetime) -> Reason | None:
    """What is said is said in rooms, where it is judged and kept; other ways are closed."""
    return Reason(rule="side_door", clause="venues")


def undesignated_room(facts: RoomFacts, policy: Policy, now: datetime) -> Reason | None:
    """Rooms are made by the district; users make direct rooms, and nothing that claims more."""
    if facts.creator.roles & MAKERS:
        return None
    if facts.direct and facts.invited and not facts.claims_venue:
        return None
    return Reason(rule="designated_venue", clause="venues")
