"""Each rule: what it refuses, and what it lets be."""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import homeroom.policy
from homeroom.policy import wording
from homeroom.policy.decide import decide
from homeroom.policy.facts import (
    AccessFacts,
    EventFacts,
    Facts,
    Party,
    Presence,
    Registry,
    Room,
    RoomFacts,
)
from homeroom.policy.roles import Role
from homeroom.policy.sections.networks import Action
from homeroom.policy.verdict import Allow, Flag, Reason, Refuse
from tests.unit.policy.facts import (
    BOT,
    CLASS,
    FAMILY,
    FRESH,
    GHOST,
    MONDAY_NIGHT,
    MONDAY_NOON,
    NOBODY,
    OTHER_STUDENT,
    OTHER_TEACHER,
    POLICY,
    STRANGER,
    STUDENT,
    SUNDAY_NOON,
    SUPERVISOR,
    SYSTEM,
    TEACHER,
    TIE,
    membership,
    message,
    party,
)

PRINCIPAL = party("principal", Role.PRINCIPAL)
STAFF_ROOM = Room(venue="staff", joined=Presence.of(TEACHER))
STALE = Registry(age_seconds=30.1)
UNKEPT = Registry(age_seconds=0, capture_working=False)
BEHIND = Registry(age_seconds=0, archive_behind=True)


def rules(facts: Facts, now: datetime = MONDAY_NOON) -> set[str]:
    """The names of the rules that refuse."""
    verdict = decide(facts, POLICY, now)
    return {reason.rule for reason in verdict.reasons} if isinstance(verdict, Refuse) else set()


def closing(sender: Party) -> EventFacts:
    """Power levels of a room that is no venue any more."""
    room = replace(CLASS, venue=None)
    return message(sender=sender, type="m.room.power_levels", state=True, room=room, text=())


def direct(*joined: Party, invited: tuple[Party, ...] = ()) -> Room:
    return Room(venue="direct", joined=Presence.of(*joined), invited=Presence.of(*invited))


