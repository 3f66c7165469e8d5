"""What the rules see of a room: its people counted, each in the capacity that counts there."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import get_args

from homeroom.policy.capacity import capacity
from homeroom.policy.facts import (
    NAMED_UP_TO,
    Party,
    Presence,
    Registry,
    Room,
    Tie,
    VenueKind,
)
from homeroom.policy.policy import Policy
from homeroom.policy.roles import Role
from homeroom.registry.model import Venue
from homeroom.registry.occupancy import Occupancy
from homeroom.registry.snapshot import Snapshot, party

NOBODY = frozenset[str]()
KINDS = frozenset[str](get_args(VenueKind))
USERS_MAKE = frozenset[str]({"club", "team", "announcement", "staff"})
"""Kinds that a policy may let users make themselves, besides direct rooms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lens:
    """What is needed to see an event as facts: the registry, the server and the hour."""

    snapshot: Snapshot
    registry: Registry
    server_name: str
    system_account: str
    now: datetime
    """Aware."""
    day: date
    """The district's day at `now`."""

    def party(self, user_id: str) -> Party:
        """Who an account is: a person, the system account, a bridge's bot or ghost, or nobody."""
        localpart, _, server = user_id.removeprefix("@").partition(":")
        if server != self.server_name:
            return Party(user_id=user_id, local=False)
        if (person := self.snapshot.person(user_id)) is not None:
            return party(person, user_id)
        if user_id == self.system_account:
            return Party(user_id=user_id, roles=frozenset({Role.SYSTEM}))
        if localpart.startswith("_"):
            return _bridge_party(user_id, localpart, self.snapshot)
        return Party(user_id=user_id)

    def trusts(self, address: str, party: Party) -> bool:
        """Does the district trust this address today, for this party?"""
        return self.snapshot.trusts(address, party.roles, self.day, party.person)


def _bridge_party(user_id: str, localpart: str, snapshot: Snapshot) -> Party:
    """`@_<network>_bot` makes portal rooms; `@_<network>_<alias>` stands for somebody outside."""
    network, _, rest = localpart.removeprefix("_").partition("_")
    if network not in snapshot.states.get("tool", {}) or not rest:
        return Party(user_id=user_id)
    if rest == "bot":
        return Party(user_id=user_id, roles=frozenset({Role.SYSTEM}), network=network)
    return Party(user_id=user_id, roles=frozenset({Role.GHOST}), network=network)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomView:
    """A room as the rules see it, and what it takes to see one more person in it."""

    room: Room
    occupancy: Occupancy
    venue: Venue | None
    teachers: frozenset[str]
    """Who (person ids) teaches the room's class at this hour."""
    supervisors: frozenset[str] | None
    """Who supervises there today; None where no pool is formed: then the role counts."""
    students: frozenset[str]
    """The students (person ids) there or invited, and the one it is about."""
    networks: frozenset[str]
    """The outside networks it is tied to."""

    def party(self, raw: Party, lens: Lens) -> Party:
        """Somebody in the capacity that counts in this room."""
        person, roles = raw.person, raw.roles
        if person is None:
            return raw
        kind, teaches = self.room.venue, person in self.teachers
        children = NOBODY
        if Role.GUARDIAN in roles:
            children = lens.snapshot.children(person, self.students, lens.day)
        every = bool(children) and (kind == "class" or children == self.students)
        counted = capacity(roles, venue=kind, teaches=teaches, own_child=every)
        watches = self._watches(raw) and (counted == roles or Role.GUARDIAN not in counted)
        if not (teaches or watches or children) and counted == roles:
            return raw
        return replace(
            raw, roles=counted, teaches=teaches, supervises=watches, own_children=children
        )

    def _watches(self, raw: Party) -> bool:
        if self.supervisors is None:
            return Role.SUPERVISOR in raw.roles
        return raw.person in self.supervisors

    def with_ties(self, target: Party, lens: Lens) -> Room:
        """The room, its ties to outside networks counted with somebody who is to come in."""
        students, networks = self.students, self.networks
        if target.student and target.person:
            students = students | {target.person}
        if target.network and Role.GHOST in target.roles:
            networks = networks | {target.network}
        if not networks:
            return self.room
        return replace(self.room, ties=_ties(self.venue, networks, students, lens))


