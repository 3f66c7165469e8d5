"""Facts to judge in the tests of the rules: an ordinary class, changed where a test says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

from homeroom.policy.acts import acts_of
from homeroom.policy.detect import find_in
from homeroom.policy.facts import EventFacts, Party, Presence, Registry, Room, Tie
from homeroom.policy.policy import Hours, Policy, Window
from homeroom.policy.roles import Role
from homeroom.registry import detection

MONDAY_NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MONDAY_NIGHT = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
SUNDAY_NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
POLICY = Policy(
    version="1",
    hours=Hours(
        timezone="UTC",
        days=frozenset(range(5)),
        windows=(Window(opens=time(7), closes=time(18)),),
    ),
)
FRESH = Registry(age_seconds=0.1)


def party(name: str, *roles: Role, **changes: Any) -> Party:
    """Somebody of the district; a person id of the same name."""
    made = Party(user_id=f"@{name}:district.example", roles=frozenset(roles), person=name)
    return replace(made, **changes)


TEACHER = party("teacher", Role.TEACHER, teaches=True)
OTHER_TEACHER = party("other-teacher", Role.TEACHER)
STUDENT = party("student", Role.STUDENT)
OTHER_STUDENT = party("other-student", Role.STUDENT)
SUPERVISOR = party("supervisor", Role.SUPERVISOR, supervises=True)
SYSTEM = party("homeroom", Role.SYSTEM, person=None)
GHOST = party("_whatsapp_x", Role.GHOST, person=None, network="whatsapp")
BOT = party("_whatsapp_bot", Role.SYSTEM, person=None, network="whatsapp")
NOBODY = party("nobody", person=None)
STRANGER = party("stranger", local=False, person=None)
CLASS = Room(venue="class", joined=Presence.of(TEACHER, STUDENT, OTHER_STUDENT))
FAMILY = Room(venue="family", joined=Presence.of(TEACHER, GHOST))
"""Where a bridged guardian is: without students."""
TIE = Tie(network="whatsapp", usable=True, allowed_here=True, uncovered=0)


def message(body: str = "Good morning", **changes: Any) -> EventFacts:
    """A student's message in the class room."""
    facts = EventFacts(
        registry=FRESH,
        sender=STUDENT,
        type="m.room.message",
        state=False,
        room=CLASS,
    )
    return replace(saying(facts, body), **changes)


def saying(facts: EventFacts, *texts: str) -> EventFacts:
    """The facts with these texts, and with what the detector finds in them."""
    findings = find_in(detection.shipped(), texts, together=[range(len(texts))])
    return replace(facts, text=texts, findings=findings)


def membership(target: Party, kind: str, room: Room, sender: Party = TEACHER) -> EventFacts:
    """Somebody's membership in a room, as `sender` would change it."""
    return message(
        sender=sender,
        type="m.room.member",
        state=True,
        room=room,
        text=(),
        membership=kind,
        target=target,
        acts=acts_of("m.room.member", state=True, content={"membership": kind}),
    )


def telling(target: Party, kind: str, room: Room, sender: Party = TEACHER) -> EventFacts:
    """A membership with words in it, as its reason."""
    return replace(membership(target, kind, room, sender), says=True)
