"""Invariant 6 in a running Synapse: its module can no longer read the registry."""

from __future__ import annotations

import time
from collections.abc import Callable

import httpx

from homeroom.danger import alerts
from homeroom.policy.roles import Role
from homeroom.sandbox import postgres
from tests.fixtures.machine import unreadable
from tests.fixtures.nonce import nonce
from tests.fixtures.synapse import ACTS_WITHIN, Account, School, eventually
from tests.fixtures.verdict import NUMBER, refused_by

STALE_AFTER = 30.0
ALERTED_WITHIN = 60.0
STALE = {"registry_stale"}
ALARM = "ALARM decision not recorded"


def direct_room(school: School, teacher: Account, student: Account) -> str:
    """A supervised room of two, which the student is invited to."""
    supervisor = school.account(Role.SUPERVISOR)
    invited = [student.user_id, supervisor.user_id]
    made = teacher.create_room(is_direct=True, invite=invited)
    room = str(made.raise_for_status().json()["room_id"])
    assert supervisor.join(room).is_success
    return room


def _alerted(school: School, sender: str) -> bool:
    """Has an alert been raised about what somebody tried to say on a stale registry?"""
    with school.connect() as connection:
        found = {a.key: a for a in alerts.latest(connection, limit=20) if a.sender == sender}
    stale = [d for d in school.kept("decision") if "I want to die" in str(d["attempt"])]
    return any(
        decision["reasons"][0]["rule"] == "registry_stale" and decision["flags"]
        for decision in stale
    ) and bool(found)


def anything_new(
    school: School, teacher: Account, student: Account, room_id: str, body: str
) -> list[Callable[[], httpx.Response]]:
    """Words, reactions, invitations, settings, rooms and sign-ins."""
    other = school.account(Role.SUPERVISOR).user_id
    return [
        lambda: student.send(room_id, body),
        lambda: student.send_event(room_id, "m.reaction", {"key": body}),
        lambda: teacher.call("POST", f"/rooms/{room_id}/invite", {"user_id": other}),
        lambda: teacher.call("PUT", f"/rooms/{room_id}/state/m.room.topic", {"topic": body}),
        lambda: teacher.create_room(is_direct=True, invite=[other]),
        lambda: school.login(student.user_id),
    ]


def test_invariant_6_a_stale_registry_refuses_what_is_new_and_nothing_else(
    school: School,
    teacher: Account,
    student: Account,
    room_id: str,
    postgres_cluster: postgres.Cluster,
) -> None:
    """After 30 s (by the monotonic clock) nothing new; leaving, signing out, reading go on."""
    joined, invited = (direct_room(school, teacher, student) for _ in range(2))
    assert student.join(joined).is_success
    token = school.login(student.user_id).json()["access_token"]
    body = f"Anything new {nonce()}"
    new = anything_new(school, teacher, student, room_id, body)
    new.append(lambda: student.join(invited))
    alarms = school.log().count(ALARM)
    with unreadable(school, postgres_cluster):
        cut = time.monotonic()
        assert student.send(room_id, "Known to be in force a moment ago").is_success
        # What cannot be recorded is refused all the same, and IT is told.
        assert "personal_information" in refused_by(student.send(room_id, NUMBER))
        assert school.log().count(ALARM) > alarms

        def refused() -> bool:
            return refused_by(student.send_event(room_id, "org.example.probe", {})) == STALE

        eventually(refused, STALE_AFTER + 1)
        cry = student.send(room_id, f"I want to die {nonce()}")
        assert refused_by(cry) == STALE
        assert "988" in cry.json()["error"]
        assert time.monotonic() - cut > STALE_AFTER - 2
        assert [refused_by(ask()) for ask in new] == [STALE] * len(new)
        assert student.call("POST", f"/rooms/{joined}/leave", {}).is_success
        assert student.call("GET", f"/rooms/{room_id}/messages?dir=b&limit=5").is_success
        assert student.call("GET", "/sync?timeout=0").is_success
        with school.client(headers={"Authorization": f"Bearer {token}"}) as other_device:
            assert other_device.post("/_matrix/client/v3/logout", json={}).is_success
    eventually(lambda: student.send(room_id, "Back again").is_success, ACTS_WITHIN)
    # Invariant 14: it waited in memory for the database, and nothing of it is lost.
    eventually(lambda: _alerted(school, student.user_id), ALERTED_WITHIN)
    # Another process of the same Synapse may answer.
    eventually(lambda: student.join(invited).is_success, ACTS_WITHIN)
    eventually(lambda: school.login(student.user_id).is_success, ACTS_WITHIN)
    assert all(body not in str(event) for event in school.kept("event"))
