"""Who stays out of a room while somebody outside is in it, because their consent is gone. Pure.

The departures task has moved them out (`on_revocation: move_out`); this keeps the rooms task from
bringing them back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from homeroom.policy.facts import Room
from homeroom.policy.roles import Role
from homeroom.registry.model import Person, Tool, Venue
from homeroom.registry.register import stands_outside
from homeroom.rooms.roll import Roll


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """Accounts that are not in a room together with anybody of a bridge."""

    bridge: Tool
    accounts: frozenset[str]

    def met_by(self, account: str) -> bool:
        """Is this one of the accounts outside?"""
        return stands_outside(self.bridge, account.removeprefix("@").partition(":")[0])


def without_consent(
    venue: Venue, roll: Roll, now: datetime, persons: Iterable[str]
) -> Iterable[Apart]:
    """Of these persons (ids) the students without consent, where the policy moves them out."""
    if not venue.networks or venue.kind == "family" or not _moves_out(venue, roll):
        return
    people, day = roll.of(Person), now.date()
    students = [
        person
        for key in sorted(persons)
        if (person := people.get(key)) is not None
        and person.user_id is not None
        and Role.STUDENT in person.roles
    ]
    for network in venue.networks:
        bridge = roll.of(Tool).get(network)
        if bridge is None:
            continue
        out = [s.user_id for s in students if s.user_id and not roll.covered(s.id, bridge, day)]
        if out:
            yield Apart(bridge=bridge, accounts=frozenset(out))


def _moves_out(venue: Venue, roll: Roll) -> bool:
    schools = (venue.org,) if venue.org else ()
    room = Room(venue=venue.kind, id=venue.id, schools=schools)
    bridges = roll.policy.bridges
    return bridges.class_rooms != "refuse" and bridges.revocation_in(room) == "move_out"
