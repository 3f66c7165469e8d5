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
    ToolUse,
    VenueKind,
)
from homeroom.policy.policy import STRICTEST, Policy
from homeroom.policy.roles import Role
from homeroom.registry.family import SHUT_OUT
from homeroom.registry.model import Venue
from homeroom.registry.occupancy import Occupancy
from homeroom.registry.register import Register, fits, is_bots, stands_outside
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
    """The district's day at `now`: agreements, consents and orders count in its days."""

    @classmethod
    def at(
        cls,
        now: datetime,
        snapshot: Snapshot,
        *,
        registry: Registry,
        server_name: str,
        system_account: str,
    ) -> Lens:
        """The lens of an instant, by the time zone of the policy in force."""
        policy = snapshot.policy or STRICTEST
        return cls(
            snapshot=snapshot,
            registry=registry,
            server_name=server_name,
            system_account=system_account,
            now=now,
            day=policy.hours.day(now),
        )

    def party(self, user_id: str) -> Party:
        """Who an account is: a person, the system account, a bridge's bot or ghost, or nobody."""
        localpart, _, server = user_id.removeprefix("@").partition(":")
        if server != self.server_name:
            return Party(user_id=user_id, local=False)
        if (person := self.snapshot.person(user_id)) is not None:
            return party(person, user_id)
        if user_id == self.system_account:
            return Party(user_id=user_id, roles=frozenset({Role.SYSTEM}))
        return _software_party(user_id, localpart, self.snapshot.register)

    def trusts(self, address: str, party: Party) -> bool:
        """Does the district trust this address today, for this party?"""
        return self.snapshot.trusts(address, party.roles, self.day, party.person)


def _software_party(user_id: str, localpart: str, register: Register) -> Party:
    """Accounts that are no person: only the register says whose they are.

    A bridge's own bot makes portal rooms; its other accounts stand for somebody outside each.
    """
    bridge = register.bridge_of(localpart)
    if bridge is not None:
        if is_bots(bridge, localpart):
            return Party(user_id=user_id, roles=frozenset({Role.SYSTEM}), network=bridge.id)
        outside = stands_outside(bridge, localpart)
        role = frozenset({Role.GHOST}) if outside else frozenset[Role]()
        return Party(user_id=user_id, roles=role, network=bridge.id)
    bot = register.bot_of(localpart)
    if bot is not None:
        return Party(user_id=user_id, roles=frozenset({Role.BOT}), tool=bot.id)
    return Party(user_id=user_id)


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
        heads = Role.PRINCIPAL in counted and self._belongs(person, lens)
        if not (teaches or watches or children or heads) and counted == roles:
            return raw
        return replace(
            raw,
            roles=counted,
            teaches=teaches,
            heads=heads,
            supervises=watches,
            own_children=children,
        )

    def _belongs(self, person: str, lens: Lens) -> bool:
        """Is somebody of the school that the venue belongs to?"""
        known = lens.snapshot.states.get("person", {}).get(person)
        return known is not None and self.venue is not None and self.venue.org in known.orgs

    def _watches(self, raw: Party) -> bool:
        if self.supervisors is None:
            return Role.SUPERVISOR in raw.roles
        return raw.person in self.supervisors

    def with_coming(self, target: Party, lens: Lens) -> Room:
        """The room with somebody who is to come in: its ties, and whom a court keeps from whom."""
        students, networks = self.students, self.networks
        if target.student and target.person:
            students = students | {target.person}
        if target.network and Role.GHOST in target.roles:
            networks = networks | {target.network}
        barred = _barred(self.venue, (*self.occupancy.everybody, target.user_id), students, lens)
        if not networks and barred == self.room.barred:
            return self.room
        ties = _ties(self.venue, networks, students, self.room.schools, lens)
        return replace(self.room, ties=ties, barred=barred)


def see(room_id: str, occupancy: Occupancy, lens: Lens, *, coming: Party | None = None) -> RoomView:
    """A room with these people in it; `coming` is one more student of a direct room."""
    venue = lens.snapshot.venue(room_id)
    opened = venue is not None and venue.open_on(lens.day)
    kind = (venue.kind if opened else None) if venue else _made_as(occupancy, lens)
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
        ties=_ties(venue, networks, students, schools, lens),
        barred=_barred(venue, occupancy.everybody, students, lens),
        uses=tuple(bot_use(p, schools, lens) for p in present if p.tool),
        approved=_approved(venue, schools, lens),
    )
    return replace(view, room=room)


def _in_order(users: frozenset[str]) -> Collection[str]:
    """The few who are named, always in the same order."""
    return sorted(users) if len(users) <= NAMED_UP_TO else users


def bot_use(bot: Party, schools: Collection[str], lens: Lens) -> ToolUse:
    """A bot where these schools are."""
    return ToolUse(kind="bot", fit=fits(lens.snapshot.tool(bot.tool or ""), schools, lens.day))


def _approved(venue: Venue | None, schools: Collection[str], lens: Lens) -> frozenset[str]:
    """The names by which people speak of the tools that are in force and allowed here."""
    return frozenset(
        name.casefold()
        for tool in lens.snapshot.register.tools
        if fits(tool, schools, lens.day)
        and (tool.kind != "bridge" or (venue is not None and tool.id in venue.networks))
        for name in (tool.id, tool.name, *tool.marks.hosts)
    )


def _barred(
    venue: Venue | None, accounts: Collection[str], students: frozenset[str], lens: Lens
) -> frozenset[str]:
    """Of these accounts those that a court keeps from one of these students.

    A family venue that does not say for whom it was made is taken for the barred guardian's.
    """
    against = lens.snapshot.barred
    if not against:
        return NOBODY
    named = frozenset(
        account
        for account in against.keys() & set(accounts)
        if lens.snapshot.shut_out(account, students, lens.day)
    )
    if venue is not None and venue.kind == "family" and venue.guardian is None:
        orders = (order for orders in against.values() for order in orders)
        about = {o.student for o in orders if o.in_force(lens.day) and SHUT_OUT & set(o.bars)}
        if venue.student in about:
            return named | {a for a in accounts if Role.GHOST in lens.party(a).roles}
    return named


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
    venue: Venue | None,
    networks: frozenset[str],
    students: frozenset[str],
    schools: Collection[str],
    lens: Lens,
) -> tuple[Tie, ...]:
    """A room is tied to a network when somebody of it is there, or its venue is about that."""
    return tuple(
        lens.snapshot.tie(network, venue, students, schools, lens.day)
        for network in sorted(networks)
    )
