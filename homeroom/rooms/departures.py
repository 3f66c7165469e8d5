"""Who must leave a room that they are in: barred by a court, bridged or moved out. Pure.

The verdict refuses meanwhile what they say and what would reach them; this ends it.
"""

from __future__ import annotations

from collections.abc import Iterator

from homeroom.policy.facts import Party, Room
from homeroom.policy.roles import Role
from homeroom.registry.family import SHUT_OUT
from homeroom.registry.model import Venue
from homeroom.registry.occupancy import Occupancy
from homeroom.registry.rooms import Lens, bot_use, see


def departures(room_id: str, joined: frozenset[str], lens: Lens) -> frozenset[str]:
    """The accounts, of those joined, that leave this room now."""
    view = see(room_id, Occupancy(joined=joined), lens)
    there = [lens.party(account) for account in sorted(joined)]
    out = set(view.room.barred)
    out |= {p.user_id for p in there if p.tool and not bot_use(p, view.room.schools, lens).fit}
    out |= set(_bridged(there, view.room, lens))
    return frozenset(out)


def accounts_to_look_at(lens: Lens) -> frozenset[str]:
    """Accounts of whom some room may be wrong today: look at the rooms that they are in."""
    barred = {
        account
        for account, orders in lens.snapshot.barred.items()
        if any(o.in_force(lens.day) and SHUT_OUT & set(o.bars) for o in orders)
    }
    bots = {
        f"@{localpart}:{lens.server_name}"
        for tool in lens.snapshot.register.bots
        if not tool.usable(lens.day)
        for localpart in tool.marks.accounts
        if not localpart.endswith("*")
    }
    return frozenset(barred | bots)


def kept_from(account: str, lens: Lens) -> frozenset[str]:
    """The students (person ids) from whom a court keeps an account today."""
    return frozenset(
        order.student
        for order in lens.snapshot.barred.get(account, ())
        if order.in_force(lens.day) and SHUT_OUT & set(order.bars)
    )


def rooms_about(account: str, lens: Lens) -> frozenset[str]:
    """Rooms about or for the students from whom a court keeps an account: no invitation stays."""
    students = kept_from(account, lens)
    return frozenset(
        room_id
        for room_id, venue in lens.snapshot.rooms.items()
        if venue.student in students or students.intersection(venue.people)
    )


def bridged_rooms(lens: Lens) -> Iterator[Venue]:
    """Rooms with students in which somebody outside may be, where the policy lets them."""
    policy = lens.snapshot.policy
    if policy is None or policy.bridges.class_rooms == "refuse":
        return
    for venue in lens.snapshot.rooms.values():
        if venue.active and venue.networks and venue.kind != "family":
            yield venue


def _bridged(there: list[Party], room: Room, lens: Lens) -> Iterator[str]:
    """Out of a room with students goes who is outside or, where allowed, who lacks consent."""
    policy = lens.snapshot.policy
    ghosts = [party for party in there if Role.GHOST in party.roles and party.network]
    students = [party for party in there if party.student and party.person]
    if policy is None or not ghosts or not students:
        return
    if policy.bridges.class_rooms == "refuse":
        yield from (ghost.user_id for ghost in ghosts)
    elif policy.bridges.revocation_in(room) == "move_out":
        networks = {str(ghost.network) for ghost in ghosts}
        for student in students:
            covered = (
                lens.snapshot.covered(str(student.person), network, lens.day)
                for network in networks
            )
            if not all(covered):
                yield student.user_id
