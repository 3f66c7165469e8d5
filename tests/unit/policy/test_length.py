"""What no room could carry is refused in words that help."""

from __future__ import annotations

from dataclasses import replace

import pytest

from homeroom.policy.decide import decide
from homeroom.policy.facts import EventFacts
from homeroom.policy.rules.length import MOST_BYTES
from homeroom.policy.verdict import Refuse
from homeroom.policy.wording import explain
from tests.unit.policy.facts import (
    CLASS,
    MONDAY_NOON,
    POLICY,
    STUDENT,
    TEACHER,
    membership,
    message,
)


@pytest.mark.parametrize(
    ("facts", "refused"),
    [
        (message(), False),
        (message(bytes=MOST_BYTES), False),
        (message(bytes=MOST_BYTES + 1), True),
        # whoever says it, in whatever type
        (message(sender=TEACHER, type="org.example.custom", bytes=10**6), True),
        # leaving is always possible
        (replace(membership(STUDENT, "leave", CLASS), bytes=10**6), False),
    ],
)
def test_too_long(facts: EventFacts, refused: bool) -> None:
    verdict = decide(facts, POLICY, MONDAY_NOON)
    rules = {reason.rule for reason in verdict.reasons} if isinstance(verdict, Refuse) else set()
    assert ("too_long" in rules) is refused


def test_it_says_what_to_do_instead() -> None:
    verdict = decide(message(bytes=MOST_BYTES + 1), POLICY, MONDAY_NOON)
    assert isinstance(verdict, Refuse)
    assert "Cut it" in explain(verdict.reasons[0], "en")
    assert "Divídelo" in explain(verdict.reasons[0], "es")
