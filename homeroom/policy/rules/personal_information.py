"""No personal information, no secrets, no way to meet outside, where students are (rule 6)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import get_args

from homeroom.policy.detect import Found, RefusableKind
from homeroom.policy.detect.messenger_invitation import LINK
from homeroom.policy.facts import DoorFacts, EventFacts, Party, RoomFacts
from homeroom.policy.policy import Policy
from homeroom.policy.roles import Role
from homeroom.policy.verdict import Reason

INVITATIONS: frozenset[str] = frozenset({"messenger_invitation", "social_handle"})
SECRETS: frozenset[str] = frozenset({"credential"})
LANGUAGE: frozenset[str] = frozenset({"profanity"})
REFUSABLE: frozenset[str] = frozenset(get_args(RefusableKind))
ELSEWHERE = INVITATIONS | SECRETS | LANGUAGE
"""Kinds with a rule of their own, whose remedy is another."""


def personal_information(facts: EventFacts, policy: Policy, now: datetime) -> Reason | None:
    """Refuse text with personal information of a kind that the policy names. Never quotes it."""
    return _reason("personal_information", _refused(facts, policy) - ELSEWHERE)


def outside_contact(facts: EventFacts, policy: Policy, now: datetime) -> Reason | None:
    """Refuse invitations to messengers and social networks, and names of accounts there."""
    return _reason("outside_contact", _refused(facts, policy) & INVITATIONS)


def secrets(facts: EventFacts, policy: Policy, now: datetime) -> Reason | None:
    """Refuse passwords, codes and keys."""
    return _reason("secrets", _refused(facts, policy) & SECRETS)


def language(facts: EventFacts, policy: Policy, now: datetime) -> Reason | None:
    """Refuse swear words, where the policy does."""
    return _reason("language", _refused(facts, policy) & LANGUAGE)


def in_room(facts: RoomFacts, policy: Policy, now: datetime) -> Reason | None:
    """Refuse a room whose name, topic or alias would hold what no message may."""
    kinds = _of(facts.findings, policy) if _for_students(facts) else frozenset()
    return _reason("room_text", kinds)


def at_door(facts: DoorFacts, policy: Policy, now: datetime) -> Reason | None:
    """Refuse a bridge to show somebody, everywhere, by what no message may say; names are names."""
    if not facts.open:
        return None
    kinds = _of(facts.findings, policy) - {"person_name"}
    return _reason("personal_information", kinds - LANGUAGE) or _reason("language", kinds)


def to_review(facts: EventFacts, policy: Policy, now: datetime) -> Reason | None:
    """Flag the kinds that the policy wants looked at, and what is doubtful of those it refuses."""
    if not _a_student_reads(facts):
        return None
    found = [f for f in facts.findings if not _leads_to(facts.room.approved, f)]
    wanted = {f.kind for f in _others(found, policy) if f.kind in policy.content.flag}
    return _review(frozenset(wanted) | _of(found, policy, doubtful=True))


def room_to_review(facts: RoomFacts, policy: Policy, now: datetime) -> Reason | None:
    """Flag what is doubtful in the name of a room, its topic or its alias."""
    return _review(_of(facts.findings, policy, doubtful=True)) if _for_students(facts) else None


def door_to_review(facts: DoorFacts, policy: Policy, now: datetime) -> Reason | None:
    """Flag what is doubtful in what a bridge would show."""
    kinds = _of(facts.findings, policy, doubtful=True) - {"person_name"}
    return _review(kinds) if facts.open else None


def _refused(facts: EventFacts, policy: Policy) -> frozenset[str]:
    if not facts.findings or not _a_student_reads(facts):
        return frozenset()
    approved = facts.room.approved
    kinds = _of((f for f in facts.findings if not _leads_to(approved, f)), policy)
    return kinds - {"person_name"} if facts.type == "m.room.member" else kinds


def _leads_to(approved: frozenset[str], found: Found) -> bool:
    """Is it an invitation to a tool that is approved, in force and allowed in this room?

    Only by a name that the register has: a nickname of the same tool is refused like others. A
    link leads to a tool by its host, too, and all below it counts (`Marks.hosts`).
    """
    if found.kind != "messenger_invitation":
        return False
    said, _, host = found.value.partition(LINK)
    return any(
        f" {name} " in f" {said} " or ("." in name and f".{host}".endswith(f".{name}"))
        for name in approved
    )


def _of(findings: Iterable[Found], policy: Policy, *, doubtful: bool = False) -> frozenset[str]:
    """The kinds that are refused; or, of those kinds, what is doubtful and therefore looked at."""
    return frozenset(
        found.kind
        for found in _others(findings, policy)
        if found.doubtful is doubtful and found.kind in policy.content.refuse & REFUSABLE
    )


def _others(findings: Iterable[Found], policy: Policy) -> Iterable[Found]:
    """What is not the district's own."""
    return (f for f in findings if not policy.content.is_districts(f.kind, f.value))


def _a_student_reads(facts: EventFacts) -> bool:
    """Is a student there, or may one be invited yet, as while a direct room is made?

    The district's own account is not judged where it tells of help, or names rooms as the roster.
    """
    room = facts.room
    if facts.told or (facts.state and _is_districts(facts.sender)):
        return False
    being_made = room.venue == "direct" and room.count <= 1
    return facts.sender.student or room.has_student or being_made


def _for_students(facts: RoomFacts) -> bool:
    return facts.creator.student or any(party.student for party in facts.invited)


def _is_districts(party: Party) -> bool:
    return Role.SYSTEM in party.roles and party.network is None


def _review(kinds: frozenset[str]) -> Reason | None:
    return _reason("content_to_review", kinds, clause="content.flag")


def _reason(rule: str, kinds: frozenset[str], *, clause: str = "content.refuse") -> Reason | None:
    if not kinds:
        return None
    return Reason(rule=rule, clause=clause, details={"kinds": ",".join(sorted(kinds))})
