"""Designated venues only (rule 6)."""

from __future__ import annotations

from datetime import datetime

from homeroom.policy.acts import Act
from homeroom.policy.facts import DoorFacts, EventFacts, RoomFacts, VenueKind
from homeroom.policy.policy import Policy
from homeroom.policy.roles import Role
from homeroom.policy.verdict import Reason

MAKERS = frozenset({Role.SYSTEM})
"""Who makes designated venues: the system account, and the bridges' bots."""

READ_ONLY = frozenset({"space", "system"})
"""Venues in which only the district's own accounts write."""
DENIED: dict[Act, str] = {
    "invite": "who_invites",
    "post": "read_only",
    "upload": "no_files",
    "react": "no_reactions",
    "edit": "no_edits",
    "redact": "no_deletions",
    "settings": "room_settings",
}
"""What a venue may deny, and the rule that says so."""

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
    if facts.room.venue not in READ_ONLY or facts.moves:
        return None
    return None if facts.sender.roles & MAKERS else Reason(rule="read_only", clause="venues")


def rights(facts: EventFacts, policy: Policy, now: datetime) -> Reason | None:
    """Refuse what the policy does not let this person do in this kind of venue."""
    kind = facts.room.venue
    if kind is None or kind in READ_ONLY:
        return None
    rules = policy.venues.of(kind)
    for act in facts.does:
        if act != "join" and not rules.allows(act, facts.sender):
            return Reason(rule=DENIED[act], clause=f"venues.{kind}.{act}")
    return None


def members(facts: EventFacts, policy: Policy, now: datetime) -> Reason | None:
    """Refuse to bring in, or let in, whom the policy does not want in this kind of venue."""
    kind, target = facts.room.venue, facts.target
    if kind is None or target is None or facts.leaves or not target.known:
        return None
    if kind == "class" and Role.GHOST in target.roles:
        # Whether outside networks come into rooms with students has a clause of its own.
        bridged = policy.bridges.class_rooms == "allow"
        return None if bridged else Reason(rule="venue_members", clause="bridges.class_rooms")
    if policy.venues.of(kind).allows("join", target):
        return None
    return Reason(rule="venue_members", clause=f"venues.{kind}.join")


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
    if facts.open:
        return None
    return Reason(rule="side_door", clause="venues")


def undesignated_room(facts: RoomFacts, policy: Policy, now: datetime) -> Reason | None:
    """Rooms are made by the district, and by whom the policy lets make this kind; not more."""
    if facts.creator.roles & MAKERS:
        return None
    if not facts.claims_venue and _may_make(facts, policy):
        return None
    return Reason(rule="designated_venue", clause="venues")


def _may_make(facts: RoomFacts, policy: Policy) -> bool:
    kind: VenueKind | None = "direct" if facts.direct and facts.invited else None
    kind = kind if facts.wants is None else facts.wants
    return kind is not None and policy.venues.of(kind).allows("create", facts.creator)
