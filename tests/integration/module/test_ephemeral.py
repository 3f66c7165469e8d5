"""Invariant 5 for what is no event: typing, receipts and presence on their way to a vendor."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any

import httpx
import pytest

from homeroom.policy.roles import Role
from homeroom.registry import consents, policies, tools, venues
from homeroom.registry.decisions import load
from homeroom.registry.model import Consent, Person, Venue
from tests.fixtures.nonce import nonce
from tests.fixtures.synapse import ACTS_WITHIN, Account, School, eventually
from tests.fixtures.vendor import GHOST, Vendor, bridge

V3 = "/_matrix/client/v3"


@pytest.fixture
def bot(school: School) -> Iterator[httpx.Client]:
    """The bridge; with `params={"user_id": …}` as somebody outside."""
    with bridge(school.config.homeserver) as client:
        for localpart in ("_whatsapp_bot", GHOST):
            kind = "m.login.application_service"
            client.post(f"{V3}/register", json={"type": kind, "username": localpart})
        yield client


@pytest.fixture
def family_room(school: School, bot: httpx.Client, teacher: Account) -> str:
    """A room of a guardian who has consented, their ghost and the teacher."""
    ghost = f"@{GHOST}:{school.config.server_name}"
    with school.connect() as connection:
        today = policies.local_day(connection, datetime.now(UTC))
        covered = consents.covered(connection, "whatsapp", today)
        given = (c for c in load(connection, Consent).values() if c.state == "granted")
        consent = next(c for c in given if c.student in covered)
        student = load(connection, Person)[consent.student]
    marks = {"district.homeroom.venue": "family", "district.homeroom.student": student.id}
    made = bot.post(f"{V3}/createRoom", json={"name": "Family", "creation_content": marks})
    room_id = str(made.json()["room_id"])
    venue = Venue(
        id=f"family-{nonce()}",
        kind="family",
        name="Family",
        room_id=room_id,
        org=student.orgs[0],
        student=student.id,
        guardian=consent.given_by,
        ghost=ghost,
        networks=("whatsapp",),
    )
    with school.connect() as connection, connection.begin():
        venues.add(connection, venue, by="test")

    def bring(user_id: str) -> bool:
        invited = bot.post(f"{V3}/rooms/{room_id}/invite", json={"user_id": user_id})
        return invited.is_success or "already in the room" in invited.text

    for user_id in (ghost, teacher.user_id):
        eventually(partial(bring, user_id), 5)
    bot.post(f"{V3}/join/{room_id}", json={}, params={"user_id": ghost}).raise_for_status()
    teacher.join(room_id).raise_for_status()
    return room_id


@contextmanager
def suspended(school: School) -> Iterator[None]:
    with school.connect() as connection, connection.begin():
        before = tools.get(connection, "whatsapp")
        tools.suspend(connection, "whatsapp", by="test")
    try:
        yield
    finally:
        with school.connect() as connection, connection.begin():
            tools.approve(connection, "whatsapp", by="test", agreement=before.agreement)


def test_invariant_5_typing_and_receipts_cross_only_where_words_may(
    school: School, vendor: Vendor, teacher: Account, family_room: str
) -> None:
    rooms = f"/rooms/{family_room}"
    said = eventually(lambda: (r := teacher.send(family_room, "Hello")).is_success and r, 3)

    def crossed(kind: str) -> list[dict[str, Any]]:
        found = vendor.ephemeral()
        return [e for e in found if e["type"] == kind and e.get("room_id") == family_room]

    def write() -> None:
        teacher.call("PUT", f"{rooms}/typing/{teacher.user_id}", {"typing": False})
        writing = {"typing": True, "timeout": 30_000}
        teacher.call("PUT", f"{rooms}/typing/{teacher.user_id}", writing)

    write()
    eventually(lambda: crossed("m.typing"))
    path = f"{rooms}/receipt/m.read/{said.json()['event_id']}"
    assert teacher.call("POST", path, {}).is_success
    eventually(lambda: crossed("m.receipt"))

    def crosses() -> bool:
        before = len(crossed("m.typing"))
        write()
        time.sleep(0.3)
        return len(crossed("m.typing")) > before

    with suspended(school):
        eventually(lambda: teacher.send(family_room, "Hello?").status_code == 403, ACTS_WITHIN)
        eventually(lambda: not crosses(), ACTS_WITHIN)  # another process may judge it
        before = len(crossed("m.typing"))
        write()
        another = school.account(Role.STUDENT)
        elsewhere = str(school.class_room(another).room_id)
        another.send(elsewhere, "Something else, which the server handles after it")
    eventually(lambda: teacher.send(family_room, "Again").is_success, 3)
    assert len(crossed("m.typing")) == before
    write()
    eventually(lambda: len(crossed("m.typing")) > before)


def test_invariant_5_presence_and_devices_never_cross(
    school: School, vendor: Vendor, teacher: Account, family_room: str
) -> None:
    for state in ("unavailable", "online"):
        path = f"/presence/{teacher.user_id}/status"
        assert teacher.call("PUT", path, {"presence": state}).is_success
    school.login(teacher.user_id).raise_for_status()  # a new device
    rooms = f"/rooms/{family_room}"
    writing = {"typing": True, "timeout": 30_000}
    eventually(lambda: teacher.send(family_room, "Hello").is_success, 3)
    teacher.call("PUT", f"{rooms}/typing/{teacher.user_id}", writing)

    def later() -> bool:
        return any(e.get("room_id") == family_room for e in vendor.ephemeral())

    eventually(later)
    kinds = {found["type"] for found in vendor.ephemeral()}
    assert kinds <= {"m.typing", "m.receipt"}
    assert not any("device_lists" in str(list(sent)) for sent in vendor.transactions)
