"""Who belongs into the room of a venue now: a table of contributors, and removers win.

A new reason to be in a room, or to be kept out of one, is one function and one line here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from homeroom.policy.roles import STAFF, Role
from homeroom.registry.family import SHUT_OUT
from homeroom.registry.model import (
    Authority,
    Consent,
    CourtOrder,
    Enrollment,
    Guardianship,
    Org,
    Person,
    PolicyVersion,
    SchoolClass,
    Substitution,
    Tool,
    Venue,
    VenueKind,
)
from homeroom.registry.substitutions import by_class
from homeroom.rooms.apart import Apart, without_consent
from homeroom.rooms.roll import Roll

Capacity = Literal["member", "moderator"]
BY_INVITATION = frozenset[VenueKind]({"club", "team", "parent_teacher"})
"""Kinds into which people are invited, besides those whom the registry names."""

Belonging = tuple[str, Capacity]
"""A person id, and what the person is in the room; of two capacities the higher counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contributor:
    """Something of the registry that brings people into rooms, or keeps them out.

    `now` is aware and in the district's zone. `adds` answers None for a venue that it says
    nothing about: where nobody says anything, people come and go by invitation.
    """

    name: str
    kinds: tuple[type[Any], ...]
    """The states that it reads."""
    adds: Callable[[Venue, Roll, datetime], Iterable[Belonging] | None] | None = None
    removes: Callable[[Venue, Roll, datetime], Iterable[str]] | None = None
    """Person ids."""
    parts: Callable[[Venue, Roll, datetime, Iterable[str]], Iterable[Apart]] | None = None
    """Of those who belong there (person ids), who is not there together with somebody outside."""


def seats(venue: Venue, roll: Roll, now: datetime) -> Iterable[Belonging] | None:
    """Whoever the roster has in the class today; its teachers moderate."""
    if venue.kind != "class" or venue.class_id is None:
        return None
    return [
        (seat.person, "moderator" if seat.role == "teacher" else "member")
        for seat in roll.seats.get(venue.class_id, ())
        if seat.in_force(now.date())
    ]


def substitutes(venue: Venue, roll: Roll, now: datetime) -> Iterable[Belonging] | None:
    """Whoever stands in for a teacher of the class at this hour moderates, and leaves after it."""
    if venue.kind != "class" or venue.class_id is None:
        return None
    found = by_class(roll.of(Substitution).values(), now)
    return [(person, "moderator") for person in sorted(found.get(venue.class_id, ()))]


def staff(venue: Venue, roll: Roll, now: datetime) -> Iterable[Belonging] | None:
    """A staff room has the staff of its school, and the district's own; principals moderate."""
    if venue.kind != "staff" or venue.org is None:
        return None
    districts = {org.id for org in roll.of(Org).values() if org.kind == "district"}
    return [
        (person.id, "moderator" if Role.PRINCIPAL in person.roles else "member")
        for org in sorted({venue.org, *districts})
        for person in roll.with_accounts.get(org, ())
        if STAFF & set(person.roles)
    ]


def school(venue: Venue, roll: Roll, now: datetime) -> Iterable[Belonging] | None:
    """A school's space and its announcements are for everybody there, the district's for staff."""
    if venue.kind not in ("space", "announcement") or venue.org is None:
        return None
    org = roll.of(Org).get(venue.org)
    if org is None or org.kind == "school":
        return [_announces(person) for person in roll.with_accounts.get(venue.org, ())]
    everybody = {p.id: p for people in roll.with_accounts.values() for p in people}
    return [_announces(person) for person in everybody.values() if STAFF & set(person.roles)]


def _announces(person: Person) -> Belonging:
    return person.id, "moderator" if STAFF & set(person.roles) else "member"


def named(venue: Venue, roll: Roll, now: datetime) -> Iterable[Belonging] | None:
    """Whom a club's, team's or parent-teacher venue names; its owner moderates."""
    if venue.kind not in BY_INVITATION or venue.owner is None:
        return None
    return [(venue.owner, "moderator"), *((person, "member") for person in venue.people)]


