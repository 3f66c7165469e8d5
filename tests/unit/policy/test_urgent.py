"""Urgent notices, and the acknowledgement that they do not wait for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.policy import rules as all_rules
from homeroom.policy.decide import decide
from homeroom.policy.facts import Attachment, EventFacts, Party, Presence, Registry, Room
from homeroom.policy.policy import Acknowledgement, Asked, Policy
from homeroom.policy.roles import Role
from homeroom.policy.verdict import Allow, Flag, Reason, Refuse, Verdict
from tests.unit.policy.detect.adding import LINES, lengthened
from tests.unit.policy.facts import (
    BOT,
    CLASS,
    FAMILY,
    GHOST,
    MONDAY_NIGHT,
    MONDAY_NOON,
    OTHER_TEACHER,
    POLICY,
    STUDENT,
    SYSTEM,
    TEACHER,
    TIE,
    message,
    party,
    saying,
    telling,
)
from tests.unit.policy.test_venues import with_rules

PRINCIPAL = party("principal", Role.PRINCIPAL, heads=True)
PUBLISHED = datetime(2026, 11, 1, 12, tzinfo=UTC)
ASKING = replace(POLICY, asked=Asked(version=3, since=PUBLISHED))
EVERYTHING = replace(
    with_rules("class", supervised="always", post=frozenset(), slow_mode_seconds=3600),
    asked=Asked(version=3, since=PUBLISHED),
)


def urgent(sender: Party = TEACHER, **changes: object) -> EventFacts:
    made = message("Fire drill. Call 202-555-0143.", sender=sender, urgent=True)
    return replace(made, **changes)  # type: ignore[arg-type]


def refused(verdict: Verdict) -> set[str]:
    return {reason.rule for reason in verdict.reasons} if isinstance(verdict, Refuse) else set()


@pytest.mark.parametrize("sender", [TEACHER, PRINCIPAL, SYSTEM])
def test_it_passes_at_any_hour_and_is_flagged_for_review(sender: Party) -> None:
    facts = urgent(sender, seconds_since_last=1.0)
    verdict = decide(facts, EVERYTHING, MONDAY_NIGHT)
    assert isinstance(verdict, Flag)
    assert [flag.rule for flag in verdict.reasons] == ["urgent_notice"]


def test_the_flag_names_what_it_overrode() -> None:
    verdict = decide(urgent(), EVERYTHING, MONDAY_NIGHT)
    assert isinstance(verdict, Flag)
    overrode = verdict.reasons[0].details["overrode"].split(",")
    expected = {
        *("acknowledgement", "hours", "personal_information", "read_only", "supervised_room"),
    }
    assert set(overrode) == expected


SENDERS = st.sampled_from([TEACHER, STUDENT, PRINCIPAL, SYSTEM, GHOST, BOT, OTHER_TEACHER])
FACTS = st.builds(
    EventFacts,
    registry=st.sampled_from([Registry(age_seconds=0), Registry(age_seconds=99)]),
    sender=SENDERS,
    type=st.sampled_from(["m.room.message", "m.call.invite", "m.room.topic"]),
    state=st.booleans(),
    room=st.builds(
        Room,
        venue=st.sampled_from([None, "class", "club", "announcement", "direct", "family", "staff"]),
        joined=st.lists(SENDERS, max_size=4).map(lambda found: Presence.of(*found)),
        ties=st.sampled_from([(), (TIE,), (replace(TIE, uncovered=1),)]),
    ),
    acts=st.sampled_from([("post",), ("upload",), ("edit", "upload"), ("react",), ("settings",)]),
    acknowledged=st.integers(0, 4),
    seconds_since_last=st.none() | st.floats(0, 100),
    urgent=st.booleans(),
)
TEXTS = st.lists(
    st.sampled_from(["hi", "202-555-0143", "a@b.example", "add me on snap", "in the book,"]),
    max_size=3,
)
INSTANTS = st.sampled_from([MONDAY_NOON, MONDAY_NIGHT])


STOPPED: list[tuple[EventFacts, set[str]]] = [
    # capture, and media that nobody could keep
    (urgent(registry=Registry(age_seconds=0, capture_working=False)), {"unrecorded"}),
    (urgent(attachments=(Attachment(here=False),)), {"incomplete_media"}),
    # approval and consent, and a registry too old to know them
    (urgent(room=replace(FAMILY, ties=(replace(TIE, usable=False),))), {"approved_software"}),
    (urgent(room=replace(FAMILY, ties=(replace(TIE, uncovered=1),))), {"bridge_consent"}),
    (urgent(registry=Registry(age_seconds=31)), {"registry_stale"}),
    # a missing consent under the name that a class is told
    (
        urgent(
            room=Room(
                venue="club",
                joined=Presence.of(TEACHER, OTHER_TEACHER),
                ties=(replace(TIE, uncovered=1),),
            )
        ),
        {"room_paused"},
    ),
]


@given(facts=FACTS, now=INSTANTS)
def test_invariant_5_nothing_urgent_crosses_without_consent_and_approval(
    facts: EventFacts, now: datetime
) -> None:
    """Whatever else it overrides, and whatever the refusal is called in that room."""
    for tie in (replace(TIE, uncovered=1), replace(TIE, usable=False)):
        tied = replace(facts, urgent=True, room=replace(facts.room, ties=(tie,)))
        assert isinstance(decide(tied, EVERYTHING, now), Refuse)


@pytest.mark.parametrize(("facts", "expected"), STOPPED)
def test_only_capture_consent_and_approval_stop_it(facts: EventFacts, expected: set[str]) -> None:
    assert refused(decide(facts, EVERYTHING, MONDAY_NIGHT)) == expected


FORGED: list[EventFacts] = [
    # students, another class's teacher, who is outside, a bridge's bot, who is gone
    urgent(STUDENT),
    urgent(OTHER_TEACHER),
    urgent(GHOST),
    urgent(BOT),
    urgent(replace(PRINCIPAL, active=False)),
    urgent(replace(PRINCIPAL, heads=False)),  # of another school
    # in a room of two, or one that is no venue
    urgent(PRINCIPAL, room=Room(venue="direct", joined=Presence.of(PRINCIPAL, STUDENT))),
    urgent(PRINCIPAL, room=replace(CLASS, venue=None)),
    # as a setting, or under another type
    urgent(state=True, type="m.room.topic", acts=("settings",)),
    urgent(type="org.example.custom"),
]


@pytest.mark.parametrize("facts", FORGED)
def test_nobody_else_can_mark_a_message_as_urgent(facts: EventFacts) -> None:
    assert "urgent_not_entitled" in refused(decide(facts, POLICY, MONDAY_NOON))


@pytest.mark.parametrize("facts", FORGED)
def test_a_mark_without_the_right_overrides_nothing(facts: EventFacts) -> None:
    plain = refused(decide(replace(facts, urgent=False), POLICY, MONDAY_NIGHT))
    assert plain <= refused(decide(facts, POLICY, MONDAY_NIGHT))


def later(days: float) -> datetime:
    return PUBLISHED.replace(hour=12) + timedelta(days=days)


ACKNOWLEDGED: list[tuple[EventFacts, Policy, float, set[str]]] = [
    # within the days of grace, on their last, after them
    (message(acknowledged=2), ASKING, 1, set()),
    (message(acknowledged=2), ASKING, 15, {"acknowledgement"}),
    (message(acknowledged=0), ASKING, 15, {"acknowledgement"}),
    (message(acknowledged=3), ASKING, 15, set()),
    (message(acknowledged=4), ASKING, 15, set()),
    # teachers too; who is no user cannot be asked
    (message(acknowledged=0, sender=TEACHER), ASKING, 15, {"acknowledgement"}),
    (message(acknowledged=0, sender=GHOST), ASKING, 15, set()),
    (message(acknowledged=0, sender=SYSTEM), ASKING, 15, set()),
    # taking back, coming and going need none
    (message(acknowledged=0, acts=("redact",)), ASKING, 15, set()),
    (message(acknowledged=0, acts=("join",)), ASKING, 15, set()),
    (message(acknowledged=0, acts=("react",)), ASKING, 15, {"acknowledgement"}),
    # unless there are words to it
    (
        replace(telling(STUDENT, "leave", CLASS, STUDENT), acknowledged=0),
        ASKING,
        15,
        {"acknowledgement"},
    ),
    # where the district does not require it, and where no version asks
    (
        message(acknowledged=0),
        replace(ASKING, acknowledgement=Acknowledgement(required=False)),
        15,
        set(),
    ),
    (message(acknowledged=0), POLICY, 15, set()),
]


@pytest.mark.parametrize(("facts", "policy", "days", "expected"), ACKNOWLEDGED)
def test_who_posts_has_acknowledged(
    facts: EventFacts, policy: Policy, days: float, expected: set[str]
) -> None:
    open_all_day = replace(policy, hours=replace(policy.hours, days=frozenset()))
    found = refused(decide(facts, open_all_day, later(days)))
    assert found - {"hours"} == expected


@given(facts=FACTS, now=INSTANTS, texts=TEXTS, more=TEXTS | st.lists(st.text(max_size=30)))
def test_adding_text_never_turns_a_refusal_into_an_allowance(
    facts: EventFacts, now: datetime, texts: list[str], more: list[str]
) -> None:
    before = decide(saying(facts, *texts), EVERYTHING, now)
    after = decide(saying(facts, *texts, *more), EVERYTHING, now)
    assert refused(before) <= refused(after)


@given(facts=FACTS, added=lengthened(LINES | TEXTS.map(" ".join)))
def test_more_of_the_same_text_never_turns_a_refusal_into_an_allowance(
    facts: EventFacts, added: tuple[str, str]
) -> None:
    """What may be a lesson's, or is broken by what was added, is looked at by somebody."""
    said, longer = added
    if isinstance(decide(saying(facts, said), EVERYTHING, MONDAY_NOON), Refuse):
        after = decide(saying(facts, longer), EVERYTHING, MONDAY_NOON)
        assert not isinstance(after, Allow)


@given(facts=FACTS)
def test_no_later_day_takes_a_duty_to_acknowledge_back(facts: EventFacts) -> None:
    found = [
        "acknowledgement" in refused(decide(facts, EVERYTHING, later(days)))
        for days in (0, 13.9, 14, 90)
    ]
    assert not any(earlier and not after for earlier, after in pairwise(found))


def test_an_ordinary_message_is_still_allowed() -> None:
    assert isinstance(decide(message(), POLICY, MONDAY_NOON), Allow)


def test_a_rule_that_nobody_thought_of_stops_it() -> None:
    """What is overridden is named; everything else stands, so a new rule is safe by itself."""
    left, flag = all_rules.urgent.override(
        [Reason(rule="hours", clause=""), Reason(rule="a_new_rule", clause="")]
    )
    assert [reason.rule for reason in left] == ["a_new_rule"]
    assert flag.details["overrode"] == "hours"
