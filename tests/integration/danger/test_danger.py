"""Danger to life comes first (invariant 14), in a running homeserver."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from typing import Any

import pytest

from homeroom.danger import acting, alerts
from homeroom.danger.alerts import Alert
from homeroom.policy.roles import Role
from homeroom.registry.decisions import find
from homeroom.registry.model import OnCall
from homeroom.steward.task import Office
from tests.fixtures.synapse import Account, School, eventually
from tests.fixtures.verdict import policy, refused_by

WITHIN = 60.0
IN_PRACTICE = 10.0
"""What it takes in practice, on one busy machine."""
WORDS = "I want to kill myself tonight"


_numbers = itertools.count(3)


@pytest.fixture
def student(school: School) -> Account:
    """Another one each time: what one student says within seconds is told in one notice."""
    return school.account(Role.STUDENT, next(_numbers))


@pytest.fixture
def adult(school: School, student: Account) -> Account:
    """The first adult on call at the student's school."""
    with school.connect() as connection:
        for org in student.person.orgs:
            if chain := find(connection, OnCall, org):
                first = chain.duties[0].person
                break
    return next(
        school.sign_in(person) for person in school.people(Role.SUPERVISOR) if person.id == first
    )


def notices(account: Account) -> list[str]:
    """What an account was told, newest first."""
    return list(_notices(account))


def _notices(account: Account) -> Iterator[str]:
    for room in account.call("GET", "/joined_rooms").json()["joined_rooms"]:
        answer = account.call("GET", f"/rooms/{room}/messages?dir=b&limit=20").json()
        for event in answer.get("chunk", []):
            if event["content"].get("msgtype") == "m.notice":
                yield event["content"]["body"]


def help_for(account: Account) -> str | None:
    """The notice of help that an account was sent, if any."""
    return next((text for text in _notices(account) if "911" in text), None)


def alert_of(school: School, sender: str) -> Alert | None:
    """The newest alert about what somebody said."""
    with school.connect() as connection:
        found = [a for a in alerts.latest(connection, limit=50) if a.sender == sender]
    return found[0] if found else None


def told(school: School, sender: str) -> Alert | None:
    """As `alert_of`, once an adult was told of it."""
    found = alert_of(school, sender)
    return found if found and any(step.action == "told" for step in found.told) else None


def attempts(school: School, body: str) -> list[dict[str, Any]]:
    """The decisions on what somebody tried to say."""
    return [d for d in school.kept("decision") if body in str(d["attempt"])]


def test_invariant_14_nobodys_danger_is_lost_out_of_hours(
    school: School, student: Account, adult: Account, steward: Office
) -> None:
    """Refused by the hours; on record with its flag; help at once; an adult told in seconds."""
    room = str(school.class_room(student).room_id)
    body = f"{WORDS} {time.monotonic_ns()}"
    with policy(school, "00:00-24:00", "03:00-03:01"):
        eventually(lambda: "hours" in refused_by(student.send(room, "Is anybody up?")))
        began = time.monotonic()
        answer = student.send(room, body)
        assert refused_by(answer) == {"hours"}
        alert = eventually(lambda: told(school, student.user_id), WITHIN)
        assert time.monotonic() - began < IN_PRACTICE
    (decision,) = attempts(school, body)
    assert [flag["rule"] for flag in decision["flags"]] == ["danger_self_harm"]
    assert [step.person for step in alert.told] == [adult.person.id]
    page = f"{school.config.public_portal}/alerts/{alert.id}"
    notice = next(text for text in notices(adult) if page in text)
    assert "kill" not in notice
    for said in (answer.json()["error"], eventually(lambda: help_for(student))):
        assert "988" in said
        assert "An adult at school is on duty now" in said


def test_what_is_allowed_is_said_and_told(
    school: School, student: Account, adult: Account, steward: Office
) -> None:
    """The words alone never refuse."""
    room = str(school.class_room(student).room_id)
    body = f"A friend says my uncle hits me {time.monotonic_ns()}"
    assert student.send(room, body).is_success
    alert = eventually(lambda: told(school, student.user_id), WITHIN)
    assert alert.rules == ("danger_abuse",)
    (decision,) = attempts(school, body)
    assert decision["verdict"] == "flag"


def test_in_a_room_that_is_frozen_without_a_supervisor(
    school: School, student: Account, steward: Office
) -> None:
    teacher, supervisor = school.account(Role.TEACHER), school.account(Role.SUPERVISOR)
    made = teacher.create_room(is_direct=True, invite=[student.user_id, supervisor.user_id])
    room = str(made.raise_for_status().json()["room_id"])
    student.join(room).raise_for_status()
    body = f"He said he will bring a gun {time.monotonic_ns()}"
    assert refused_by(student.send(room, body)) == {"supervised_direct"}
    alert = eventually(lambda: told(school, student.user_id), WITHIN)
    assert (alert.rules, alert.room_id) == (("danger_violence",), room)


def test_in_a_room_that_the_school_did_not_set_up(school: School, student: Account) -> None:
    """The request itself is refused, before there is a room."""
    answer = student.create_room(name=f"I want to die {time.monotonic_ns()}")
    assert refused_by(answer) == {"designated_venue"}
    alert = alert_of(school, student.user_id)
    assert alert is not None
    assert alert.rules == ("danger_self_harm",)


def test_an_acknowledged_alert_is_told_to_nobody_else(
    school: School, student: Account, adult: Account, steward: Office
) -> None:
    """Every step is in the record."""
    room = str(school.class_room(student).room_id)
    student.send(room, f"{WORDS} {time.monotonic_ns()}")
    alert = eventually(lambda: told(school, student.user_id), WITHIN)
    with school.connect() as connection, connection.begin():
        acting.acknowledge(connection, alert.id, by=adult.user_id)
        acting.close(connection, alert.id, by=adult.user_id, note="Called home")
    steps = [s["action"] for s in school.kept("alert") if s["alert"] == alert.id]
    assert steps == ["raised", "told", "acknowledged", "closed"]
    with school.connect() as connection:
        assert alert.id not in [each.id for each in alerts.unclosed(connection)]
