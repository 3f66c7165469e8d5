"""IT is told what is wrong with the record, once, and when it is over; both are in the record."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

from homeroom.archive.health import Limits
from homeroom.db.roles import DatabaseRole
from homeroom.policy.roles import Role
from homeroom.steward.alarm_words import WORDS, told
from homeroom.steward.homeserver import Homeserver
from homeroom.steward.task import Office
from homeroom.steward.tasks.alarms import Alarms
from tests.fixtures.synapse import School
from tests.integration.steward.test_reminders import notices_of

NEVER = timedelta(seconds=-1)
LATER = timedelta(days=9)
LAX = Limits(outbox_age=LATER, published_within=LATER, compared_within=LATER)


def test_it_is_told_of_an_alarm_once_and_when_it_is_over(school: School) -> None:
    reader, teacher = school.account(Role.IT), school.account(Role.TEACHER)
    with Homeserver(school.config) as homeserver:
        office = Office(
            config=school.config,
            engine=school.connect(DatabaseRole.STEWARD).engine,
            homeserver=homeserver,
            stopping=threading.Event(),
        )
        wrong = replace(LAX, compared_within=NEVER)
        Alarms(wrong)(office)
        Alarms(wrong)(office)  # a steward that was started anew
        assert notices_of(reader).count(told("not_compared", "en", up=True)) == 1
        assert told("not_compared", "en", up=True) not in notices_of(teacher)
        Alarms(LAX)(office)
        Alarms(LAX)(office)
        assert notices_of(reader).count(told("not_compared", "en", up=False)) == 1
    said = [each for each in school.kept("alarm") if each["fault"] == "not_compared"]
    assert [each["up"] for each in said] == [True, False]


def test_every_fault_has_words_in_both_languages() -> None:
    for fault, words in WORDS.items():
        assert set(words) == {"en", "es"}
        assert told(fault, "es", up=False).startswith("Ya pasó: ")
