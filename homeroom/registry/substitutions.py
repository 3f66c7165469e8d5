"""Substitutes: somebody has a class for dated hours, and counts as its teacher meanwhile."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from homeroom.errors import InputError
from homeroom.policy.roles import STAFF
from homeroom.registry import decisions
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
    if not starts < ends <= starts + LONGEST:
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
