"""A revoked consent moves a student out of a bridged class, and nothing but a consent back in."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from homeroom.registry import consents, decisions, policies
from homeroom.registry.decisions import load
from homeroom.registry.model import Consent, Person, State
from homeroom.rooms.wanted import WantedRoom
from homeroom.steward.builder import Builder, Outcome
from homeroom.steward.homeserver import RefusedError
from homeroom.steward.tasks.departures import Departures
from homeroom.steward.tasks.rooms import SWEEP_SECONDS, Rooms
from tests.fixtures.changing_roster import Files
from tests.fixtures.synapse import ACTS_WITHIN, eventually
from tests.fixtures.vendor import GHOST, bridge
from tests.fixtures.verdict import policy
from tests.integration.steward.conftest import TEACHER, Hands

V3 = "/_matrix/client/v3"
ROOM = "room-class-93"


class Only:
    """Builds one room, and leaves the others as they are."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder

    def build(
        self, wanted: WantedRoom, names: Mapping[str, str], *, seconds: float = 1.0
    ) -> Outcome:
        if wanted.venue != ROOM:
            return "done"
        return self._builder.build(wanted, names, seconds=seconds)


class Steward:
    """The two tasks that could pull at a student, as often as a test asks."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands
        self._ahead = 0.0
        self._departures = Departures()
        self._rooms = Rooms(self._clock, lambda office: Only(hands.builder()))

    def _clock(self) -> float:
        return time.monotonic() + self._ahead

    def act(self) -> None:
        self._departures(self._hands.office)
        self._rooms.act(self._hands.office)

    def sweep(self) -> None:
        """As an hour later, when every room is looked at."""
        self._ahead += SWEEP_SECONDS
        self.act()


def decide(hands: Hands, state: State) -> None:
    with hands.school.connect() as connection, connection.begin():
        decisions.record(connection, state, by="test")


@pytest.fixture
def consent(hands: Hands) -> Consent:
    """One that covers a student with an account."""
    with hands.school.connect() as connection:
        today = policies.local_day(connection, datetime.now(UTC))
        covered = consents.covered(connection, "whatsapp", today)
        people = load(connection, Person)
        given = [c for c in load(connection, Consent).values() if c.state == "granted"]
    return next(c for c in given if c.student in covered and people[c.student].user_id)


@pytest.fixture
def bridged(hands: Hands, consent: Consent) -> Iterator[str]:
    """The room of a class of that student, with somebody outside; the policy moves out."""
    with hands.school.connect() as connection:
        student = load(connection, Person)[consent.student]
    files = Files.of_the_demo()
    files.add_class("class-93", "Bridged", TEACHER, student.roster_id)
    hands.import_(files)
    decide(hands, replace(hands.venue(ROOM), networks=("whatsapp",)))
    ghost = f"@{GHOST}:{hands.school.config.server_name}"
    with (
        policy(hands.school, "class_rooms: refuse", "class_rooms: allow"),
        policy(hands.school, "on_revocation: pause", "on_revocation: move_out"),
        bridge(hands.school.config.homeserver) as client,
    ):
        kind = "m.login.application_service"
        client.post(f"{V3}/register", json={"type": kind, "username": GHOST})
        hands.build(ROOM)
        room_id = str(hands.venue(ROOM).room_id)

        def joined() -> bool:
            """As soon as the homeserver judges by the policy."""
            try:
                if hands.calls.state(room_id).members.get(ghost) != "invite":
                    hands.calls.invite(room_id, ghost)
            except RefusedError:
                return False
            come = client.post(f"{V3}/join/{room_id}", json={}, params={"user_id": ghost})
            return come.is_success

        eventually(joined, 5)
        yield room_id


def test_a_revocation_moves_out_and_only_a_consent_brings_back(
    hands: Hands, bridged: str, consent: Consent
) -> None:
    with hands.school.connect() as connection:
        student = str(load(connection, Person)[consent.student].user_id)
    steward = Steward(hands)
    steward.act()

    def standing() -> str:
        return hands.calls.state(bridged).members[student]

    assert standing() == "join"

    def is_out() -> bool:
        steward.act()
        return standing() == "leave"

    def is_back() -> bool:
        steward.act()
        return standing() == "join"

    with hands.school.connect() as connection, connection.begin():
        consents.revoke(connection, consent.id, by="test")
    eventually(is_out, ACTS_WITHIN)
    before = asked_back(hands, student)
    for _ in range(3):
        steward.sweep()
        assert standing() == "leave"
    assert asked_back(hands, student) == before
    decide(hands, consent)
    eventually(is_back, 10)


def asked_back(hands: Hands, student: str) -> int:
    """How many invitations of the student were refused."""
    tried = [decision["attempt"] for decision in hands.school.kept("decision")]
    return sum(each.get("state_key") == student for each in tried)
