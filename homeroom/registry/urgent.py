"""Urgent notices: who may send one to a class, and that somebody else looks at it afterwards."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from homeroom.errors import InputError
from homeroom.policy.roles import Role
from homeroom.registry import decisions, people, policies, substitutions
from homeroom.registry.matrix import URGENT_MARK
from homeroom.registry.model import Person, Posting, SchoolClass, UrgentNotice, Venue

LONGEST_REASON = 200
NOTE = text("SELECT registry.note_urgent(:key, CAST(:state AS jsonb))")


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


def of_client(
    event_id: str, content: Mapping[str, Any], sender: str, venue: Venue, now: datetime
) -> UrgentNotice:
    """The notice that somebody (person id) marked in a client, in one room."""
    mark = content.get(URGENT_MARK)
    reason = str(mark.get("reason", "")) if isinstance(mark, Mapping) else ""
    return UrgentNotice(
        id=f"client-{event_id}",
        class_id=(venue.class_id or "") if venue.kind == "class" else "",
        sender=sender,
        reason=reason[:LONGEST_REASON],
        at=now,
        postings=(Posting(room_id=str(venue.room_id), event_id=event_id),),
        place=venue.name,
    )


def note(connection: Connection, notice: UrgentNotice) -> None:
    """Put it on record with the verdict, once."""
    connection.execute(NOTE, {"key": notice.key, "state": json.dumps(decisions.encode(notice))})


def keep(connection: Connection, notice: UrgentNotice, *, by: str) -> None:
    """Put a notice that was sent on record."""
    decisions.record(connection, notice, by=by, note="sent")


def review(connection: Connection, notice_id: str, words: str, *, by: str) -> UrgentNotice:
    """Note what somebody thinks of a notice; never its sender."""
    notice = decisions.find(connection, UrgentNotice, notice_id)
    if notice is None:
        raise InputError(f"urgent notice {notice_id}: unknown; see `homeroom notice list`")
    sender = decisions.find(connection, Person, notice.sender)
    if sender is not None and by in (sender.user_id, sender.id):
        raise InputError("urgent notice: who sent it does not review it; ask somebody else")
    if not words.strip():
        raise InputError("urgent notice: say what you think of it, in a sentence")
    reviewed = replace(notice, reviewed_by=by, review=words.strip())
    decisions.record(connection, reviewed, by=by, note="reviewed")
    return reviewed
