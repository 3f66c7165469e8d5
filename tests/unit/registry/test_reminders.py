"""What is told 60, 30 and 7 days before an end, and 30 days before somebody turns 18: once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from homeroom.registry.model import State
from homeroom.registry.reminders import due_reminders, stage
from homeroom.registry.snapshot import Snapshot, fold
from tests.unit.registry.household import STUDENT, TERMS, TOOL, signed
from tests.unit.registry.test_seeing import decision

ENDS = date(2027, 6, 30)
TODAY = ENDS - timedelta(days=60)
TEST_TOOL = replace(TOOL, agreement=replace(TERMS, ends=ENDS))

STAGES = [(61, None), (60, 60), (45, 60), (31, 60), (30, 30), (8, 30), (7, 7), (0, 7), (-1, None)]


def known(*states: State) -> Snapshot:
    return fold(Snapshot(), (decision(i + 1, state) for i, state in enumerate(states)))


@pytest.mark.parametrize(("days", "expected"), STAGES)
def test_the_days_before_an_end(days: int, expected: int | None) -> None:
    """A day on which nobody could be told is made up for on the next."""
    assert stage(ENDS, ENDS - timedelta(days=days)) == expected


def test_each_is_told_once_a_stage_and_again_for_a_renewed_agreement() -> None:
    sent: set[str] = set()
    told: list[tuple[int, str]] = []
    for days in range(70, -3, -1):
        due = due_reminders(known(TEST_TOOL), ENDS - timedelta(days=days), sent)
        told += [(days, reminder.tool) for reminder in due]
        sent |= {reminder.key for reminder in due}
    assert told == [(60, "whatsapp"), (30, "whatsapp"), (7, "whatsapp")]
    renewed = replace(TEST_TOOL, agreement=replace(TERMS, ends=ENDS + timedelta(days=365)))
    assert due_reminders(known(renewed), ENDS, sent) == []
    assert len(due_reminders(known(renewed), ENDS + timedelta(days=310), sent)) == 1


def test_what_does_not_count_is_not_told() -> None:
    for tool in (
        replace(TEST_TOOL, state="suspended"),
        replace(TEST_TOOL, state="requested"),
        replace(TEST_TOOL, agreement=None),
    ):
        assert due_reminders(known(tool), TODAY, ()) == []


def test_consents_that_end_together_are_told_together() -> None:
    given = [replace(signed(expires=ENDS), id=str(n)) for n in range(3)]
    others = (
        replace(signed(expires=ENDS), id="r", state="revoked"),
        replace(signed(expires=ENDS), id="n", state="refused"),
        replace(signed(expires=ENDS, on=ENDS), id="later"),
        replace(signed(expires=ENDS + timedelta(days=99)), id="far"),
    )
    (reminder,) = due_reminders(known(*given, *others), TODAY, ())
    assert (reminder.kind, reminder.count, reminder.day) == ("consents", 3, ENDS)


BIRTHDAY = date(2030, 5, 1)
ASKED = [(31, False), (30, True), (1, True), (0, True), (-1, False)]


@pytest.mark.parametrize(("days", "asked"), ASKED)
def test_students_are_asked_before_they_turn_18(days: int, asked: bool) -> None:
    due = due_reminders(known(STUDENT), BIRTHDAY - timedelta(days=days), ())
    assert [(r.kind, r.student, r.day) for r in due] == (
        [("adulthood", "student", BIRTHDAY)] if asked else []
    )


def test_nobody_is_asked_whose_birthday_or_account_is_unknown() -> None:
    day = BIRTHDAY - timedelta(days=10)
    for person in (
        replace(STUDENT, birth_date=None),
        replace(STUDENT, user_id=None),
        replace(STUDENT, active=False),
    ):
        assert due_reminders(known(person), day, ()) == []
