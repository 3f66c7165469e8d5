"""Sends an urgent notice to a class and its families at once, and says who was not reached."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Literal
from urllib.parse import quote

from sqlalchemy import Connection

from homeroom.errors import HomeroomError, InputError
from homeroom.registry import deliveries, families, people, policies, urgent, venues
from homeroom.registry.decisions import find_all, load
from homeroom.registry.family import Family, shut_out
from homeroom.registry.matrix import URGENT_MARK
from homeroom.registry.model import (
    CourtOrder,
    Guardianship,
    Person,
    Posting,
    SchoolClass,
    UrgentNotice,
    Venue,
)
from homeroom.registry.urgent_shape import shaped
from homeroom.steward.homeserver import CLIENT, Homeserver

Reached = Literal["read", "delivered", "joined", "unknown", "failed", "not_reached"]
"""`joined`: it is in a room of theirs, unread. The network says `delivered` and `failed`;
`unknown`: it has not said yet."""
LONGEST = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Somebody whom a notice is for."""

    person: str
    name: str
    role: str
    reached: Reached


def send(
    homeserver: Homeserver,
    connection: Connection,
    sender: Person,
    school_class: SchoolClass,
    text: str,
    reason: str,
    now: datetime,
    *,
    by: str,
) -> UrgentNotice:
    """Post it in every room of the class; `InputError` where this person may not, or says nothing.

    In the class's room the office speaks for the sender, who need not be in it; in a family's room
    one of the class's teachers does, who is.
    """
    urgent.check(connection, sender, school_class, now)
    if not text.strip() or not reason.strip() or len(text) > LONGEST:
        raise InputError(f"urgent notice: needs a reason, and words, at most {LONGEST} characters")
    notice = UrgentNotice(
        id=f"urgent-{secrets.token_hex(6)}",
        class_id=school_class.id,
        sender=sender.id,
        reason=reason.strip(),
        at=now,
    )
    content = _content(notice, sender, text.strip())
    teachers = _teachers(connection, school_class, policies.local_day(connection, now))
    rooms = [venue for venue in venues.of_class(connection, school_class.id) if venue.room_id]
    postings = [_post(homeserver, venue, content, notice, teachers) for venue in rooms]
    sent = replace(notice, postings=tuple(postings))
    urgent.keep(connection, sent, by=by)
    return sent


def reach(homeserver: Homeserver, connection: Connection, notice: UrgentNotice) -> list[Recipient]:
    """Everybody of the class and their guardians, and how far it got; who was not reached first."""
    posted = {p.room_id: p for p in notice.postings if p.event_id is not None}
    everybody = load(connection, Person)
    found = list(_in_class(homeserver, connection, notice, posted, everybody))
    found += _families(connection, notice, posted, everybody)
    order = ("failed", "not_reached", "unknown", "joined", "delivered", "read")
    return sorted(found, key=lambda one: (order.index(one.reached), one.role, one.name))


def _content(notice: UrgentNotice, sender: Person, text: str) -> dict[str, Any]:
    said = {"msgtype": "m.text", "body": f"{text}\n— {sender.name}"}
    mark = {"id": notice.id, "reason": notice.reason, "by": sender.id}
    return {**shaped(said), URGENT_MARK: mark}


def _teachers(connection: Connection, school_class: SchoolClass, day: date) -> list[str]:
    seats = people.members_of(connection, school_class.id, day)
    teaching = [seat.person for seat in seats if seat.role == "teacher"]
    found = find_all(connection, Person, teaching).values()
    return [person.user_id for person in found if person.active and person.user_id]


def _post(
    homeserver: Homeserver,
    venue: Venue,
    content: dict[str, Any],
    notice: UrgentNotice,
    teachers: Iterable[str],
) -> Posting:
    room_id = str(venue.room_id)
    path = f"{CLIENT}/rooms/{quote(room_id)}/send/m.room.message/{notice.id}"
    failure = "nobody of the school is in this room"
    for speaker in [None] if venue.kind == "class" else teachers:
        try:
            answer = homeserver.call(
                "send an urgent notice",
                "PUT",
                path,
                json=content,
                params={"user_id": speaker} if speaker else None,
            )
        except HomeroomError as error:
            failure = str(error)
        else:
            return Posting(room_id=room_id, event_id=str(answer["event_id"]))
    return Posting(room_id=room_id, failure=failure)


