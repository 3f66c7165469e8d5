"""The seats in classes, each within the days of the role that somebody needs for it.

A district ends a role in one system and the enrollment in another, some days apart: then the seat
ends with the role, and a notice says so. What fits no role of the person at all is a fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from homeroom.importers.oneroster.roles import capacity
from homeroom.importers.oneroster.rows import EnrollmentRow
from homeroom.importers.oneroster.tables import Tables
from homeroom.importers.problems import Problem
from homeroom.importers.roster import Capacity, Period, RosterClass, RosterPerson
from homeroom.policy.roles import STAFF, Role

_IN_CLASS: dict[str, Capacity] = {
    "teacher": "teacher",
    "aide": "teacher",
    "proctor": "teacher",
    "student": "student",
}
"""An administrator's enrollment gives no seat in a class room."""
Terms = Mapping[tuple[str, Capacity], Period]
"""By user and capacity in a class: the days of the role that allows it."""


def terms(tables: Tables, today: date) -> Terms:
    """Of several roles the one that runs today counts, the longest first; else the next; else the
    last. OneRoster 1.1 has no days here.
    """
    found: dict[tuple[str, Capacity], Period] = {}
    for row in tables.roles.active() if tables.roles else ():
        seat = _seat_of(capacity(row.role))
        if seat is not None:
            key, term = (
                (row.user_sourced_id, seat),
                Period(begins=row.begin_date, ends=row.end_date),
            )
            found[key] = min(found.get(key, term), term, key=_best(today))
    return found


def enrollments(
    tables: Tables,
    classes: Mapping[str, RosterClass],
    people: Mapping[str, RosterPerson],
    known: Terms,
    today: date,
) -> dict[tuple[str, str, Capacity], Period]:
    """Of several periods of one seat the one that runs today counts, else the next."""
    seats: dict[tuple[str, str, Capacity], Period] = {}
    for row in tables.enrollments.active():
        if row.role not in _IN_CLASS or row.class_sourced_id not in classes:
            continue
        capacity_ = _IN_CLASS[row.role]
        asked = Period(begins=row.begin_date, ends=row.end_date)
        period = _within(asked, known.get((row.user_sourced_id, capacity_), asked))
        if row.user_sourced_id in people and not _over(period, today):
            seat = (row.class_sourced_id, row.user_sourced_id, capacity_)
            seats[seat] = min(seats.get(seat, period), period, key=_soonest(today))
    return seats


def misplaced(
    tables: Tables, people: Mapping[str, RosterPerson], known: Terms
) -> Iterator[Problem]:
    """Nobody gets a teacher's powers in a class room without a role of the staff."""
    for number, row, person in _misfits(tables, people):
        if (row.user_sourced_id, _IN_CLASS[row.role]) not in known:
            roles = ", ".join(person.roles)
            yield Problem(
                file=tables.enrollments.file,
                line=number,
                field="role",
                fault=f"{row.role!r} for {row.user_sourced_id!r}, whose roles are {roles}",
                remedy="correct the enrollment, or give the user that role",
            )


def outlasting(
    tables: Tables, people: Mapping[str, RosterPerson], known: Terms, today: date
) -> Iterator[Problem]:
    """Seats that are open today, of a role that is over or has not begun."""
    for number, row, _ in _misfits(tables, people):
        term = known.get((row.user_sourced_id, _IN_CLASS[row.role]))
        asked = Period(begins=row.begin_date, ends=row.end_date)
        if term is not None and not _over(asked, today):
            over = _over(term, today)
            days = f"ended on {term.ends}" if over else f"begins on {term.begins}"
            yield Problem(
                file=tables.enrollments.file,
                line=number,
                field="role",
                fault=f"{row.role!r} for {row.user_sourced_id!r}, whose role {days}: the seat "
                + ("has ended with it" if over else "begins with it"),
                remedy="end the enrollment, too" if over else "nothing needs to be done",
            )


def _misfits(
    tables: Tables, people: Mapping[str, RosterPerson]
) -> Iterator[tuple[int, EnrollmentRow, RosterPerson]]:
    """Line, row and person of each seat that does not fit the person's roles of today."""
    for line in tables.enrollments.lines.values():
        seat, person = _IN_CLASS.get(line.row.role), people.get(line.row.user_sourced_id)
        if person is None or seat is None or not line.row.active:
            continue
        if seat not in {_seat_of(role) for role in person.roles}:
            yield line.number, line.row, person


def _seat_of(role: Role | None) -> Capacity | None:
    if role is Role.STUDENT:
        return "student"
    return "teacher" if role in STAFF else None


def _within(asked: Period, term: Period) -> Period:
    begins = [day for day in (asked.begins, term.begins) if day is not None]
    ends = [day for day in (asked.ends, term.ends) if day is not None]
    return Period(begins=max(begins, default=None), ends=min(ends, default=None))


def _over(period: Period, today: date) -> bool:
    """Past, or without a day in it."""
    begins, ends = period.begins or date.min, period.ends or date.max
    return ends < today or ends < begins


def _soonest(today: date) -> Callable[[Period], tuple[date, int]]:
    """Orders periods that are not over: by when they begin from today on, the longest first."""

    def order(period: Period) -> tuple[date, int]:
        begins = max(period.begins or today, today)
        return begins, -(period.ends or date.max).toordinal()

    return order


def _best(today: date) -> Callable[[Period], tuple[bool, date, int]]:
    """As `_soonest`; those that are over come last."""

    def order(period: Period) -> tuple[bool, date, int]:
        return _over(period, today), *_soonest(today)(period)

    return order
