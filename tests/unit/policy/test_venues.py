"""What each kind of venue lets whom do, and that a policy can change it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from homeroom.policy.acts import Act, acts_of
from homeroom.policy.decide import decide
from homeroom.policy.facts import EventFacts, Party, Presence, Room, RoomFacts, ToolUse, VenueKind
from homeroom.policy.policy import Bridges, Policy, VenueRules, Venues
from homeroom.policy.roles import Role
from homeroom.policy.sections.venues import DEFAULTS
from homeroom.policy.verdict import Refuse
from tests.unit.policy.facts import (
    BOT,
    CLASS,
    FRESH,
    GHOST,
    MONDAY_NOON,
    OTHER_STUDENT,
    OTHER_TEACHER,
    POLICY,
    STUDENT,
    SUPERVISOR,
    SYSTEM,
    TEACHER,
    membership,
    message,
    party,
    telling,
)

PRINCIPAL = party("principal", Role.PRINCIPAL)
GUARDIAN = party("guardian", Role.GUARDIAN)
SUBSTITUTE = party("substitute", Role.SUPERVISOR, Role.TEACHER, teaches=True)


def room(kind: VenueKind, *more: Party) -> Room:
    """A room of this kind, with two adults and two students."""
    everybody = Presence.of(TEACHER, OTHER_TEACHER, STUDENT, OTHER_STUDENT, *more)
    return Room(venue=kind, joined=everybody)


def act(sender: Party, what: Act, kind: VenueKind = "class") -> EventFacts:
    return message(sender=sender, room=room(kind), acts=(what,))


def rules(facts: EventFacts | RoomFacts, policy: Policy = POLICY) -> set[str]:
    verdict = decide(facts, policy, MONDAY_NOON)
    return {reason.rule for reason in verdict.reasons} if isinstance(verdict, Refuse) else set()


def with_rules(kind: VenueKind, **changes: Any) -> Policy:
    """The policy with other rules for one kind of venue."""
    kinds = {**DEFAULTS, kind: replace(DEFAULTS[kind], **changes)}
    return replace(POLICY, venues=Venues(kinds=kinds))


RIGHTS: list[tuple[EventFacts, set[str]]] = [
    # a class: everybody talks; its own teacher sets it up, another one does not
    (act(STUDENT, "post"), set()),
    (act(STUDENT, "upload"), set()),
    (act(STUDENT, "settings"), {"room_settings"}),
    (act(TEACHER, "settings"), set()),
    (act(SUBSTITUTE, "settings"), set()),
    (act(OTHER_TEACHER, "settings"), {"room_settings"}),
    (act(PRINCIPAL, "settings"), set()),
    # announcements: staff post, everybody reacts
    (act(STUDENT, "post", "announcement"), {"read_only"}),
    (act(STUDENT, "upload", "announcement"), {"no_files"}),
    (act(STUDENT, "edit", "announcement"), {"no_edits"}),
    (act(STUDENT, "react", "announcement"), set()),
    (act(GUARDIAN, "post", "announcement"), {"read_only"}),
    (act(OTHER_TEACHER, "post", "announcement"), set()),
    # the staff's room
    (act(GUARDIAN, "react", "staff"), {"no_reactions"}),
    (act(STUDENT, "redact", "staff"), {"no_deletions"}),
    # families
    (act(GHOST, "post", "parent_teacher"), set()),
    (act(GUARDIAN, "settings", "family"), {"room_settings"}),
    # the district's own accounts set up what they made
    (act(SYSTEM, "settings", "staff"), set()),
    (act(BOT, "invite", "family"), set()),
    # more than one act in an event: each must be allowed
    (
        message(sender=STUDENT, room=room("announcement"), acts=("react", "upload")),
        {"no_files"},
    ),
]


TOLD: list[tuple[EventFacts, set[str]]] = [
    # where one may not post, one may not say it in a membership either
    (telling(STUDENT, "leave", room("announcement"), STUDENT), {"read_only"}),
    (telling(STUDENT, "join", room("announcement"), STUDENT), {"read_only"}),
    (telling(GUARDIAN, "leave", room("announcement"), GUARDIAN), {"read_only"}),
    (telling(STUDENT, "leave", room("announcement"), OTHER_TEACHER), set()),
    (telling(STUDENT, "leave", room("space"), STUDENT), {"read_only"}),
    (telling(STUDENT, "join", room("system"), STUDENT), {"read_only"}),
    # coming and going without a word
    (membership(STUDENT, "join", room("space"), STUDENT), set()),
    (membership(STUDENT, "leave", room("announcement"), STUDENT), set()),
    # a message that borrows the type
    (message(type="m.room.member", room=room("space")), {"read_only"}),
    # where everybody posts
    (telling(STUDENT, "leave", CLASS, STUDENT), set()),
    (telling(STUDENT, "leave", CLASS, SYSTEM), set()),
]


@pytest.mark.parametrize(("facts", "expected"), TOLD)
def test_words_to_a_membership_are_a_post(facts: EventFacts, expected: set[str]) -> None:
    assert rules(facts) == expected


@pytest.mark.parametrize(("facts", "expected"), RIGHTS)
def test_who_may_do_what(facts: EventFacts, expected: set[str]) -> None:
    assert rules(facts) == expected


MEMBERS: list[tuple[EventFacts, set[str]]] = [
    # by whom: the class's teacher, a principal, the office; not a student, not another teacher
    (membership(party("new", Role.STUDENT), "invite", CLASS, TEACHER), set()),
    (membership(party("new", Role.STUDENT), "invite", CLASS, SYSTEM), set()),
    (membership(party("new", Role.STUDENT), "invite", CLASS, STUDENT), {"who_invites"}),
    (membership(party("new", Role.STUDENT), "invite", CLASS, OTHER_TEACHER), {"who_invites"}),
    # whom: no guardian and no ghost in a class, no student in a family's or the staff's room
    (membership(GUARDIAN, "invite", CLASS, TEACHER), {"venue_members"}),
    (membership(GHOST, "join", CLASS, GHOST), {"venue_members"}),
    (membership(STUDENT, "invite", room("family"), BOT), {"venue_members"}),
    (membership(STUDENT, "join", room("staff"), STUDENT), {"venue_members"}),
    (membership(GHOST, "join", room("family"), GHOST), set()),
    (membership(GUARDIAN, "join", room("parent_teacher"), GUARDIAN), set()),
    # leaving is always possible, also for somebody who should not be there
    (membership(GUARDIAN, "leave", CLASS, GUARDIAN), set()),
    (membership(GUARDIAN, "ban", CLASS, TEACHER), set()),
]


@pytest.mark.parametrize(("facts", "expected"), MEMBERS)
def test_who_may_be_there(facts: EventFacts, expected: set[str]) -> None:
    assert rules(facts) == expected


def test_a_policy_changes_what_a_kind_allows() -> None:
    quiet = with_rules("announcement", react=frozenset())
    assert rules(act(STUDENT, "react", "announcement"), quiet) == {"no_reactions"}
    families = with_rules("class", join=frozenset({"everyone"}))
    assert rules(membership(GUARDIAN, "join", CLASS, GUARDIAN), families) == set()


def test_outside_networks_come_into_class_rooms_by_their_own_clause_alone() -> None:
    comes = membership(GHOST, "join", CLASS, GHOST)
    families = with_rules("class", join=frozenset({"everyone"}))
    assert rules(comes, families) == {"venue_members"}
    assert rules(comes, replace(POLICY, bridges=Bridges(class_rooms="allow"))) == set()


def test_what_is_left_out_is_nobodys() -> None:
    nothing = VenueRules()
    acts: list[Act] = ["join", "invite", "post", "upload", "react", "edit", "redact", "settings"]
    assert not any(nothing.allows(each, TEACHER) for each in acts)
    assert nothing.allows("leave", STUDENT)
    assert all(nothing.allows(each, SYSTEM) for each in acts)


def made(creator: Party, wants: VenueKind | None, *, claims: bool = False) -> RoomFacts:
    return RoomFacts(
        registry=FRESH, creator=creator, direct=False, wants=wants, claims_venue=claims
    )


CLUBS = with_rules("club", create=frozenset({"staff"}))

MADE: list[tuple[RoomFacts, Policy, set[str]]] = [
    # as shipped the district makes every room
    (made(TEACHER, "club"), POLICY, {"designated_venue"}),
    # where the policy lets staff make clubs, staff does, and students do not
    (made(TEACHER, "club"), CLUBS, set()),
    (made(STUDENT, "club"), CLUBS, {"designated_venue"}),
    (made(TEACHER, "team"), CLUBS, {"designated_venue"}),
    # no mark that only the district can give
    (made(TEACHER, "club", claims=True), CLUBS, {"designated_venue"}),
    (made(TEACHER, None), CLUBS, {"designated_venue"}),
]


@pytest.mark.parametrize(("facts", "policy", "expected"), MADE)
def test_who_makes_which_kind(facts: RoomFacts, policy: Policy, expected: set[str]) -> None:
    assert rules(facts, policy) == expected


ACTS: list[tuple[str, bool, dict[str, Any], bool, tuple[Act, ...]]] = [
    ("m.room.message", False, {"msgtype": "m.text"}, False, ("post",)),
    ("org.example.whatever", False, {}, False, ("post",)),
    ("m.room.message", False, {"msgtype": "m.image"}, False, ("upload",)),
    # media under a type that nobody knows, or inside of a text
    ("org.example.whatever", False, {}, True, ("upload",)),
    ("m.reaction", False, {}, False, ("react",)),
    ("m.reaction", False, {}, True, ("react", "upload")),
    ("org.matrix.msc3381.poll.response", False, {}, False, ("react",)),
    ("m.room.redaction", False, {}, False, ("redact",)),
    ("m.room.message", False, {"m.relates_to": {"rel_type": "m.replace"}}, False, ("edit",)),
    # a text that becomes a file
    (
        "m.room.message",
        False,
        {
            "msgtype": "m.text",
            "m.relates_to": {"rel_type": "m.replace"},
            "m.new_content": {"msgtype": "m.file"},
        },
        False,
        ("edit", "upload"),
    ),
    # settings, and memberships, of every spelling
    ("m.room.topic", True, {}, False, ("settings",)),
    ("m.room.member", True, {"membership": "join"}, False, ("join",)),
    ("m.room.member", True, {"membership": "ban"}, False, ("leave",)),
    ("m.room.member", True, {"membership": "knock"}, False, ("invite",)),
    ("m.room.member", True, {"membership": ["join"]}, False, ("invite",)),
    # a message that borrows the type of a setting
    ("m.room.member", False, {"membership": "leave"}, False, ("post",)),
    # content of another shape than it should have
    ("m.room.message", False, {"msgtype": ["m.image"], "m.relates_to": 1}, False, ("post",)),
]


@pytest.mark.parametrize(("kind", "state", "content", "media", "expected"), ACTS)
def test_what_an_event_does(
    kind: str, state: bool, content: dict[str, Any], media: bool, expected: tuple[Act, ...]
) -> None:
    assert acts_of(kind, state=state, content=content, media=media) == expected


SLOW = with_rules("class", slow_mode_seconds=30)

PACES: list[tuple[EventFacts, set[str]]] = [
    (message(seconds_since_last=None), set()),
    (message(seconds_since_last=29.5), {"slow_mode"}),
    (message(seconds_since_last=30.0), set()),
    (message(seconds_since_last=1.0, acts=("upload",)), {"slow_mode"}),
    # words to a membership
    (
        replace(telling(STUDENT, "leave", CLASS, STUDENT), seconds_since_last=1.0),
        {"slow_mode"},
    ),
    (replace(membership(STUDENT, "leave", CLASS, STUDENT), seconds_since_last=1.0), set()),
    # what says nothing anew, and staff, need not wait
    (message(seconds_since_last=1.0, acts=("react",)), set()),
    (message(seconds_since_last=1.0, acts=("edit",)), set()),
    (message(seconds_since_last=1.0, sender=TEACHER), set()),
    (message(seconds_since_last=1.0, room=room("club")), set()),
]


@pytest.mark.parametrize(("facts", "expected"), PACES)
def test_slow_mode(facts: EventFacts, expected: set[str]) -> None:
    assert rules(facts, SLOW) == expected


def test_slow_mode_says_how_long() -> None:
    verdict = decide(message(seconds_since_last=28.2), SLOW, MONDAY_NOON)
    assert isinstance(verdict, Refuse)
    assert verdict.reasons[0].details == {"seconds": "2"}


UNKEPT = [
    "m.call.invite",
    "m.call.member",
    "org.matrix.msc3401.call",
    "org.matrix.msc4143.rtc.member",
    "m.rtc.notification",
    "m.beacon_info",
    "m.beacon",
    "org.matrix.msc3672.beacon_info",
    "im.vector.modular.other",
    "io.element.widgets.layout",
    "m.room.retention",
]


@pytest.mark.parametrize("kind", ["m.widget", "im.vector.modular.widgets"])
def test_a_widget_is_a_page_and_never_a_call_nor_a_message(kind: str) -> None:
    page, calls = (ToolUse(kind="widget", fit=True, calls=calls) for calls in (False, True))
    said = message(type=kind, sender=TEACHER)
    assert rules(said) >= {"cannot_be_kept"}
    assert "cannot_be_kept" not in rules(replace(said, state=True, uses=(page,)))
    assert "cannot_be_kept" in rules(replace(said, state=True, uses=(calls,)))


@pytest.mark.parametrize("kind", UNKEPT)
def test_what_cannot_be_kept_is_refused_to_everybody(kind: str) -> None:
    for sender in (STUDENT, TEACHER, PRINCIPAL, SYSTEM):
        assert "cannot_be_kept" in rules(message(type=kind, sender=sender))
        assert "cannot_be_kept" in rules(message(type=kind, sender=sender, state=True))


def test_a_type_that_only_sounds_like_a_call_is_judged_as_any_other() -> None:
    assert rules(message(type="m.callsign")) == set()
    assert rules(message(type="org.example.m.call")) == set()


PAIR = Room(venue="class", joined=Presence.of(TEACHER, STUDENT))
WAITING = Room(
    venue="class", joined=Presence.of(TEACHER), invited=Presence.of(STUDENT, OTHER_TEACHER)
)
ONE = Room(venue="class", joined=Presence.of(TEACHER))
ASKED = Room(venue="class", joined=Presence.of(STUDENT), invited=Presence.of(TEACHER))
ALWAYS = with_rules("club", supervised="always")
BRIDGED = replace(POLICY, bridges=Bridges(class_rooms="allow"))

WATCHED: list[tuple[EventFacts, Policy, set[str]]] = [
    # a class emptied to two is a direct room by another name
    (message(room=PAIR), POLICY, {"one_to_one"}),
    (message(room=PAIR, sender=TEACHER), POLICY, {"one_to_one"}),
    (message(room=WAITING, sender=TEACHER), POLICY, {"one_to_one"}),
    # a second student, a second adult, a guardian
    (message(room=CLASS), POLICY, set()),
    (message(room=replace(PAIR, joined=Presence.of(TEACHER, STUDENT, SUPERVISOR))), POLICY, set()),
    (message(room=replace(PAIR, joined=Presence.of(TEACHER, STUDENT, GUARDIAN))), POLICY, set()),
    # somebody outside watches over nothing, and no more does a guardian who is no longer here
    (
        message(room=replace(PAIR, joined=Presence.of(TEACHER, STUDENT, GHOST))),
        BRIDGED,
        {"one_to_one"},
    ),
    (
        message(
            room=replace(
                PAIR, joined=Presence.of(TEACHER, STUDENT, replace(GUARDIAN, active=False))
            )
        ),
        POLICY,
        {"one_to_one"},
    ),
    # nobody supervises himself
    (
        message(room=replace(PAIR, joined=Presence.of(SUPERVISOR, STUDENT))),
        POLICY,
        {"one_to_one"},
    ),
    # coming, going and the district's own notices go on
    (membership(OTHER_TEACHER, "join", PAIR, OTHER_TEACHER), POLICY, set()),
    (membership(STUDENT, "leave", PAIR, STUDENT), POLICY, set()),
    (message(room=PAIR, sender=SYSTEM), POLICY, set()),
    # words to a membership do not: kicked, banned and invited again, with a reason each time
    (telling(STUDENT, "leave", PAIR), POLICY, {"one_to_one"}),
    (telling(STUDENT, "ban", PAIR), POLICY, {"one_to_one"}),
    (telling(STUDENT, "leave", PAIR, STUDENT), POLICY, {"one_to_one"}),
    (telling(STUDENT, "join", WAITING, STUDENT), POLICY, {"one_to_one"}),
    (telling(OTHER_TEACHER, "invite", PAIR), POLICY, {"one_to_one"}),
    (telling(STUDENT, "leave", room("club")), ALWAYS, {"supervised_room"}),
    # to somebody who is out, and reads it in the invitation or the ban
    (telling(STUDENT, "invite", ONE), POLICY, {"one_to_one"}),
    (telling(STUDENT, "leave", ONE), POLICY, {"one_to_one"}),
    (telling(STUDENT, "ban", ONE), POLICY, {"one_to_one"}),
    (telling(OTHER_STUDENT, "invite", PAIR), POLICY, {"one_to_one"}),
    # by somebody who is only invited
    (telling(TEACHER, "leave", ASKED, TEACHER), POLICY, {"one_to_one"}),
    (telling(STUDENT, "invite", replace(ONE, venue="club")), ALWAYS, {"supervised_room"}),
    # others are there
    (telling(STUDENT, "leave", CLASS), POLICY, set()),
    (membership(STUDENT, "invite", ONE), POLICY, set()),
    # where the policy wants it otherwise
    (message(room=PAIR), with_rules("class", supervised="never"), set()),
    (message(room=room("club")), ALWAYS, {"supervised_room"}),
    (message(room=room("club", SUPERVISOR)), ALWAYS, set()),
    (
        message(sender=TEACHER, room=replace(room("club"), joined=Presence.of(TEACHER))),
        ALWAYS,
        set(),
    ),
]


WORDLESS = [
    # leaving, turning out and letting in go on without their words
    (telling(STUDENT, "leave", PAIR), POLICY, True),
    (telling(STUDENT, "ban", PAIR), POLICY, True),
    (telling(STUDENT, "leave", PAIR, STUDENT), POLICY, True),
    (telling(STUDENT, "invite", ONE), POLICY, True),
    # who may not come in at all may not without words
    (telling(OTHER_STUDENT, "join", replace(PAIR, venue=None), OTHER_STUDENT), POLICY, False),
    # a message is nothing without its words
    (message(room=PAIR), POLICY, False),
]


@pytest.mark.parametrize(("facts", "policy", "wordless"), WORDLESS)
def test_a_refusal_says_that_it_works_without_words(
    facts: EventFacts, policy: Policy, wordless: bool
) -> None:
    verdict = decide(facts, policy, MONDAY_NOON)
    assert isinstance(verdict, Refuse)
    assert verdict.wordless is wordless


@pytest.mark.parametrize(("facts", "policy", "expected"), WATCHED)
def test_supervised_rooms(facts: EventFacts, policy: Policy, expected: set[str]) -> None:
    assert rules(facts, policy) == expected
