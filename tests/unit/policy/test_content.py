"""What may not be said where students are: by kind, by policy, by who is there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from homeroom.policy.decide import decide
from homeroom.policy.detect import DANGER_KINDS, KINDS, Found
from homeroom.policy.facts import EventFacts, Presence, Room, RoomFacts
from homeroom.policy.policy import Policy
from homeroom.policy.sections.content import REFUSED, Content
from homeroom.policy.verdict import Allow, Flag, Refuse, Verdict
from tests.unit.policy.facts import (
    BOT,
    FRESH,
    MONDAY_NOON,
    OTHER_TEACHER,
    POLICY,
    STUDENT,
    SYSTEM,
    TEACHER,
    message,
)

STAFF_ROOM = Room(venue="staff", joined=Presence.of(TEACHER, OTHER_TEACHER))


def judged(facts: EventFacts | RoomFacts, **content: Any) -> Verdict:
    policy: Policy = replace(POLICY, content=Content(**content))
    return decide(facts, policy, MONDAY_NOON)


def rules(verdict: Verdict) -> set[str]:
    return {reason.rule for reason in verdict.reasons} if isinstance(verdict, Refuse) else set()


SAID: list[tuple[str, set[str]]] = [
    # one rule a remedy
    ("call me 202-555-0143", {"personal_information"}),
    ("kid at example dot org", {"personal_information"}),
    ("i live at 12 Oak St", {"personal_information"}),
    ("add me on snap", {"outside_contact"}),
    ("my insta is @kid.hoops", {"outside_contact"}),
    ("my password is kitten99", {"secrets"}),
    ("add me on snap, 202-555-0143", {"outside_contact", "personal_information"}),
    # the school's own
    ("call the office: 202-555-0100 or 555-0100", set()),
    ("write to office@lanternschools.example", set()),
    ("we meet at 100 Lantern Avenue", set()),
    # beside it, somebody else's
    ("not 202-555-0100 but 202-555-0143", {"personal_information"}),
    ("office@lanternschools.example.evil.example", {"personal_information"}),
]
DISTRICT: dict[str, Any] = {
    "numbers": frozenset({"+12025550100"}),
    "domains": frozenset({"lanternschools.example"}),
    "addresses": frozenset({"100 lantern ave"}),
}


@pytest.mark.parametrize(("body", "expected"), SAID)
def test_what_is_refused_where_students_are(body: str, expected: set[str]) -> None:
    assert rules(judged(message(body), **DISTRICT)) == expected
    assert rules(judged(message(body, sender=TEACHER), **DISTRICT)) == expected
    assert judged(message(body, sender=TEACHER, room=STAFF_ROOM), **DISTRICT) == Allow()


def test_the_district_speaks_of_its_own_help_lines() -> None:
    """In its notices, and where it names a room; a bridge's account speaks for others."""
    notices = Room(venue="system", joined=Presence.of(STUDENT))
    told = message("call 202-555-0143", sender=SYSTEM, notice=True, room=notices)
    assert judged(told) == Allow()
    assert judged(message("call 202-555-0143", sender=SYSTEM, state=True)) == Allow()
    assert rules(judged(message("call 202-555-0143", sender=SYSTEM))) == {"personal_information"}
    assert rules(judged(message("call 202-555-0143", sender=BOT))) == {"personal_information"}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_refused_only_if_the_policy_says_so(kind: str) -> None:
    facts = message(findings=(Found(kind, "x", 0),))  # type: ignore[arg-type]
    assert bool(rules(judged(facts))) is (kind in REFUSED)
    assert not rules(judged(facts, refuse=frozenset(), flag=frozenset()))
    if kind not in DANGER_KINDS:
        assert rules(judged(facts, refuse=frozenset({kind})))


def test_danger_is_never_refused_whatever_the_policy_says() -> None:
    """A policy file cannot name it; nor does a rule act on one that does."""
    for kind in DANGER_KINDS:
        facts = message(findings=(Found(kind, "x", 0),))
        assert not rules(judged(facts, refuse=frozenset(KINDS)))


