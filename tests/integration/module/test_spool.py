"""Danger said while nothing can be recorded outlives Synapse, and is told once (invariant 14)."""

from __future__ import annotations

import shutil
import stat
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from homeroom.danger import alerts
from homeroom.danger.alerts import Alert
from homeroom.policy.roles import Role
from tests.fixtures.machine import Machine
from tests.fixtures.nonce import nonce
from tests.fixtures.synapse import (
    Account,
    School,
    eventually,
)
from tests.fixtures.verdict import refused_by

pytestmark = pytest.mark.proof
ALERTED_WITHIN = 60.0


def about(school: School, sender: str) -> list[Alert]:
    with school.connect() as connection:
        return [a for a in alerts.latest(connection, limit=50) if a.sender == sender]


def attempts(school: School, body: str) -> list[dict[str, Any]]:
    return [d for d in school.kept("decision") if body in str(d["attempt"])]


@pytest.mark.parametrize(("number", "away"), [(3, Machine.closed), (4, Machine.stopped)])
def test_danger_outlives_synapse_and_is_told_once(
    machine: Machine, number: int, away: Callable[[Machine], AbstractContextManager[None]]
) -> None:
    """The database is away, somebody cries for help, Synapse is killed: an alert all the same."""
    school = machine.school
    student = school.account(Role.STUDENT, number)
    room = str(school.class_room(student).room_id)
    assert student.send(room, "Good morning").is_success
    body = f"I want to die {nonce()}"
    with away(machine):
        answer = student.send(room, body)
        assert refused_by(answer) & {"unrecorded", "error"}
        assert "988" in answer.json()["error"]
        (file,) = machine.waiting
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        kept = Path(shutil.copy2(file, machine.school.config.data / "kept.json"))
        machine.kill_synapse()
    back = time.monotonic()
    machine.start_synapse()
    eventually(lambda: about(school, student.user_id), ALERTED_WITHIN)
    assert time.monotonic() - back < ALERTED_WITHIN
    eventually(lambda: not machine.waiting)
    # Killed again, after the database had it and before the file was gone.
    machine.kill_synapse()
    kept.rename(file)
    machine.start_synapse()
    eventually(lambda: not machine.waiting)
    (alert,) = about(school, student.user_id)
    assert alert.people == (student.person.id,)
    said = attempts(school, body)
    assert [d["verdict"] for d in said[:1]] == ["refuse"]
    assert all(d == said[0] for d in said)  # the archiver keeps one, and records the duplicate
    logs = school.log()
    assert body not in logs


def test_leaving_goes_on_with_words_that_nobody_could_keep(machine: Machine) -> None:
    """Invariant 6: the person has left; the words did not reach the room, but an adult."""
    school = machine.school
    teacher, student, supervisor = (
        school.account(role, 5 if role is Role.STUDENT else 0)
        for role in (Role.TEACHER, Role.STUDENT, Role.SUPERVISOR)
    )
    room = direct_room(teacher, student, supervisor)
    reason = f"I want to die {nonce()}"
    with machine.closed():
        answer = student.call("POST", f"/rooms/{room}/leave", {"reason": reason})
        assert answer.is_success, answer.text
        assert len(machine.waiting) == 1
    assert room not in student.call("GET", "/joined_rooms").json()["joined_rooms"]
    seen = teacher.call("GET", f"/rooms/{room}/messages?dir=b&limit=20").text
    assert '"membership":"leave"' in seen
    assert reason not in seen
    (alert,) = eventually(lambda: about(school, student.user_id), ALERTED_WITHIN)
    assert alert.rules == ("danger_self_harm",)
    (decision,) = attempts(school, reason)
    assert decision["attempt"]["content"]["reason"] == reason
    assert reason not in str(school.kept("event"))


def direct_room(teacher: Account, student: Account, supervisor: Account) -> str:
    made = teacher.create_room(is_direct=True, invite=[student.user_id, supervisor.user_id])
    room = str(made.raise_for_status().json()["room_id"])
    for each in (supervisor, student):
        each.join(room).raise_for_status()
    return room