def barred(venue: Venue, roll: Roll, now: datetime) -> Iterable[str]:
    """Whom a court keeps from a student who belongs here; their invitations go, too."""
    orders = [
        order
        for order in roll.of(CourtOrder).values()
        if order.in_force(now.date()) and SHUT_OUT & set(order.bars)
    ]
    students = {order.student for order in orders}
    about = _belonging(venue, roll, now, students) if orders else frozenset()
    return [order.guardian for order in orders if order.student in about]


def _belonging(venue: Venue, roll: Roll, now: datetime, students: set[str]) -> frozenset[str]:
    """Of these students those whom the registry has in a venue, or whom it is about."""
    if venue.kind == "class" and venue.class_id is not None:
        seats = roll.seats.get(venue.class_id, ())
        here = {s.person for s in seats if s.role == "student" and s.in_force(now.date())}
    elif venue.kind in ("space", "announcement") and venue.org is not None:
        people = roll.of(Person)
        here = {key for key in students if key in people and venue.org in people[key].orgs}
    else:
        here = {key for key in (venue.student, venue.owner, *venue.people) if key}
    return frozenset(students & here)


CONTRIBUTORS: tuple[Contributor, ...] = (
    Contributor(name="enrollments", kinds=(Enrollment,), adds=seats),
    Contributor(name="substitutions", kinds=(Substitution,), adds=substitutes),
    Contributor(name="staff", kinds=(Org,), adds=staff),
    Contributor(name="schools", kinds=(Org,), adds=school),
    Contributor(name="named", kinds=(Venue,), adds=named),
    Contributor(name="court orders", kinds=(CourtOrder,), removes=barred),
    Contributor(
        name="consents",
        kinds=(PolicyVersion, Tool, Consent, Guardianship, Authority, CourtOrder),
        parts=without_consent,
    ),
)

KINDS: tuple[type[Any], ...] = tuple(
    dict.fromkeys(
        [Person, SchoolClass, Venue, *(kind for each in CONTRIBUTORS for kind in each.kinds)]
    )
)
"""All that a roll must keep."""


def wanted_members(
    venue: Venue,
    roll: Roll,
    now: datetime,
    contributors: Iterable[Contributor] = CONTRIBUTORS,
) -> Mapping[str, Capacity] | None:
    """The accounts that belong into a venue's room; None where that is not ours to say."""
    found: dict[str, Capacity] = {}
    governed = False
    for contributor in contributors:
        added = contributor.adds(venue, roll, now) if contributor.adds else None
        governed = governed or added is not None
        for person, capacity in added or ():
            if found.get(person) != "moderator":
                found[person] = capacity
    if not governed:
        return None
    removed = _removed(venue, roll, now, contributors)
    accounts = _accounts(roll, found.keys() - removed)
    return {account: found[person] for person, account in accounts}


def shut_out(
    venue: Venue,
    roll: Roll,
    now: datetime,
    contributors: Iterable[Contributor] = CONTRIBUTORS,
) -> frozenset[str]:
    """The accounts that may not be in a venue's room, whoever invited them."""
    removed = _removed(venue, roll, now, contributors)
    return frozenset(account for _, account in _accounts(roll, removed))


def apart(
    venue: Venue,
    roll: Roll,
    now: datetime,
    members: Iterable[str],
    contributors: Iterable[Contributor] = CONTRIBUTORS,
) -> tuple[Apart, ...]:
    """Who of a venue's members (accounts) stays out while somebody outside is there."""
    asked = [contributor.parts for contributor in contributors if contributor.parts]
    if not (asked and venue.networks):
        return ()
    wanted = frozenset(members)
    persons = [person.id for person in roll.of(Person).values() if person.user_id in wanted]
    return tuple(found for parts in asked for found in parts(venue, roll, now, persons))


def _removed(
    venue: Venue, roll: Roll, now: datetime, contributors: Iterable[Contributor]
) -> set[str]:
    return {
        person
        for contributor in contributors
        if contributor.removes
        for person in contributor.removes(venue, roll, now)
    }


def _accounts(roll: Roll, persons: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Person and account of those who are on the roster and have one."""
    people = roll.of(Person)
    for key in sorted(persons):
        person = people.get(key)
        if person is not None and person.active and person.user_id is not None:
            yield key, person.user_id
