"""Substitutes: somebody has a class for dated hours, and counts as its teacher meanwhile."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from homeroom.errors import InputError
from homeroom.policy.roles import STAFF, Role
from homeroom.registry import decisions, own_family, people
from homeroom.registry.model import Person, SchoolClass, Substitution

LONGEST = timedelta(days=366)


def add(
    connection: Connection,
    person: Person,
    school_class: SchoolClass,
    starts: datetime,
    ends: datetime,
    *,
    by: str,
) -> Substitution:
    """Give somebody a class from `starts` until `ends` (aware instants)."""
    if not person.active or STAFF.isdisjoint(person.roles):
        raise InputError(f"substitute: {person.name} is no active member of staff in the roster")
    if not school_class.active:
        raise InputError(f"substitute: the class {school_class.id} is over")
    seats = people.members_of(connection, school_class.id, starts.date())
    pupils = {seat.person for seat in seats if seat.role == "student"}
    if not own_family.members(connection, person).isdisjoint(pupils):
        raise InputError("substitute: nobody has a class with a student of their own family in it")
    if not starts < ends or ends - starts > LONGEST:
        raise InputError("substitute: the hours must end after they start, and within a year")
    made = Substitution(
        id=f"sub-{secrets.token_hex(4)}",
        person=person.id,
        class_id=school_class.id,
        starts=starts,
        ends=ends,
    )
    decisions.record(connection, made, by=by, note="given a class")
    return made


def may_give(connection: Connection, giver: Person, school_class: SchoolClass, day: date) -> bool:
    """May this person give the class away: its teacher of the roster, its principal, an admin?

    A substitute never does: a class would otherwise be kept for ever, or handed on unseen.
    """
    if not giver.active:
        return False
    if Role.ADMIN in giver.roles:
        return True
    if Role.PRINCIPAL in giver.roles and school_class.org in giver.orgs:
        return True
    seats = people.members_of(connection, school_class.id, day)
    return any(seat.person == giver.id and seat.role == "teacher" for seat in seats)


def resume(connection: Connection, substitution_id: str, now: datetime, *, by: str) -> Substitution:
    """Take the end of a substitution back, while its hours are not over."""
    found = decisions.find(connection, Substitution, substitution_id)
    if found is None or found.active or found.ends <= now:
        raise InputError(
            f"substitution {substitution_id}: nothing to take back; give the class anew"
        )
    resumed = replace(found, active=True)
    decisions.record(connection, resumed, by=by, note="given back")
    return resumed


def end(connection: Connection, substitution_id: str, *, by: str) -> Substitution:
    """End a substitution now; it stays in the record."""
    found = decisions.find(connection, Substitution, substitution_id)
    if found is None:
        raise InputError(f"substitution {substitution_id}: unknown; see `homeroom substitute list`")
    ended = replace(found, active=False)
    decisions.record(connection, ended, by=by, note="ended")
    return ended


def in_force(connection: Connection, now: datetime) -> dict[str, frozenset[str]]:
    """Who (person ids) counts as a teacher of which class (its id) at this instant."""
    return by_class(decisions.load(connection, Substitution).values(), now)


def by_class(substitutions: Iterable[Substitution], now: datetime) -> dict[str, frozenset[str]]:
    """As `in_force`, over substitutions already loaded."""
    found: dict[str, frozenset[str]] = {}
    for substitution in substitutions:
        if substitution.in_force(now):
            before = found.get(substitution.class_id, frozenset())
            found[substitution.class_id] = before | {substitution.person}
    return found
