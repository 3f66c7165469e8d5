"""Reminders reach their people's notices in a running homeserver, each once, and are recorded."""

from __future__ import annotations

import itertools
import json
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

from homeroom.db.roles import DatabaseRole
from homeroom.policy.roles import Role
from homeroom.registry import tools
from homeroom.registry.decisions import record
from homeroom.steward.homeserver import Homeserver
from homeroom.steward.task import Office
from homeroom.steward.tasks.reminders import Reminders
from tests.fixtures.synapse import Account, School

LOOKS = itertools.count(50)


def notices_of(account: Account) -> list[str]:
    """The words of every notice that somebody has.

    Each look has a filter of its own: Synapse keeps the answer to a first sync for two minutes.
    """
    limited = json.dumps({"room": {"timeline": {"limit": next(LOOKS)}}})
    answer = account.call("GET", f"/sync?timeout=0&filter={quote(limited)}").json()
    rooms = answer.get("rooms", {}).get("join", {})
    return [
        event["content"].get("body", "")
        for room in rooms.values()
        for event in room["timeline"]["events"]
        if event["content"].get("msgtype") == "m.notice"
    ]


def remind(school: School) -> None:
    """As the steward does, once."""
    with Homeserver(school.config) as homeserver:
        office = Office(
            config=school.config,
            engine=school.connect(DatabaseRole.STEWARD).engine,
            homeserver=homeserver,
            stopping=threading.Event(),
        )
        Reminders()(office)


def test_a_student_is_asked_thirty_days_before_turning_18(school: School) -> None:
    """Where to say so is the page on which an adult signs for themselves; nobody else is told."""
    student = school.account(Role.STUDENT, 11)
    today = datetime.now(UTC).astimezone(ZoneInfo("America/New_York")).date()
    birthday = today + timedelta(days=29)
    born = birthday.replace(year=birthday.year - 18, day=min(birthday.day, 28))
    with school.connect() as connection, connection.begin():
        record(connection, replace(student.person, birth_date=born), by="test")
    try:
        remind(school)
        said = [body for body in notices_of(student) if "You turn 18 on" in body]
        assert len(said) == 1
        assert said[0].endswith(f"{school.config.public_portal}/my")
        others = notices_of(school.account(Role.STUDENT, 12))
        assert not [body for body in others if "You turn 18 on" in body]
    finally:
        with school.connect() as connection, connection.begin():
            record(connection, student.person, by="test")


def test_an_ending_agreement_is_told_to_it_once(school: School) -> None:
    reader = school.account(Role.IT)
    today = datetime.now(UTC).astimezone(ZoneInfo("America/New_York")).date()
    with school.connect() as connection, connection.begin():
        before = tools.get(connection, "whatsapp").agreement
        assert before is not None
        soon = replace(before, ends=today + timedelta(days=20))
        tools.approve(connection, "whatsapp", by="test", agreement=soon)
    wanted = f"The agreement for WhatsApp ends on {soon.ends}"
    try:
        remind(school)
        remind(school)  # a steward that was started anew
        said = [body for body in notices_of(reader) if body.startswith(wanted)]
        assert len(said) == 1
        assert f"{school.config.public_portal}/tools" in said[0]
        entries = school.kept("reminder")
        (entry,) = (each for each in entries if each["tool"] == "whatsapp")
        assert reader.person.id in entry["to"]
        others = notices_of(school.account(Role.TEACHER))
        assert not [body for body in others if body.startswith(wanted)]
    finally:
        with school.connect() as connection, connection.begin():
            tools.approve(connection, "whatsapp", by="test", agreement=before)
