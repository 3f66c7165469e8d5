"""This was fine: a sender says so, and somebody in charge of the school answers in a school day."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select, text

from homeroom.db.tables.registry import current
from homeroom.errors import InputError
from homeroom.policy.policy import Policy
from homeroom.policy.roles import Role
from homeroom.policy.sections.hours import Hours
from homeroom.policy.waiving import WAIVABLE
from homeroom.registry import on_call
from homeroom.registry.decisions import decode, find, lock, record
from homeroom.registry.model import Person, Review, Waiver
from homeroom.registry.on_call import Directory
from homeroom.registry.waivers import fingerprint

REVIEWERS = frozenset({Role.PRINCIPAL, Role.SUPERVISOR})
ABOVE = frozenset({Role.PRINCIPAL, Role.ADMIN})
"""Who is told of what is overdue."""
LOOKS_AHEAD_DAYS = 100
END_OF_DAY = time(23, 59)
USE = text("SELECT registry.use_waiver(:key)")
NOTE = text("SELECT registry.note_review(:key, :what)")


def ask(connection: Connection, review: Review, *, by: str) -> Review:
    """Record a sender's word; the same attempt is asked about once."""
    lock(connection)
    if (known := find(connection, Review, review.id)) is not None:
        return known
    record(connection, review, by=by, note="asked")
    return review


def release(
    connection: Connection, review_id: str, attempt: Mapping[str, Any], *, by: str, until: datetime
) -> Review:
    """Let the message pass, once: the sender sends it again. `InputError` where none may."""
    review = _open(connection, review_id)
    if not releasable(review):
        raise InputError(f"review {review_id}: no reviewer may let this pass")
    released = replace(review, state="released", answered_by=by)
    waiver = Waiver(
        id=review.id,
        person=review.person,
        room_id=review.room_id,
        fingerprint=fingerprint(str(attempt.get("type", "")), attempt.get("content") or {}),
        rules=review.rules,
        expires=until,
    )
    record(connection, released, by=by, note="released")
    record(connection, waiver, by=by, note="let pass once")
    return released


def uphold(connection: Connection, review_id: str, answer: str, *, by: str) -> Review:
    """The refusal stands; the answer says why, to the sender."""
    if not answer.strip():
        raise InputError(f"review {review_id}: tell the sender why")
    upheld = replace(
        _open(connection, review_id), state="upheld", answered_by=by, answer=answer.strip()
    )
    record(connection, upheld, by=by, note="upheld")
    return upheld


def releasable(review: Review) -> bool:
    """May a reviewer let it pass: is every rule one of the words or the hour?"""
    return bool(review.room_id) and set(review.rules) <= WAIVABLE


def answers(review: Review, reviewer: Person, directory: Directory) -> bool:
    """May this person answer? Somebody in charge of the sender's school, or the district.

    Never about themselves, or about a student whom the roster or a record ties to them.
    """
    if on_call.tied(reviewer.id, [review.person], directory):
        return False
    if Role.ADMIN in reviewer.roles:
        return True
    sender = directory.people.get(review.person)
    shared = sender is not None and set(sender.orgs) & set(reviewer.orgs)
    return bool(shared) and bool(REVIEWERS & set(reviewer.roles))


def pending(connection: Connection) -> list[Review]:
    """Those that nobody has answered, the first due first."""
    found = _reviews(connection, current.c.state["state"].astext == "asked")
    return sorted(found, key=lambda review: (review.due, review.id))


def untold(connection: Connection) -> list[Review]:
    """Those answered whose sender has not been told yet."""
    return _reviews(
        connection,
        current.c.state["state"].astext != "asked",
        current.c.state["told"].astext == "false",
    )


def due_by(asked: datetime, policy: Policy, schools: Collection[str]) -> datetime:
    """Within a school day: the same time of the next one; asked on a day off, the end of the next.

    `asked` is aware; the result is in the district's time zone.
    """
    local = asked.astimezone(ZoneInfo(policy.hours.timezone))
    day = _next_school_day(local.date(), policy.hours, schools)
    if not school_day(local.date(), policy.hours, schools):
        return _at(day, END_OF_DAY, local)
    return _at(day, local.time(), local)


def until(now: datetime, policy: Policy, schools: Collection[str]) -> datetime:
    """How long a leave lasts: to the end of the next school day."""
    local = now.astimezone(ZoneInfo(policy.hours.timezone))
    return _at(_next_school_day(local.date(), policy.hours, schools), END_OF_DAY, local)


def school_day(day: date, hours: Hours, schools: Collection[str]) -> bool:
    """Is there school on this day, in the district's week or these schools'?"""
    weeks = [hours.schools[each] for each in schools if each in hours.schools] or [hours.week]
    free = hours.calendar.holiday(day, tuple(schools))
    return not free and any(day.weekday() in week.days for week in weeks)


def use(connection: Connection, waiver_id: str) -> bool:
    """Use a leave up; False where it was used or has expired meanwhile."""
    return bool(connection.scalar(USE, {"key": waiver_id}))


def note(connection: Connection, review_id: str, what: str) -> bool:
    """Note that the sender was told, or those above; False where it was noted before."""
    return bool(connection.scalar(NOTE, {"key": review_id, "what": what}))


def _next_school_day(day: date, hours: Hours, schools: Collection[str]) -> date:
    """The first one after this day; where the calendar knows of none, the day after."""
    ahead = (day + timedelta(days=n) for n in range(1, LOOKS_AHEAD_DAYS))
    return next((d for d in ahead if school_day(d, hours, schools)), day + timedelta(days=1))


def _at(day: date, moment: time, local: datetime) -> datetime:
    return datetime.combine(day, moment, tzinfo=local.tzinfo)


def _open(connection: Connection, review_id: str) -> Review:
    lock(connection)
    review = find(connection, Review, review_id)
    if review is None:
        raise InputError(f"review {review_id}: unknown")
    if review.state != "asked":
        raise InputError(f"review {review_id}: was answered already")
    return review


def _reviews(connection: Connection, *where: Any) -> list[Review]:
    rows = connection.scalars(
        select(current.c.state)
        .where(current.c.subject == Review.SUBJECT, *where)
        .order_by(current.c.seq)
    )
    return [decode(Review, state) for state in rows]
