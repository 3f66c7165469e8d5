"""Whether whoever asks for a student's record may have it: a right apart from consent."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from homeroom.errors import InputError
from homeroom.policy.roles import Role
from homeroom.registry import families, family, orders
from homeroom.registry.decisions import find
from homeroom.registry.family import Family
from homeroom.registry.model import Person, Request


def check(connection: Connection, request: Request, day: date) -> None:
    """`InputError` where the requester has no right to the record on this day.

    A court keeps some people from it; what it ordered is not said here.
    """
    if orders.barred_requester(
        connection, request.about, request.requester, request.requested_by, day
    ):
        raise InputError(
            f"request {request.id}: restricted; the district's counsel says whether this requester "
            "may have it"
        )
    if not _may(connection, request, day):
        raise InputError(
            f"request {request.id}: this requester has no right to the student's record today "
            "(34 CFR 99.3 to 99.5): who decides for the student asks in a request of their own, "
            "from 18 or once emancipated the student alone"
        )


def _may(connection: Connection, request: Request, day: date) -> bool:
    """FERPA gives the record to a parent and to an adult student; no law gives it to a relative
    of the student who has no access. Who is named in words is known by the whole name.
    """
    student = find(connection, Person, request.about)
    if student is None or Role.STUDENT not in student.roles:
        return True
    known = families.of(connection, student)
    relatives = family.household(known)
    if request.requested_by is not None:
        asks = request.law == "ferpa" or request.requested_by in relatives
        return not asks or _has_access(known, request.requested_by, day)
    people = (find(connection, Person, each) for each in relatives - {student.id})
    named = (each.id for each in people if each and orders.named(each, request.requester))
    return all(_has_access(known, each, day) for each in named)


def _has_access(known: Family, person: str, day: date) -> bool:
    found = family.standing(known, person, day)
    return found is not None and found.may_access_records
