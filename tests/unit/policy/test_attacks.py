"""Ways round the rules that somebody could try; each was open once, or nearly."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.policy.decide import decide
from homeroom.policy.detect import KINDS, Found
from homeroom.policy.facts import (
    AccessFacts,
    DoorFacts,
    EventFacts,
    Facts,
    Party,
    Presence,
    Room,
    RoomFacts,
)
from homeroom.policy.roles import Role
from homeroom.policy.rules import EVENT_RULES
from homeroom.policy.sections.networks import Action
from homeroom.policy.verdict import Refuse
from tests.unit.policy.facts import (
    BOT,
    CLASS,
    FRESH,
    GHOST,
    MONDAY_NIGHT,
    MONDAY_NOON,
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


def direct(*joined: Party, invited: tuple[Party, ...] = ()) -> Room:
    return Room(venue="direct", joined=Presence.of(*joined), invited=Presence.of(*invited))


ALONE = direct(TEACHER, STUDENT)
INVITED = direct(TEACHER, invited=(STUDENT, SUPERVISOR))
WATCHED = direct(TEACHER, STUDENT, SUPERVISOR)
BOTH = party("both", Role.TEACHER, Role.SUPERVISOR, supervises=True)


def refused_by(facts: Facts, now: datetime = MONDAY_NOON) -> set[str]:
    """The names of the rules that refuse."""
    verdict = decide(facts, POLICY, now)
    return {reason.rule for reason in verdict.reasons} if isinstance(verdict, Refuse) else set()


def setting(kind: str, room: Room, sender: Party = TEACHER, **changes: Any) -> EventFacts:
    return message(type=kind, state=True, room=room, sender=sender, **changes)


TALK: list[tuple[EventFacts, set[str]]] = [
    # words in a setting, once somebody else is there
    (setting("m.room.power_levels", ALONE), {"supervised_direct"}),
    (setting("m.room.canonical_alias", ALONE), {"supervised_direct"}),
    # what createRoom sends while the creator is alone
    (setting("m.room.power_levels", direct(TEACHER)), set()),
    # a message that borrows the type of a setting
    (message(type="m.room.member", room=ALONE), {"supervised_direct"}),
    (message(type="m.room.power_levels", room=INVITED), {"supervised_direct"}),
    # a membership said again, with words in its reason or name
    (membership(TEACHER, "join", ALONE, TEACHER), {"supervised_direct"}),
    (membership(STUDENT, "invite", INVITED), {"supervised_direct"}),
    # coming in, and leaving, go on
    (membership(SUPERVISOR, "join", INVITED, SUPERVISOR), set()),
    (membership(SUPERVISOR, "invite", direct(TEACHER, invited=(STUDENT,))), set()),
    (membership(STUDENT, "leave", ALONE, STUDENT), set()),
    # words in the reason of coming, leaving, or turning somebody out
    (telling(SUPERVISOR, "join", INVITED, SUPERVISOR), {"supervised_direct"}),
    (telling(STUDENT, "leave", ALONE, STUDENT), {"supervised_direct"}),
    (telling(STUDENT, "ban", ALONE), {"supervised_direct"}),
    # to somebody who is not there
    (telling(STUDENT, "invite", direct(TEACHER)), {"supervised_direct"}),
    (telling(STUDENT, "leave", direct(TEACHER)), {"supervised_direct"}),
    # nobody supervises himself
    (
        message(sender=SUPERVISOR, room=direct(SUPERVISOR, STUDENT)),
        {"supervised_direct"},
    ),
    (
        message(sender=BOTH, room=direct(BOTH, STUDENT)),
        {"supervised_direct"},
    ),
    (message(sender=BOTH, room=direct(BOTH, STUDENT, SUPERVISOR)), set()),
    # a former supervisor
    (
        message(room=direct(TEACHER, STUDENT, replace(SUPERVISOR, active=False))),
        {"supervised_direct"},
    ),
    # a room opened to all
    (setting("m.room.join_rules", WATCHED, opens=True), {"invitation_only"}),
    (setting("m.room.history_visibility", CLASS, opens=True), {"invitation_only"}),
]


@pytest.mark.parametrize(("facts", "expected"), TALK)
def test_no_word_round_supervision(facts: EventFacts, expected: set[str]) -> None:
    assert refused_by(facts) == expected


WATCHLESS = {"hours", "one_to_one"}
QUIET: list[tuple[EventFacts, set[str]]] = [
    # a topic or a name is read like a message
    (setting("m.room.topic", CLASS), {"hours"}),
    (setting("m.room.name", WATCHED), {"hours"}),
    (message(type="m.room.member", room=CLASS), {"hours"}),
    # coming in is no message, and going is none; the words to it are
    (membership(STUDENT, "join", CLASS, STUDENT), set()),
    (membership(STUDENT, "ban", CLASS), set()),
    (telling(STUDENT, "join", CLASS, STUDENT), {"hours"}),
    (telling(STUDENT, "leave", CLASS, STUDENT), {"hours"}),
    (telling(STUDENT, "leave", CLASS), {"hours"}),
    (telling(STUDENT, "ban", CLASS), {"hours"}),
    (telling(STUDENT, "invite", CLASS), {"hours"}),
    # to somebody who is out
    (telling(STUDENT, "ban", Room(venue="class", joined=Presence.of(TEACHER))), WATCHLESS),
    # the district sets up its rooms at night, too
    (setting("m.room.name", CLASS, sender=SYSTEM), set()),
]


@pytest.mark.parametrize(("facts", "expected"), QUIET)
def test_quiet_hours_are_no_matter_of_the_type(facts: EventFacts, expected: set[str]) -> None:
    assert refused_by(facts, MONDAY_NIGHT) == expected


@pytest.mark.parametrize("party", [GHOST, BOT, SYSTEM])
def test_who_is_no_person_never_signs_in(party: Party) -> None:
    """Their accounts have no owner: a bridge and the module speak for them."""
    facts = AccessFacts(registry=FRESH, party=party, address_trusted=True, action=Action.SIGN_IN)
    assert refused_by(facts) == {"school_accounts"}


def test_side_doors_are_closed() -> None:
    facts = DoorFacts(party=STUDENT, way="PUT /sendToDevice")
    assert refused_by(facts) == {"side_door"}


def test_no_public_room() -> None:
    facts = RoomFacts(
        registry=FRESH, creator=TEACHER, direct=True, invited=(OTHER_TEACHER,), opens=True
    )
    assert refused_by(facts) == {"invitation_only"}


WRITTEN: list[tuple[str, bool]] = [
    # as keycaps, with joiners, with a soft hyphen, beside half a character
    ("".join(f"{digit}\ufe0f\u20e3" for digit in "2025550143"), True),
    ("202\u034f555\u034f0143", True),
    ("202\u00ad555\u00ad0143", True),
    ("\ud83d a@b 202-555-0143", True),
    # in full width, as mathematics, in Arabic, in Devanagari
    ("２０２５５５０１４３", True),
    ("𝟐𝟎𝟐-𝟓𝟓𝟓-𝟎𝟏𝟒𝟑", True),
    ("٢٠٢٥٥٥٠١٤٣", True),
    ("२०२५५५०१४३", True),
    # what is no number
    ("2+2=4, page 555, line 143", False),
    ("2026-11-23 12:00", False),
]


@pytest.mark.parametrize(("text", "found"), WRITTEN)
def test_a_number_is_found_however_it_is_written(text: str, found: bool) -> None:
    assert refused_by(message(text)) == ({"personal_information"} if found else set())


PARTIES = st.sampled_from([TEACHER, STUDENT, SUPERVISOR, GHOST, BOT, SYSTEM, BOTH])
FOUND = [Found(kind, "x", 0, doubtful) for kind in KINDS for doubtful in (True, False)]
EVENTS = st.builds(
    EventFacts,
    registry=st.just(FRESH),
    sender=PARTIES,
    type=st.sampled_from(["m.room.message", "m.room.member", "m.room.topic", "m.room.encrypted"]),
    state=st.booleans(),
    room=st.builds(
        Room,
        venue=st.sampled_from([None, "class", "family", "direct", "system"]),
        joined=st.lists(PARTIES, max_size=4).map(lambda found: Presence.of(*found)),
        invited=st.lists(PARTIES, max_size=2).map(lambda found: Presence.of(*found)),
    ),
    findings=st.lists(st.sampled_from(FOUND), max_size=3).map(tuple),
    membership=st.sampled_from([None, "join", "invite", "leave", "ban", "knock", ""]),
    target=st.none() | PARTIES,
    opens=st.booleans(),
)


@given(facts=EVENTS, now=st.sampled_from([MONDAY_NOON, MONDAY_NIGHT]))
def test_any_objection_refuses_and_none_hides_another(facts: EventFacts, now: datetime) -> None:
    """Each rule asked alone gives the same reasons as the verdict, and no facts raise."""
    alone = [rule(facts, POLICY, now) for rule in EVENT_RULES]
    assert refused_by(facts, now) == {reason.rule for reason in alone if reason}


@given(facts=EVENTS)
def test_invariant_15_no_event_but_leaves_and_coming_in(facts: EventFacts) -> None:
    """Nothing said in a direct room of a teacher and a student without another adult."""
    said = replace(facts, room=ALONE, sender=TEACHER, membership=None, target=None)
    assert "supervised_direct" in refused_by(said)
