"""In which of several roles somebody takes part in a room: a teacher can be a parent, too."""

from __future__ import annotations

from homeroom.policy.facts import VenueKind
from homeroom.policy.roles import STAFF, Role

FAMILIES = frozenset[VenueKind | None]({"family", "direct"})
"""Rooms in which being the student's guardian comes before teaching the student."""


def capacity(
    roles: frozenset[Role], *, venue: VenueKind | None, teaches: bool, own_child: bool
) -> frozenset[Role]:
    """The roles that count in this room.

    `teaches`: a teacher of the room's class, or its substitute now. `own_child`: every student
    whom the room is about, or who is in it, is their own child; in a class, any of them.

    Only staff who are guardians, too, are narrowed, and to staff where nothing speaks for the
    guardian: that is the stricter side. A substitute counts as a teacher, whatever else they are.
    """
    if teaches:
        roles = roles | {Role.TEACHER}
    if Role.GUARDIAN not in roles or roles.isdisjoint(STAFF):
        return roles
    if teaches and not (own_child and venue in FAMILIES):
        return roles - {Role.GUARDIAN}
    if venue == "parent_teacher" or (own_child and (venue == "class" or venue in FAMILIES)):
        return roles - STAFF
    return roles - {Role.GUARDIAN}
