"""Bridged rooms and approved software: what stops, what goes on, and what nobody learns."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.policy.decide import decide
from homeroom.policy.facts import (
    AccessFacts,
    EventFacts,
    Facts,
    Party,
    Presence,
    Room,
    Tie,
    ToolUse,
)
from homeroom.policy.policy import Bridges, Policy, Software
from homeroom.policy.roles import Role
from homeroom.policy.sections.networks import Action
from homeroom.policy.verdict import Refuse
from homeroom.policy.wording import WORDING, explain
from tests.unit.policy.facts import (
    BOT,
    CLASS,
    FAMILY,
    FRESH,
    GHOST,
    MONDAY_NOON,
    OTHER_STUDENT,
    POLICY,
    STUDENT,
    SUPERVISOR,
    SYSTEM,
    TEACHER,
    TIE,
    membership,
    message,
    party,
)

IN_CLASS = replace(POLICY, bridges=Bridges(class_rooms="allow"))
UNCOVERED, UNUSABLE = replace(TIE, uncovered=1), replace(TIE, usable=False)
BRIDGED = Presence.of(TEACHER, STUDENT, OTHER_STUDENT, GHOST)
BRIDGED_CLASS = replace(CLASS, joined=BRIDGED, ties=(TIE,))
GUARDIAN = party("guardian", Role.GUARDIAN)
QUIZ = party("quizbot", Role.BOT, person=None, tool="quiz")
FIT, UNFIT = ToolUse(kind="bot", fit=True), ToolUse(kind="bot", fit=False)


def rules(facts: Facts, policy: Policy = POLICY) -> set[str]:
    verdict = decide(facts, policy, MONDAY_NOON)
    return {reason.rule for reason in verdict.reasons} if isinstance(verdict, Refuse) else set()


def uncovered(room: Room) -> Room:
    return replace(room, ties=(UNCOVERED,))


CLASS_ROOMS: list[tuple[EventFacts, Policy, set[str]]] = [
    # as shipped: nobody outside is in a room with students
    (membership(GHOST, "invite", CLASS, BOT), POLICY, set()),  # untied; the tie makes it one
    (membership(GHOST, "invite", replace(CLASS, ties=(TIE,)), BOT), POLICY, {"network_in_venue"}),
    (membership(GHOST, "join", replace(CLASS, ties=(TIE,)), GHOST), POLICY, {"network_in_venue"}),
    (message(room=BRIDGED_CLASS), POLICY, {"network_in_venue"}),
    # nor does a student come where somebody outside is, whatever the venue is called
    (
        membership(STUDENT, "invite", replace(FAMILY, ties=(TIE,)), TEACHER),
        POLICY,
        {"network_in_venue", "venue_members"},
    ),
    # where the policy allows it
    (message(room=BRIDGED_CLASS), IN_CLASS, set()),
    (message(sender=GHOST, room=BRIDGED_CLASS), IN_CLASS, set()),
    (membership(GHOST, "leave", BRIDGED_CLASS, GHOST), IN_CLASS, set()),
    # one without consent: the room pauses, and says nothing of a family
    (message(room=uncovered(BRIDGED_CLASS)), IN_CLASS, {"room_paused"}),
    (message(sender=GHOST, room=uncovered(BRIDGED_CLASS)), IN_CLASS, {"room_paused"}),
    (membership(STUDENT, "leave", uncovered(BRIDGED_CLASS), STUDENT), IN_CLASS, set()),
    (membership(STUDENT, "leave", uncovered(BRIDGED_CLASS), SYSTEM), IN_CLASS, set()),
    # in a family's own room the teacher learns what is missing
    (message(sender=TEACHER, room=uncovered(FAMILY)), POLICY, {"bridge_consent"}),
    (message(sender=GHOST, room=uncovered(FAMILY)), POLICY, {"bridge_consent"}),
    (membership(TEACHER, "join", uncovered(FAMILY), TEACHER), POLICY, {"bridge_consent"}),
    # a room without anybody from outside never asks for consents
    (message(room=CLASS), POLICY, set()),
]


def without_venue_rules(found: set[str]) -> set[str]:
    return {rule for rule in found if not rule.startswith("venue_")}


@pytest.mark.parametrize(("facts", "policy", "expected"), CLASS_ROOMS)
def test_bridged_rooms(facts: EventFacts, policy: Policy, expected: set[str]) -> None:
    found = rules(facts, policy) & KNOWN
    assert found == expected & KNOWN


KNOWN = frozenset(
    {
        *("network_in_venue", "bridge_consent", "approved_software", "room_paused", "restricted"),
        *("unapproved_bot", "unapproved_widget"),
    }
)
"""What this file is about; venues, roles and hours have files of their own."""

FATHERS = replace(FAMILY, barred=frozenset({GHOST.user_id}))
WITH_FATHER = replace(
    CLASS, joined=Presence.of(TEACHER, STUDENT, GUARDIAN), barred=frozenset({GUARDIAN.user_id})
)

BARRED: list[tuple[EventFacts, set[str]]] = [
    # the barred guardian's ghost, the teacher who would write to it, and the bridge itself
    (message(sender=GHOST, room=FATHERS), {"restricted"}),
    (message(sender=TEACHER, room=FATHERS), {"restricted"}),
    (membership(GHOST, "join", FATHERS, GHOST), {"restricted"}),
    (membership(GHOST, "invite", FATHERS, BOT), {"restricted"}),
    # an account of the guardian's own
    (message(sender=GUARDIAN, room=WITH_FATHER), {"restricted"}),
    (membership(GUARDIAN, "invite", WITH_FATHER, TEACHER), {"restricted"}),
    (membership(GUARDIAN, "join", WITH_FATHER, GUARDIAN), {"restricted"}),
    # the district's own account brings them in as little as anybody
    (membership(GUARDIAN, "invite", WITH_FATHER, SYSTEM), {"restricted"}),
    # while one is there the class waits, and is not told why
    (message(room=WITH_FATHER), {"room_paused"}),
    (membership(STUDENT, "join", WITH_FATHER, STUDENT), {"room_paused"}),
    # they go, by themselves or turned out
    (membership(GUARDIAN, "leave", WITH_FATHER, GUARDIAN), set()),
    (membership(GUARDIAN, "leave", WITH_FATHER, SYSTEM), set()),
    (membership(GHOST, "ban", FATHERS, BOT), set()),
    # and the room is set up, and told of, meanwhile
    (message(sender=SYSTEM, type="m.room.power_levels", state=True, room=WITH_FATHER), set()),
    (message(sender=BOT, notice=True, room=FATHERS), set()),
    # whom no court bars goes on
    (message(sender=TEACHER, room=FAMILY), set()),
]


@pytest.mark.parametrize(("facts", "expected"), BARRED)
def test_a_barred_guardian_is_out(facts: EventFacts, expected: set[str]) -> None:
    assert rules(facts) & KNOWN == expected


TELLS = ("consent", "famil", "court", "order", "guardian", "parent", "judge", "bar")
SAYS = ("consentimiento", "famili", "tribunal", "orden", "tutor", "padre", "madre", "juez")


@pytest.mark.parametrize("rule", ["room_paused", "restricted"])
def test_the_words_name_no_family_and_no_court(rule: str) -> None:
    english, spanish = WORDING[rule]["en"].casefold(), WORDING[rule]["es"].casefold()
    assert not [word for word in TELLS if word in english]
    assert not [word for word in SAYS if word in spanish]


@pytest.mark.parametrize("missing", [1, 2, 25])
def test_a_pause_tells_nobody_how_many_families_it_is_about(missing: int) -> None:
    """Text and fields are the same, whoever asks and however many there are."""
    room = replace(BRIDGED_CLASS, ties=(replace(TIE, uncovered=missing),))
    verdict = decide(message(room=room), IN_CLASS, MONDAY_NOON)
    assert isinstance(verdict, Refuse)
    (reason,) = verdict.reasons
    assert (reason.details, reason.clause) == ({}, "venues")
    barred = decide(message(room=WITH_FATHER), IN_CLASS, MONDAY_NOON)
    assert isinstance(barred, Refuse)
    assert explain(barred.reasons[0]) == explain(reason)


SOFTWARE: list[tuple[EventFacts, set[str]]] = [
    # a bot that is in force; one that is not, or not any more
    (message(sender=QUIZ, uses=(FIT,)), set()),
    (message(sender=QUIZ, uses=(UNFIT,)), {"unapproved_bot"}),
    (replace(membership(QUIZ, "invite", CLASS), uses=(UNFIT,)), {"unapproved_bot"}),
    (replace(membership(QUIZ, "join", CLASS, QUIZ), uses=(UNFIT,)), {"unapproved_bot"}),
    # what it would read while it is there
    (message(room=replace(CLASS, uses=(UNFIT,))), {"unapproved_bot"}),
    (message(room=replace(CLASS, uses=(FIT,))), set()),
    # it goes, and the district sets its room up
    (replace(membership(QUIZ, "leave", CLASS, QUIZ), uses=(UNFIT,)), set()),
    (
        message(sender=SYSTEM, type="m.room.name", state=True, room=replace(CLASS, uses=(UNFIT,))),
        set(),
    ),
    # pages in a room
    (message(type="m.widget", uses=(ToolUse(kind="widget", fit=True),)), set()),
    (
        message(type="m.widget", uses=(ToolUse(kind="widget", fit=False),)),
        {"unapproved_widget"},
    ),
    (
        message(type="m.widget", uses=(ToolUse(kind="integration_manager", fit=False),)),
        {"unapproved_widget"},
    ),
    # whoever adds it
    (
        message(sender=SYSTEM, type="m.widget", uses=(ToolUse(kind="widget", fit=False),)),
        {"unapproved_widget"},
    ),
]


@pytest.mark.parametrize(("facts", "expected"), SOFTWARE)
def test_software_is_on_the_register(facts: EventFacts, expected: set[str]) -> None:
    assert rules(facts) & KNOWN == expected


CLIENTS = [
    ("any", False, set()),
    ("approved", True, set()),
    ("approved", False, {"unapproved_client"}),
]


@pytest.mark.parametrize(("clients", "approved", "expected"), CLIENTS)
def test_clients_are_asked_at_sign_in(clients: Any, approved: bool, expected: set[str]) -> None:
    policy = replace(POLICY, software=Software(clients=clients))
    facts = AccessFacts(
        registry=FRESH,
        party=STUDENT,
        address_trusted=True,
        action=Action.SIGN_IN,
        client_approved=approved,
    )
    assert rules(facts, policy) == expected
    assert rules(replace(facts, action=Action.READ), policy) == set()


PARTIES = st.sampled_from(
    [TEACHER, STUDENT, OTHER_STUDENT, SUPERVISOR, GUARDIAN, GHOST, BOT, SYSTEM, QUIZ]
)
ROOMS = st.builds(
    Room,
    venue=st.sampled_from([None, "class", "club", "family", "direct", "parent_teacher", "staff"]),
    joined=st.lists(PARTIES, max_size=5).map(lambda found: Presence.of(*found)),
    invited=st.lists(PARTIES, max_size=2).map(lambda found: Presence.of(*found)),
    ties=st.lists(
        st.builds(
            Tie,
            network=st.sampled_from(["whatsapp", "sms"]),
            usable=st.booleans(),
            allowed_here=st.booleans(),
            uncovered=st.integers(0, 3),
        ),
        min_size=1,
        max_size=2,
    ).map(tuple),
    barred=st.sets(PARTIES.map(lambda found: found.user_id), max_size=2).map(frozenset),
)
EVENTS = st.builds(
    EventFacts,
    registry=st.just(FRESH),
    sender=PARTIES,
    type=st.sampled_from(["m.room.message", "m.reaction", "m.room.member", "m.room.topic"]),
    state=st.booleans(),
    room=ROOMS,
    membership=st.sampled_from([None, "join", "invite", "knock", "leave", "ban"]),
    target=st.none() | PARTIES,
    notice=st.booleans(),
    urgent=st.booleans(),
    acts=st.sampled_from([("post",), ("join",), ("invite",), ("settings",), ("react",)]),
)
POLICIES = st.builds(
    lambda rooms, revoked: replace(
        POLICY, bridges=Bridges(class_rooms=rooms, on_revocation=revoked)
    ),
    st.sampled_from(["allow", "refuse"]),
    st.sampled_from(["pause", "move_out"]),
)


def stays_inside(facts: EventFacts) -> bool:
    """What never crosses: leaving, and the district's and a bot's own setting up and telling."""
    sender: Party = facts.sender
    if facts.leaves:
        return True
    if facts.target is not None and facts.target.user_id != sender.user_id:
        return False
    return Role.SYSTEM in sender.roles and (sender.network is None or facts.state or facts.notice)


@given(facts=EVENTS, policy=POLICIES)
def test_without_agreement_and_consent_never_allow_across_a_bridge(
    facts: EventFacts, policy: Policy
) -> None:
    """Whoever sends whatever, urgent or not, in whatever venue, under whatever policy."""
    fine = all(tie.usable and tie.allowed_here and not tie.uncovered for tie in facts.room.ties)
    if not fine and not stays_inside(facts):
        assert isinstance(decide(facts, policy, MONDAY_NOON), Refuse)


@given(facts=EVENTS, policy=POLICIES)
def test_who_is_barred_never_comes_in_or_speaks(facts: EventFacts, policy: Policy) -> None:
    concerned = {facts.sender.user_id} | ({facts.target.user_id} if facts.target else set())
    if concerned & facts.room.barred and not facts.leaves:
        assert "restricted" in rules(facts, policy)


@given(facts=EVENTS)
def test_leaving_a_bridged_room_is_always_possible(facts: EventFacts) -> None:
    leaving = replace(facts, type="m.room.member", state=True, membership="leave")
    assert not rules(leaving) & KNOWN
