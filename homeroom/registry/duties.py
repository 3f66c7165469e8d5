"""Changes a chain of adults on call: who is put on it, taken off, or told earlier."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from homeroom.errors import InputError
from homeroom.policy.roles import Role
from homeroom.registry.decisions import find, load, lock
from homeroom.registry.model import Duty, OnCall, Org, Person
from homeroom.registry.on_call import set_chain


def may_edit(person: Person, org: str) -> bool:
    """The administrator edits every chain, a principal that of the own school."""
    if Role.ADMIN in person.roles:
        return True
    return Role.PRINCIPAL in person.roles and org in person.orgs


def chain_of(connection: Connection, org: str) -> OnCall:
    """The chain of a school or of the district; `InputError` where there is no such place."""
    if find(connection, Org, org) is None:
        known = ", ".join(sorted(load(connection, Org)))
        raise InputError(f"on call: {org} is no school or district of the roster; use {known}")
    return find(connection, OnCall, org) or OnCall(org=org)


def put_on(connection: Connection, org: str, duty: Duty, *, by: str) -> OnCall:
    """Put an adult at the end of a chain."""
    lock(connection)
    before = chain_of(connection, org)
    made = replace(before, duties=(*before.duties, duty))
    return set_chain(connection, made, by=by, note="put on call")


def take_off(connection: Connection, org: str, place: int, person: str, *, by: str) -> OnCall:
    """Take one turn out of a chain: the one at `place` (0 is the first), which is `person`'s."""
    before = _as_it_was(connection, org, place, person)
    left = (*before.duties[:place], *before.duties[place + 1 :])
    return set_chain(connection, replace(before, duties=left), by=by, note="taken off call")


def sooner(connection: Connection, org: str, place: int, person: str, *, by: str) -> OnCall:
    """Have somebody told one place earlier; who is first stays first."""
    before = _as_it_was(connection, org, place, person)
    turns = list(before.duties)
    turns.insert(max(place - 1, 0), turns.pop(place))
    made = replace(before, duties=tuple(turns))
    return set_chain(connection, made, by=by, note="told earlier")


def _as_it_was(connection: Connection, org: str, place: int, person: str) -> OnCall:
    """The chain as whoever decides saw it; `InputError` where somebody changed it meanwhile."""
    lock(connection)
    before = chain_of(connection, org)
    if not 0 <= place < len(before.duties) or before.duties[place].person != person:
        raise InputError(f"on call: the chain of {org} was changed meanwhile; look at it again")
    return before
