"""Danger in a room that is paused: a consent is missing, or a court keeps somebody away."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from homeroom.policy.roles import Role
from homeroom.registry import consents, policies
from homeroom.registry.decisions import load, record
from homeroom.registry.model import Consent, CourtOrder, Person, State, Venue
from homeroom.steward.task import Office
from tests.fixtures.days import district_day
from tests.fixtures.nonce import nonce
from tests.fixtures.synapse import Account, School, eventually
from tests.fixtures.vendor import GHOST, bridge
from tests.fixtures.verdict import policy, refused_by
from tests.integration.danger.test_danger import WITHIN, WORDS, attempts, told

V3 = "/_matrix/client/v3"


@contextmanager
def recorded(school: School, now: State, after: State) -> Iterator[None]:
    """One state of the registry for a while."""
    _record(school, now)
    try:
        yield
    finally:
        _record(school, after)


def _record(school: School, state: State) -> None:
    with school.connect() as connection, connection.begin():
        record(connection, state, by="test")


@pytest.fixture
def consent(school: School) -> Consent:
    """One that covers a student for WhatsApp."""
    with school.connect() as connection:
        today = policies.local_day(connection, datetime.now(UTC))
        covered = consents.covered(connection, "whatsapp", today)
        people = load(connection, Person)
        given = [c for c in load(connection, Consent).values() if c.state == "granted"]
    return next(c for c in given if c.student in covered and people[c.student].user_id is not None)


@pytest.fixture
def student(school: School, consent: Consent) -> Account:
    with school.connect() as connection:
        return school.sign_in(load(connection, Person)[consent.student])


@pytest.fixture
def room(school: School, student: Account) -> Iterator[str]:
    """A class room of a principal, the student and a supervisor, which WhatsApp may join."""
    principal, supervisor = school.account(Role.PRINCIPAL), school.account(Role.SUPERVISOR)
    invited = [student.user_id, supervisor.user_id]
    made = principal.create_room(is_direct=True, invite=invited).raise_for_status()
    room_id = str(made.json()["room_id"])
    for each in (supervisor, student):
        each.join(room_id).raise_for_status()
    made_venue = Venue(
        id=f"paused-{nonce()}",
        kind="class",
        name="Science",
        room_id=room_id,
        networks=("whatsapp",),
    )
    with recorded(school, made_venue, replace(made_venue, active=False)):
        yield room_id


def cries_for_help(school: School, student: Account, room: str) -> None:
    """Refused without a word of why, on record with its flag, and an adult told in time."""
    eventually(lambda: "room_paused" in refused_by(student.send(room, "Is anybody there?")))
    body = f"{WORDS} {time.monotonic_ns()}"
    assert refused_by(student.send(room, body)) == {"room_paused"}
    alert = eventually(lambda: told(school, student.user_id), WITHIN)
    assert (alert.rules, alert.room_id) == (("danger_self_harm",), room)
    (decision,) = attempts(school, body)
    assert [flag["rule"] for flag in decision["flags"]] == ["danger_self_harm"]


def test_invariant_14_danger_where_a_consent_is_missing(
    school: School, student: Account, consent: Consent, room: str, steward: Office
) -> None:
    principal = school.account(Role.PRINCIPAL)
    ghost = f"@{GHOST}:{school.config.server_name}"
    with (
        policy(school, "class_rooms: refuse", "class_rooms: allow"),
        bridge(school.config.homeserver) as client,
    ):
        kind = "m.login.application_service"
        client.post(f"{V3}/register", json={"type": kind, "username": GHOST})
        invite = {"user_id": ghost}
        eventually(
            lambda: principal.call("POST", f"/rooms/{room}/invite", invite).is_success, WITHIN
        )
        joined = client.post(f"{V3}/join/{room}", json={}, params={"user_id": ghost})
        assert joined.is_success, joined.text
        with recorded(school, replace(consent, state="revoked"), consent):
            cries_for_help(school, student, room)


def test_invariant_14_danger_where_a_court_keeps_somebody_away(
    school: School, student: Account, room: str, steward: Office
) -> None:
    order = CourtOrder(
        id=nonce(),
        guardian=school.account(Role.SUPERVISOR).person.id,
        student=student.person.id,
        bars=("contact",),
        starts=district_day(),
    )
    with recorded(school, order, replace(order, active=False)):
        cries_for_help(school, student, room)
