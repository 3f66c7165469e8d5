"""Court orders: recorded and lifted. What they say is counsel's; that they act is everybody's."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from homeroom.errors import InputError
from homeroom.folding import fold
from homeroom.policy.roles import Role
from homeroom.registry import decisions, families, family
from homeroom.registry.model import Bar, CourtOrder, Person

EVERYTHING: tuple[Bar, ...] = ("contact", "consent", "access")


def add(connection: Connection, order: CourtOrder, *, by: str) -> CourtOrder:
    """Record an order; within 2 seconds it acts. `InputError` where it bars nobody known."""
    student = decisions.find(connection, Person, order.student)
    if student is None or Role.STUDENT not in student.roles:
        raise InputError(f"order: {order.student} is no student of the roster")
    if decisions.find(connection, Person, order.guardian) is None or order.guardian == student.id:
        raise InputError(
            f"order: {order.guardian} is nobody whom an order could bar; give a guardian"
        )
    if not order.bars:
        raise InputError(f"order: say what it bars: {', '.join(EVERYTHING)}")
    if order.ends is not None and order.ends < order.starts:
        raise InputError("order: it would end before it starts; check both dates")
    if not order.reference.strip():
        raise InputError("order: give the court, the case and the date as its reference")
    decisions.record(connection, order, by=by, note="recorded")
    return order


def end(connection: Connection, order_id: str, last_day: date | None, *, by: str) -> CourtOrder:
    """Set an order's last day; without one it is lifted at once."""
    order = decisions.find(connection, CourtOrder, order_id)
    if order is None:
        raise InputError(f"order {order_id}: unknown; see `homeroom order list`")
    ended = replace(order, active=False) if last_day is None else replace(order, ends=last_day)
    decisions.record(connection, ended, by=by, note="lifted" if last_day is None else "ended")
    return ended


def new_id() -> str:
    """An id that says nothing."""
    return f"order-{secrets.token_hex(5)}"


def barred_requester(
    connection: Connection, student: str, requester: str, requested_by: str | None, day: date
) -> bool:
    """Does a request come from somebody whom a court keeps from this student's record?

    A requester who is named in words counts as the guardian whose whole name stands among them.
    """
    person = decisions.find(connection, Person, student)
    if person is None:
        return False
    known = families.of(connection, person)
    barred = [g for g in family.household(known) if "access" in family.bars(known, g, day)]
    if requested_by in barred:
        return True
    known_as = (decisions.find(connection, Person, guardian) for guardian in barred)
    return any(each is not None and named(each, requester) for each in known_as)


def named(guardian: Person, words: str) -> bool:
    """Does somebody's whole name stand among these words?"""
    said = set(_words(words))
    names = (guardian.name, f"{guardian.given_name} {guardian.family_name}")
    return any(set(_words(name)) <= said for name in names)


def _words(text: str) -> Iterable[str]:
    return "".join(c if c.isalnum() else " " for c in fold(text)).split()