def test_praise_by_name_is_allowed_and_joining_under_ones_name_always() -> None:
    named = (Found("person_name", "maya amberwater", 0),)
    assert judged(message(findings=named)) == Allow()
    refuse = frozenset({"person_name"})
    assert rules(judged(message(findings=named), refuse=refuse)) == {"personal_information"}
    joins = message(type="m.room.member", state=True, membership="join", findings=named)
    joins = replace(joins, target=STUDENT)
    assert "personal_information" not in rules(judged(joins, refuse=refuse))


def test_what_a_lesson_makes_up_is_sent_and_looked_at() -> None:
    verdict = judged(message("in chapter 3 the detective dials 202-555-0150"))
    assert isinstance(verdict, Flag)
    assert [reason.rule for reason in verdict.reasons] == ["content_to_review"]


def test_swear_words_are_sent_and_looked_at() -> None:
    verdict = judged(message("oh shit"))
    assert isinstance(verdict, Flag)
    assert verdict.reasons[0].details == {"kinds": "profanity"}
    assert rules(judged(message("oh shit"), refuse=frozenset({"profanity"}))) == {"language"}


def test_a_reason_never_repeats_what_was_said() -> None:
    verdict = judged(message("my password is kitten99, call 202-555-0143"))
    assert isinstance(verdict, Refuse)
    told = " ".join(str(reason) for reason in verdict.reasons)
    assert "kitten99" not in told
    assert "0143" not in told


def test_a_room_is_not_named_after_a_number() -> None:
    room = RoomFacts(
        registry=FRESH,
        creator=TEACHER,
        direct=True,
        invited=(STUDENT,),
        findings=(Found("phone", "+12025550143", 0),),
    )
    assert "room_text" in rules(judged(room))
    assert "room_text" not in rules(judged(replace(room, invited=(OTHER_TEACHER,))))


OUTSIDE = {"outside_contact"}
INVITATIONS: list[tuple[str, frozenset[str], set[str]]] = [
    # to a tool that is in force and allowed in this room
    ("join the class whatsapp group", frozenset({"whatsapp"}), set()),
    ("https://chat.whatsapp.com/AbCdEf", frozenset({"whatsapp"}), set()),
    # to another, beside it, and where none is approved
    ("add me on snap", frozenset({"whatsapp"}), {"outside_contact"}),
    (
        "join the class whatsapp group, or add me on snap",
        frozenset({"whatsapp"}),
        {"outside_contact"},
    ),
    ("join the class whatsapp group", frozenset(), {"outside_contact"}),
    # by the host that the register has, and all below it
    ("https://discord.gg/AbCdEf", frozenset({"discord.gg"}), set()),
    ("https://chat.whatsapp.com/AbCdEf", frozenset({"whatsapp.com"}), set()),
    ("https://go.example/?to=https%3A%2F%2Fdiscord.gg%2Fa", frozenset({"discord.gg"}), set()),
    # another host of the same network, one above it, one that only ends alike, an end of all
    ("https://discord.com/AbCdEf", frozenset({"discord.gg"}), {"outside_contact"}),
    ("https://whatsapp.com/AbCdEf", frozenset({"chat.whatsapp.com"}), {"outside_contact"}),
    ("https://x.discord.gg/AbCdEf", frozenset({"iscord.gg", "gg"}), {"outside_contact"}),
    ("https://discord.gg/AbCdEf", frozenset({"link", "https"}), {"outside_contact"}),
    # what it leads to counts, not what it passes through
    ("https://go.example/?to=https%3A%2F%2Fdiscord.gg", frozenset({"go.example"}), OUTSIDE),
    # a name is a whole word, and a handle is no invitation
    ("join the class whatsapp group", frozenset({"what"}), {"outside_contact"}),
    ("my insta is @kid.hoops", frozenset({"instagram", "insta"}), {"outside_contact"}),
    # what else it says is judged as ever
    (
        "join the class whatsapp group 202-555-0143",
        frozenset({"whatsapp"}),
        {"personal_information"},
    ),
]


@pytest.mark.parametrize(("text", "approved", "expected"), INVITATIONS)
def test_an_invitation_to_an_approved_tool_is_none(
    text: str, approved: frozenset[str], expected: set[str]
) -> None:
    facts = message(text)
    there = replace(facts, room=replace(facts.room, approved=approved))
    assert rules(judged(there)) == expected
