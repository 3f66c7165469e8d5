"""The room that a venue shall have now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from homeroom.registry.model import Org, Venue, VenueKind
from homeroom.rooms.apart import Apart
from homeroom.rooms.members import (
    BY_INVITATION,
    CONTRIBUTORS,
    Capacity,
    Contributor,
    apart,
    shut_out,
    wanted_members,
)
from homeroom.rooms.roll import Roll

IN_SPACES = frozenset[VenueKind]({"class", "staff", "announcement"})
"""Kinds of venue that are shown in their school's space."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedRoom:
    """What a venue's room shall be. Two that are equal need nothing done."""

    venue: str
    kind: VenueKind
    room_id: str | None
    name: str
    topic: str
    open: bool
    """False for a venue that is closed: then its room takes no event but leave."""
    members: Mapping[str, Capacity] | None
    """By account; None where people come and go by invitation, or the room is closed."""
    invites: bool = False
    """Others than the members come by invitation, and stay."""
    shut_out: frozenset[str]
    """Accounts that may not stay, whoever invited them."""
    apart: tuple[Apart, ...] = ()
    """Members that stay out while somebody outside is there."""
    parents: tuple[str, ...] = ()
    """The spaces (room ids) that it is shown in."""
    children: tuple[str, ...] = ()
    """The rooms (room ids) that it shows, if it is a space."""


def wanted_rooms(
    roll: Roll, now: datetime, contributors: Iterable[Contributor] = CONTRIBUTORS
) -> dict[str, WantedRoom]:
    """All rooms that the registry asks for, by venue; `now` is in the district's zone."""
    contributors = tuple(contributors)
    venues = roll.of(Venue).values()
    spaces = {venue.org: venue for venue in venues if venue.kind == "space" and venue.active}
    shown = {venue.id: _space_of(venue, spaces, roll) for venue in venues if venue.active}
    children: dict[str, list[str]] = {}
    for venue in venues:
        space = shown.get(venue.id)
        if space is not None and venue.room_id is not None:
            children.setdefault(space.id, []).append(venue.room_id)
    return {
        venue.id: _wanted(
            venue, roll, now, contributors, shown.get(venue.id), children.get(venue.id, [])
        )
        for venue in venues
    }


def _wanted(
    venue: Venue,
    roll: Roll,
    now: datetime,
    contributors: tuple[Contributor, ...],
    space: Venue | None,
    children: list[str],
) -> WantedRoom:
    org = roll.of(Org).get(venue.org or "")
    opened = venue.open_on(now.date())
    members = wanted_members(venue, roll, now, contributors) if opened else None
    return WantedRoom(
        venue=venue.id,
        kind=venue.kind,
        room_id=venue.room_id,
        name=venue.name,
        topic=org.name if org is not None and venue.kind != "space" else "",
        open=opened,
        members=members,
        invites=venue.kind in BY_INVITATION,
        shut_out=shut_out(venue, roll, now, contributors),
        apart=apart(venue, roll, now, members or (), contributors),
        parents=(space.room_id,) if space is not None and space.room_id is not None else (),
        children=tuple(sorted(children)) if opened else (),
    )


def _space_of(venue: Venue, spaces: Mapping[str | None, Venue], roll: Roll) -> Venue | None:
    """A room is shown in its school's space, and a school's space in the district's."""
    if venue.kind in IN_SPACES:
        return spaces.get(venue.org)
    if venue.kind != "space":
        return None
    orgs = roll.of(Org)
    own = orgs.get(venue.org or "")
    if own is None or own.kind == "district":
        return None
    districts = (org.id for org in orgs.values() if org.kind == "district" and org.active)
    return next((spaces[org] for org in sorted(districts) if org in spaces), None)
