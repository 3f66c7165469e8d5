"""Supervision pools: who watches over one-to-one talk in a school, with deputies for a while."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from homeroom.errors import InputError
from homeroom.policy.roles import STAFF
from homeroom.registry import decisions
from homeroom.registry.model import Org, Person, PoolMember, SupervisionPool

FEWEST = 2


def form(
    connection: Connection, org: str, members: Collection[Person], *, by: str
) -> SupervisionPool:
    """Set the lasting members of a school's pool, two at least; deputies stay."""
    if len({person.id for person in members}) < FEWEST:
        raise InputError(
            f"supervision: a pool needs {FEWEST} people at least, so that one who is sick "
            "stops nothing; name one more"
        )
    for person in members:
        _fit(person)
    school = decisions.find(connection, Org, org)
    if school is None or not school.active:
        raise InputError(f"supervision: {org} is no school of the roster")
    before = decisions.find(connection, SupervisionPool, org)
    deputies = tuple(m for m in before.members if m.deputy) if before else ()
    lasting = tuple(PoolMember(person=p.id) for p in members)
    return _record(connection, SupervisionPool(org=org, members=lasting + deputies), by, "formed")


def deputise(
    connection: Connection, org: str, person: Person, starts: date, ends: date, *, by: str
) -> SupervisionPool:
    """Have somebody stand in from one day to another, both included."""
    _fit(person)
    if ends < starts:
        raise InputError("supervision: the deputy's time ends before it starts; check both dates")
    pool = get(connection, org)
    member = PoolMember(person=person.id, deputy=True, starts=starts, ends=ends)
    return _record(connection, replace(pool, members=(*pool.members, member)), by, "deputy")


def relieve(
    connection: Connection, org: str, person: str, starts: date | None, *, by: str
) -> SupervisionPool:
    """Take one out of a pool: a deputy (person id) by the first day, a lasting member by None.

    `InputError` where nobody is so, or too few lasting members would be left.
    """
    pool = get(connection, org)
    left = tuple(m for m in pool.members if (m.person, m.starts) != (person, starts))
    if len(left) == len(pool.members):
        raise InputError(f"supervision: the pool of {org} was changed meanwhile; look at it again")
    if len({m.person for m in left if not m.deputy}) < FEWEST:
        raise InputError(f"supervision: {FEWEST} lasting members at least; add another one first")
    return _record(connection, replace(pool, members=left), by, "relieved")


def fits(person: Person) -> bool:
    """An active member of staff with an account?"""
    return person.active and not STAFF.isdisjoint(person.roles) and person.user_id is not None


def get(connection: Connection, org: str) -> SupervisionPool:
    """A school's pool; `InputError` where it has none."""
    pool = decisions.find(connection, SupervisionPool, org)
    if pool is None:
        raise InputError(f"supervision: {org} has no pool; form one with two people at least")
    return pool


def on(
    pools: Mapping[str, SupervisionPool], orgs: Collection[str], day: date
) -> frozenset[str] | None:
    """Who (person ids) supervises in these schools on this day; None where none has a pool."""
    found = [pools[org] for org in orgs if org in pools]
    return frozenset().union(*(pool.on(day) for pool in found)) if found else None


def _fit(person: Person) -> None:
    if not fits(person):
        raise InputError(f"supervision: {person.name} is no active member of staff with an account")


def _record(connection: Connection, pool: SupervisionPool, by: str, note: str) -> SupervisionPool:
    decisions.record(connection, pool, by=by, note=note)
    return pool