EVENTS: list[tuple[EventFacts, datetime, set[str]]] = [
    # an ordinary message
    (message(), MONDAY_NOON, set()),
    # school accounts only
    (message(sender=NOBODY), MONDAY_NOON, {"school_accounts"}),
    (message(sender=replace(STUDENT, active=False)), MONDAY_NOON, {"school_accounts"}),
    (membership(STRANGER, "invite", CLASS), MONDAY_NOON, {"foreign_server"}),
    (membership(NOBODY, "invite", CLASS), MONDAY_NOON, {"school_accounts"}),
    # whoever is turned out is turned out, whoever they are
    (membership(NOBODY, "ban", CLASS), MONDAY_NOON, set()),
    # designated venues only
    (message(room=replace(CLASS, venue=None)), MONDAY_NOON, {"designated_venue"}),
    (membership(STUDENT, "leave", replace(CLASS, venue=None)), MONDAY_NOON, set()),
    (message(room=replace(CLASS, venue="system")), MONDAY_NOON, {"read_only"}),
    (message(sender=SYSTEM, room=replace(CLASS, venue="system")), MONDAY_NIGHT, set()),
    (message(sender=TEACHER, room=replace(CLASS, venue="space")), MONDAY_NOON, {"read_only"}),
    # a room that is no venue any more is closed by the system account, which says nothing in it
    (closing(SYSTEM), MONDAY_NOON, set()),
    (closing(TEACHER), MONDAY_NOON, {"designated_venue"}),
    (closing(BOT), MONDAY_NOON, {"designated_venue"}),
    (message(sender=SYSTEM, room=replace(CLASS, venue=None)), MONDAY_NOON, {"designated_venue"}),
    (
        membership(STUDENT, "invite", replace(CLASS, venue=None), SYSTEM),
        MONDAY_NOON,
        {"designated_venue"},
    ),
    (message(sender=TEACHER, upgrade=True), MONDAY_NOON, {"room_upgrade"}),
    # an archive that is far behind takes nothing more; leaving goes on, and so does help
    (message(registry=BEHIND), MONDAY_NOON, {"archive_behind"}),
    (replace(membership(STUDENT, "leave", CLASS), registry=BEHIND), MONDAY_NOON, set()),
    # no encrypted rooms
    (message(type="m.room.encrypted"), MONDAY_NOON, {"no_encryption"}),
    (message(type="m.room.encryption", state=True), MONDAY_NOON, {"no_encryption"}),
    # staff and a student alone: only while a supervisor is joined
    (message(room=direct(TEACHER, STUDENT)), MONDAY_NOON, {"supervised_direct"}),
    (
        message(room=direct(TEACHER, STUDENT, invited=(SUPERVISOR,))),
        MONDAY_NOON,
        {"supervised_direct"},
    ),
    (message(room=direct(TEACHER, STUDENT, SUPERVISOR)), MONDAY_NOON, set()),
    (
        message(room=direct(TEACHER, STUDENT, replace(SUPERVISOR, active=False))),
        MONDAY_NOON,
        {"supervised_direct"},
    ),
    (message(room=direct(STUDENT, OTHER_STUDENT)), MONDAY_NOON, {"student_direct"}),
    (message(sender=TEACHER, room=direct(TEACHER, OTHER_TEACHER)), MONDAY_NIGHT, set()),
    # a direct room cannot be widened, by invitation or by joining
    (
        membership(
            OTHER_TEACHER, "invite", direct(TEACHER, SUPERVISOR, party("x", Role.PRINCIPAL))
        ),
        MONDAY_NOON,
        {"designated_venue"},
    ),
    (
        membership(STUDENT, "join", direct(TEACHER, OTHER_TEACHER), STUDENT),
        MONDAY_NOON,
        {"designated_venue"},
    ),
    # quiet hours join staff and students only
    (message(), MONDAY_NIGHT, {"hours"}),
    (message(), SUNDAY_NOON, {"hours"}),
    (message(sender=TEACHER, room=STAFF_ROOM), MONDAY_NIGHT, set()),
    (membership(STUDENT, "join", CLASS, STUDENT), MONDAY_NIGHT, set()),
    # no personal information, however it is written
    (message("call 202-555-0143"), MONDAY_NOON, {"personal_information"}),
    (message("call (202) 555.0143 now"), MONDAY_NOON, {"personal_information"}),
    (message("٢٠٢-٥٥٥-٠١٤٣"), MONDAY_NOON, {"personal_information"}),
    (message("202\u200b555\u200b0143"), MONDAY_NOON, {"personal_information"}),
    (message("page 202, exercise 555"), MONDAY_NOON, set()),
    # bridges: approved, allowed here, every student covered
    (message(sender=TEACHER, room=replace(FAMILY, ties=(TIE,))), MONDAY_NOON, set()),
    (
        message(sender=TEACHER, room=replace(FAMILY, ties=(replace(TIE, usable=False),))),
        MONDAY_NOON,
        {"approved_software"},
    ),
    (
        message(sender=TEACHER, room=replace(FAMILY, ties=(replace(TIE, allowed_here=False),))),
        MONDAY_NOON,
        {"network_in_venue"},
    ),
    (
        message(sender=TEACHER, room=replace(FAMILY, ties=(replace(TIE, uncovered=1),))),
        MONDAY_NOON,
        {"bridge_consent"},
    ),
    (
        message(sender=GHOST, room=replace(FAMILY, ties=(replace(TIE, uncovered=1),))),
        MONDAY_NOON,
        {"bridge_consent"},
    ),
    # a bridge's bot may tell of a failure, and nothing else
    (
        message(sender=BOT, notice=True, room=replace(FAMILY, ties=(replace(TIE, uncovered=1),))),
        MONDAY_NOON,
        set(),
    ),
    (
        message(sender=BOT, room=replace(FAMILY, ties=(replace(TIE, uncovered=1),))),
        MONDAY_NOON,
        {"bridge_consent"},
    ),
    # a registry that is stale, or a capture that does not work, refuses; leaving goes on
    (message(registry=STALE), MONDAY_NOON, {"registry_stale"}),
    (message(registry=UNKEPT), MONDAY_NOON, {"unrecorded"}),
    (replace(membership(STUDENT, "leave", CLASS), registry=STALE), MONDAY_NOON, set()),
    # every objection is named, none hides another
    (
        message("202-555-0143", type="m.room.encrypted", registry=STALE),
        MONDAY_NIGHT,
        {"personal_information", "no_encryption", "registry_stale", "hours"},
    ),
]


@pytest.mark.parametrize(("facts", "now", "expected"), EVENTS)
def test_events(facts: EventFacts, now: datetime, expected: set[str]) -> None:
    assert rules(facts, now) == expected


def room(*invited: Party, creator: Party = TEACHER, **changes: bool) -> RoomFacts:
    made = RoomFacts(registry=FRESH, creator=creator, direct=True, invited=invited)
    return replace(made, **changes)  # type: ignore[arg-type]