def _in_class(
    homeserver: Homeserver,
    connection: Connection,
    notice: UrgentNotice,
    posted: Mapping[str, Posting],
    everybody: Mapping[str, Person],
) -> Iterator[Recipient]:
    rooms = [v for v in venues.of_class(connection, notice.class_id) if v.kind == "class"]
    there = [str(v.room_id) for v in rooms if v.room_id in posted]
    joined = {user for room in there for user in homeserver.members(room)}
    seats = people.members_of(
        connection, notice.class_id, policies.local_day(connection, notice.at)
    )
    adults = (everybody.get(seat.person) for seat in seats if seat.role == "teacher")
    reader = next((a.user_id for a in adults if a and a.user_id in joined), None)
    read = {user for room in there if reader for user in _read(homeserver, room, reader, notice.at)}
    for seat in seats:
        person = everybody.get(seat.person)
        if person is None or not person.active or person.id == notice.sender:
            continue
        reached: Reached = "joined" if person.user_id in joined else "not_reached"
        if person.user_id in read:
            reached = "read"
        yield Recipient(person=person.id, name=person.name, role=seat.role, reached=reached)


def _families(
    connection: Connection,
    notice: UrgentNotice,
    posted: Mapping[str, Posting],
    everybody: Mapping[str, Person],
) -> Iterator[Recipient]:
    """What the network says of each guardian; one whom no posting went to was not reached.

    Whom a court keeps out is nobody to be reached: no posting goes to them, and no list names them.
    """
    events = {
        v.student: posted[str(v.room_id)].event_id
        for v in venues.of_class(connection, notice.class_id)
        if v.kind == "family" and v.room_id in posted
    }
    said = deliveries.of(connection, {event for event in events.values() if event})
    day = policies.local_day(connection, notice.at)
    seats = people.members_of(connection, notice.class_id, day)
    students = {seat.person for seat in seats if seat.role == "student"}
    orders = families.by_student(load(connection, CourtOrder).values())
    today = policies.local_day(connection, datetime.now(UTC))
    for tie in load(connection, Guardianship).values():
        guardian = everybody.get(tie.guardian)
        if tie.active and tie.student in students and guardian is not None and guardian.active:
            known = Family(student=everybody[tie.student], orders=orders.get(tie.student, ()))
            if shut_out(known, guardian.id, today):
                continue
            event = events.get(tie.student)
            reached: Reached = "not_reached"
            if event is not None:
                reached = deliveries.to(said.get(event), guardian.phones)
            yield Recipient(
                person=guardian.id, name=guardian.name, role="guardian", reached=reached
            )


def _read(homeserver: Homeserver, room_id: str, reader: str, since: datetime) -> Iterator[str]:
    """Whose read receipt in a room is from after the notice, as its teacher sees them.

    The service's own user may not ask: Synapse does not sync for application services.
    """
    nothing: dict[str, Any] = {"types": []}
    room_filter = {
        "rooms": [room_id],
        # Synapse answers an equal first sync from memory for two minutes: this one has no equal.
        "timeline": {"limit": 1, "not_senders": [f"@{secrets.token_hex(8)}:x"]},
        "state": nothing,
        "account_data": nothing,
        "ephemeral": {"types": ["m.receipt"]},
    }
    wanted = {"room": room_filter, "presence": nothing, "account_data": nothing}
    answer = homeserver.call(
        "see who has read a room",
        "GET",
        f"{CLIENT}/sync",
        params={
            "user_id": reader,
            "filter": json.dumps(wanted),
            "timeout": "0",
            "set_presence": "offline",
        },
    )
    room = answer.get("rooms", {}).get("join", {}).get(room_id, {})
    earliest = since.timestamp() * 1000
    for event in room.get("ephemeral", {}).get("events", ()):
        for receipts in event.get("content", {}).values():
            for user, receipt in receipts.get("m.read", {}).items():
                if receipt.get("ts", 0) >= earliest:
                    yield user