def see(room_id: str, occupancy: Occupancy, lens: Lens, *, coming: Party | None = None) -> RoomView:
    """A room with these people in it; `coming` is one more student of a direct room."""
    venue = lens.snapshot.venue(room_id)
    kind = (venue.kind if venue.active else None) if venue else _made_as(occupancy, lens)
    joined = [lens.party(user) for user in _in_order(occupancy.joined)]
    invited = [lens.party(user) for user in _in_order(occupancy.invited)]
    present = [*joined, *invited, *([coming] if coming else [])]
    students = frozenset(p.person for p in present if p.student and p.person)
    about = venue.student if venue else occupancy.about
    students |= {about} if about else NOBODY
    networks = frozenset(p.network for p in present if p.network and Role.GHOST in p.roles)
    if venue is not None and venue.kind == "family":
        networks |= set(venue.networks)
    schools = (venue.org,) if venue and venue.org else _schools(present, students, lens)
    view = RoomView(
        room=Room(venue=kind),
        occupancy=occupancy,
        venue=venue,
        teachers=teachers(venue, lens),
        supervisors=lens.snapshot.supervisors(schools, lens.day),
        students=students,
        networks=networks,
    )
    room = Room(
        venue=kind,
        id=venue.id if venue else None,
        schools=schools,
        joined=Presence.of(*(view.party(p, lens) for p in joined)),
        invited=Presence.of(*(view.party(p, lens) for p in invited)),
        ties=_ties(venue, networks, students, lens),
    )
    return replace(view, room=room)


def _in_order(users: frozenset[str]) -> Collection[str]:
    """The few who are named, always in the same order."""
    return sorted(users) if len(users) <= NAMED_UP_TO else users


def teachers(venue: Venue | None, lens: Lens) -> frozenset[str]:
    """Who (person ids) teaches a venue's class now, substitutes included."""
    if venue is None or venue.class_id is None:
        return NOBODY
    return lens.snapshot.teaches(venue.class_id, lens.now)


def _made_as(occupancy: Occupancy, lens: Lens) -> VenueKind | None:
    """A room that no registry names is a direct room if it was made as one here.

    Other marks count only from the system account and the bridges' bots, while the venue is being
    set up, and from users whom the policy lets make this kind: whoever made the room is the one
    account that can be trusted with it.
    """
    mark, policy = occupancy.mark, lens.snapshot.policy
    if occupancy.maker is None or not isinstance(mark, str) or mark not in KINDS:
        return None
    kind: VenueKind = mark  # type: ignore[assignment]  # one of KINDS
    if kind == "direct":
        return kind
    maker = lens.party(occupancy.maker)
    if Role.SYSTEM in maker.roles:
        return kind
    return kind if kind in USERS_MAKE and _lets_make(policy, kind, maker) else None


def _lets_make(policy: Policy | None, kind: VenueKind, maker: Party) -> bool:
    return policy is not None and policy.venues.of(kind).allows("create", maker)


def _schools(present: Iterable[Party], students: frozenset[str], lens: Lens) -> tuple[str, ...]:
    """Whose pool, hours and calendar count: the students', else everybody's."""
    people = lens.snapshot.states.get("person", {})
    ids = students or {p.person for p in present if p.person}
    return tuple(sorted({org for i in ids if i in people for org in people[i].orgs}))


def _ties(
    venue: Venue | None, networks: frozenset[str], students: frozenset[str], lens: Lens
) -> tuple[Tie, ...]:
    """A room is tied to a network when somebody of it is there, or its venue is about that."""
    return tuple(
        lens.snapshot.tie(network, venue, students, lens.day) for network in sorted(networks)
    )
