"""The order of the rules changes no verdict, and a refusal keeps every flag (invariant 14)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from importlib import import_module
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.policy import rules
from homeroom.policy.decide import decide
from homeroom.policy.detect import KINDS, Found
from homeroom.policy.facts import (
    AccessFacts,
    Attachment,
    DoorFacts,
    EventFacts,
    Facts,
    Registry,
    RoomFacts,
)
from homeroom.policy.policy import Networks
from homeroom.policy.roles import Role
from homeroom.policy.sections.networks import Action, Treatment
from homeroom.policy.verdict import Allow, Flag, Reason, Refuse, Verdict, flags_of
from tests.unit.policy.facts import FRESH, MONDAY_NIGHT, MONDAY_NOON, POLICY
from tests.unit.policy.test_attacks import EVENTS, PARTIES
from tests.unit.policy.test_urgent import FACTS as URGENT

HOME: dict[Action, Treatment] = dict.fromkeys(Action, "record")
LENIENT = replace(POLICY, networks=Networks(untrusted=dict.fromkeys(Role, HOME)))
TABLES = (
    "EVENT_RULES",
    "EVENT_FLAGS",
    "ROOM_RULES",
    "ROOM_FLAGS",
    "ACCESS_RULES",
    "ACCESS_FLAGS",
    "DOOR_RULES",
    "DOOR_FLAGS",
)
FOUND = st.lists(
    st.builds(Found, st.sampled_from(KINDS), st.just("x"), st.just(0), st.booleans()), max_size=4
).map(tuple)
REGISTRIES = st.sampled_from([FRESH, Registry(age_seconds=99), replace(FRESH, archive_behind=True)])
FILES = st.sampled_from([(), (Attachment(read=False),), (Attachment(here=False, kind="other"),)])
FACTS: st.SearchStrategy[Facts] = st.one_of(
    st.builds(
        lambda facts, found, files: replace(facts, findings=found, attachments=files),
        EVENTS | URGENT,
        FOUND,
        FILES,
    ),
    st.builds(
        RoomFacts,
        registry=REGISTRIES,
        creator=PARTIES,
        direct=st.booleans(),
        invited=st.lists(PARTIES, max_size=3).map(tuple),
        encrypted=st.booleans(),
        opens=st.booleans(),
        findings=FOUND,
    ),
    st.builds(
        AccessFacts,
        registry=REGISTRIES,
        party=PARTIES,
        address_trusted=st.sampled_from([True, False, None]),
        action=st.sampled_from(Action),
        changes=st.booleans(),
        way=st.sampled_from(["sign_on", "own_password", "break_glass"]),
        groups=st.sampled_from(["fit", "missing", "contrary"]),
        client_approved=st.booleans(),
    ),
    st.builds(DoorFacts, party=PARTIES, way=st.just("PUT /x"), open=st.booleans(), findings=FOUND),
)
INSTANTS = st.sampled_from([MONDAY_NOON, MONDAY_NIGHT])


def told(reasons: Iterable[Reason]) -> list[str]:
    """Reasons with everything they say, in no order."""
    return sorted(map(repr, reasons))


def whole(verdict: Verdict) -> tuple[type[Verdict], list[str], list[str]]:
    """A verdict with its reasons and its flags."""
    refused = verdict.reasons if isinstance(verdict, Refuse) else ()
    return type(verdict), told(refused), told(flags_of(verdict))


@given(facts=FACTS, now=INSTANTS, random=st.randoms(use_true_random=False))
def test_the_order_of_the_rules_never_changes_the_verdict(
    facts: Facts, now: datetime, random: Random
) -> None:
    """Neither the reasons nor the flags, in any table."""
    before = whole(decide(facts, LENIENT, now))
    with pytest.MonkeyPatch.context() as patched:
        for table in TABLES:
            given_order: Sequence[object] = getattr(rules, table)
            shuffled = random.sample(given_order, len(given_order))
            patched.setattr(import_module("homeroom.policy.decide"), table, tuple(shuffled))
        assert whole(decide(facts, LENIENT, now)) == before


def flags_alone(facts: Facts, now: datetime) -> list[Reason | None]:
    """What each flag says when it is asked by itself."""
    match facts:
        case EventFacts():
            return [flag(facts, LENIENT, now) for flag in rules.EVENT_FLAGS]
        case RoomFacts():
            return [flag(facts, LENIENT, now) for flag in rules.ROOM_FLAGS]
        case AccessFacts():
            return [flag(facts, LENIENT, now) for flag in rules.ACCESS_FLAGS]
        case DoorFacts():
            return [flag(facts, LENIENT, now) for flag in rules.DOOR_FLAGS]


@given(facts=FACTS, now=INSTANTS)
def test_invariant_14_a_refusal_keeps_every_flag(facts: Facts, now: datetime) -> None:
    """Whatever refuses, and however much of it there is."""
    verdict = decide(facts, LENIENT, now)
    expected = told(reason for reason in flags_alone(facts, now) if reason is not None)
    kept = told(flags_of(verdict))
    assert set(expected) <= set(kept)
    assert not (expected and isinstance(verdict, Allow))
    if isinstance(verdict, Flag):
        assert verdict.reasons


def test_every_table_is_shuffled() -> None:
    assert {name for name in vars(rules) if name.isupper()} == set(TABLES)
