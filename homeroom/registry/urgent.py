"""Urgent notices: who may send one to a class, and that somebody else looks at it afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from homeroom.errors import InputError
from homeroom.policy.roles import Role
from homeroom.registry import decisions, people, policies, substitutions
from homeroom.registry.model import Person, SchoolClass, UrgentNotice


def check(connection: Connection, sender: Person, school_class: SchoolClass, now: datetime) -> None:
    """A principal of the class's school, its teacher, or its substitute now; else `InputError`."""
    principal = Role.PRINCIPAL in sender.roles and school_class.org in sender.orgs
    if not sender.active or not (principal or _teaches(connection, sender, school_class, now)):
        raise InputError(
            f"urgent notice: {sender.name} neither teaches {school_class.title} nor heads its "
            "school; ask its teacher or the principal"
        )


def _teaches(
    connection: Connection, sender: Person, school_class: SchoolClass, now: datetime
) -> bool:
    day = policies.local_day(connection, now)
    seats = people.members_of(connection, school_class.id, day)
    if any(s.person == sender.id and s.role == "teacher" for s in seats):
        return True
    standing_in = substitutions.in_force(connection, now)
    return sender.id in standing_in.get(school_class.id, frozenset())


def keep(connection: Connection, notice: UrgentNotice, *, by: str) -> None:
    """Put a notice that was sent on record."""
    decisions.record(connection, notice, by=by, note="sent")


def review(connection: Connection, notice_id: str, text: str, *, by: str) -> UrgentNotice:
    """Note what somebody thinks of a notice; never its sender."""
    notice = decisions.find(connection, UrgentNotice, notice_id)
    if notice is None:
        raise InputError(f"urgent notice {notice_id}: unknown; see `homeroom notice list`")
    sender = decisions.find(connection, Person, notice.sender)
    if sender is not None and by in (sender.user_id, sender.id):
        raise InputError("urgent notice: who sent it does not review it; ask somebody else")
    if not text.strip():
        raise InputError("urgent notice: say what you think of it, in a sentence")
    reviewed = replace(notice, reviewed_by=by, review=text.strip())
    decisions.record(connection, reviewed, by=by, note="reviewed")
    return reviewed