ROOMS: list[tuple[RoomFacts, set[str]]] = [
    # colleagues
    (room(OTHER_TEACHER), set()),
    # a student, with and without a supervisor
    (room(STUDENT), {"supervised_direct"}),
    (room(STUDENT, SUPERVISOR), set()),
    (room(OTHER_STUDENT, creator=STUDENT), {"student_direct"}),
    # a group is a venue, and venues are the district's
    (room(OTHER_TEACHER, direct=False), {"designated_venue"}),
    (room(OTHER_TEACHER, party("third", Role.TEACHER)), {"designated_venue"}),
    (room(), {"designated_venue"}),
    # a request that claims to be a venue
    (room(OTHER_TEACHER, claims_venue=True), {"designated_venue"}),
    (room(creator=SYSTEM, direct=False, claims_venue=True), set()),
    # strangers, encryption, a stale registry
    (room(STRANGER), {"foreign_server"}),
    (room(OTHER_TEACHER, encrypted=True), {"no_encryption"}),
    (replace(room(OTHER_TEACHER), registry=STALE), {"registry_stale"}),
]


@pytest.mark.parametrize(("facts", "expected"), ROOMS)
def test_rooms(facts: RoomFacts, expected: set[str]) -> None:
    assert rules(facts) == expected


def access(who: Party = STUDENT, trusted: bool | None = True, **changes: object) -> AccessFacts:
    made = AccessFacts(registry=FRESH, party=who, address_trusted=trusted)
    return replace(made, **changes)  # type: ignore[arg-type]


ACCESSES: list[tuple[AccessFacts, set[str]]] = [
    (access(), set()),
    # a background task has no address
    (access(trusted=None), set()),
    (access(trusted=False), {"trusted_network"}),
    (access(NOBODY), {"school_accounts"}),
    (access(replace(STUDENT, active=False)), {"school_accounts"}),
    # who is signed in goes on reading on a stale registry; nobody new signs in
    (access(registry=STALE), set()),
    (access(registry=STALE, action=Action.SIGN_IN), {"registry_stale"}),
]


@pytest.mark.parametrize(("facts", "expected"), ACCESSES)
def test_accesses(facts: AccessFacts, expected: set[str]) -> None:
    assert rules(facts) == expected


PARTIES = st.sampled_from(
    [TEACHER, STUDENT, SUPERVISOR, GHOST, BOT, NOBODY, STRANGER, OTHER_STUDENT]
)


@given(
    sender=PARTIES,
    joined=st.lists(PARTIES, max_size=4),
    venue=st.sampled_from([None, "class", "family", "direct", "staff"]),
    body=st.text(max_size=40),
)
def test_invariant_5_no_consent_never_yields_allow(
    sender: Party, joined: list[Party], venue: str | None, body: str
) -> None:
    tied = Room(venue=venue, joined=Presence.of(*joined), ties=(replace(TIE, uncovered=1),))  # type: ignore[arg-type]
    verdict = decide(message(body, sender=sender, room=tied), POLICY, MONDAY_NOON)
    assert isinstance(verdict, Refuse)


@given(body=st.text(max_size=200))
def test_rules_never_raise_on_any_text(body: str) -> None:
    assert isinstance(decide(message(body), POLICY, MONDAY_NOON), Allow | Flag | Refuse)


def test_every_reason_has_words_in_both_languages() -> None:
    seen = {reason for facts, _, expected in EVENTS for reason in expected}
    details = dict.fromkeys(("network", "students", "hours", "error_id", "megabytes"), "x")
    details |= {"kinds": "phone", "allowed": "pdf"}
    details |= {"opens": "2026-11-23T07:00", "seconds": "3"}
    for rule, words in wording.WORDING.items():
        assert set(words) == {"en", "es"}
        for language in words:
            assert "{" not in wording.explain(
                Reason(rule=rule, clause="", details=details), language
            )
    assert seen <= set(wording.WORDING)


def test_invariant_13_a_rule_never_reads_the_clock_nor_does_io() -> None:
    """Neither called nor handed on, however it is imported."""
    clocks = {"now", "today", "utcnow", "monotonic", "perf_counter", "time_ns"}
    doing = {"open", "print", "getLogger"}
    modules = {"time", "os", "io", "socket", "logging", "random", "secrets"}
    for file in Path(homeroom.policy.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            used: set[str] = set()
            match node:
                case ast.Attribute(attr=name, value=ast.Name(id="datetime" | "date")):
                    used = {name} & clocks
                case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
                    used = {name} & (clocks | doing)
                case ast.Import(names=names):
                    used = {each.name for each in names} & modules
                case ast.ImportFrom(module=module):
                    used = {str(module)} & modules
            assert not used, f"{file}:{node} {used}"
