"""A reviewer's leave: for some rules, for this message, and never for what others were promised."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from homeroom.policy.decide import decide
from homeroom.policy.facts import Room
from homeroom.policy.verdict import Flag, Refuse
from homeroom.policy.waiving import WAIVABLE, Leave
from homeroom.policy.wording import WORDING
from tests.unit.policy.facts import MONDAY_NIGHT, POLICY, message

SOON = MONDAY_NIGHT + timedelta(hours=1)
ALL = Leave(id="$1", rules=frozenset(WORDING), expires=SOON)
NEVER = {
    "approved_software",
    "bridge_consent",
    "network_in_venue",
    "no_encryption",
    "registry_stale",
    "school_accounts",
    "foreign_server",
    "supervised_direct",
    "supervised_room",
    "one_to_one",
    "unrecorded",
    "restricted",
    "room_paused",
    "trusted_network",
    "outside_contact",
    "acknowledgement",
    "side_door",
    "error",
}


def test_what_was_let_pass_passes_and_is_flagged() -> None:
    late = message(leave=ALL)
    verdict = decide(late, POLICY, MONDAY_NIGHT)
    assert isinstance(verdict, Flag)
    assert [(flag.rule, flag.waived) for flag in verdict.reasons] == [("hours", True)]
    assert isinstance(decide(replace(late, leave=None), POLICY, MONDAY_NIGHT), Refuse)


def test_not_when_it_has_expired() -> None:
    expired = replace(ALL, expires=MONDAY_NIGHT)
    assert isinstance(decide(message(leave=expired), POLICY, MONDAY_NIGHT), Refuse)


def test_only_the_rules_that_the_reviewer_saw() -> None:
    other = replace(ALL, rules=frozenset({"personal_information"}))
    assert isinstance(decide(message(leave=other), POLICY, MONDAY_NIGHT), Refuse)


def test_all_of_it_or_nothing() -> None:
    """A leave for the hour does not open a room that nobody designated; both are named."""
    verdict = decide(message(leave=ALL, room=Room(venue=None)), POLICY, MONDAY_NIGHT)
    assert isinstance(verdict, Refuse)
    assert "designated_venue" in {reason.rule for reason in verdict.reasons}
    assert not any(reason.waived for reason in (*verdict.reasons, *verdict.flags))


@pytest.mark.parametrize("rule", sorted(NEVER))
def test_never_what_was_promised_to_others(rule: str) -> None:
    assert rule in WORDING
    assert rule not in WAIVABLE


def test_each_names_a_rule() -> None:
    assert set(WORDING) >= WAIVABLE
