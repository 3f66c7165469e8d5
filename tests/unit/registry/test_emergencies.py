"""Who has a one-time password, and for how long."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

import pytest

from homeroom.policy.roles import Role
from homeroom.registry.emergencies import opened
from homeroom.registry.model import Emergency, Person
from homeroom.registry.snapshot import Snapshot

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
ADMIN = Person(
    id="p1",
    roster_id="A-1",
    roles=(Role.ADMIN,),
    given_name="Wren",
    family_name="Stone",
    user_id="@wren:district.example",
)
LEAVE = Emergency(
    id="e1", person="p1", reason="x", salt="00", digest="00", until=NOON + timedelta(minutes=5)
)
CASES: list[tuple[Person, Emergency, datetime, bool]] = [
    (ADMIN, LEAVE, NOON, True),
    (replace(ADMIN, roles=(Role.IT, Role.GUARDIAN)), LEAVE, NOON, True),
    # its time is over, to the second
    (ADMIN, LEAVE, LEAVE.until, False),
    (ADMIN, LEAVE, LEAVE.until - timedelta(seconds=1), True),
    # somebody else's; who left meanwhile; who is an administrator no more
    (ADMIN, replace(LEAVE, person="p2"), NOON, False),
    (replace(ADMIN, active=False), LEAVE, NOON, False),
    (replace(ADMIN, roles=(Role.TEACHER,)), LEAVE, NOON, False),
]


@pytest.mark.parametrize(("person", "leave", "now", "expected"), CASES)
def test_who_has_one(person: Person, leave: Emergency, now: datetime, expected: bool) -> None:
    states = {Emergency.SUBJECT: MappingProxyType({leave.id: leave})}
    snapshot = Snapshot(seq=1, states=states, users={str(person.user_id): person})
    assert bool(opened(snapshot, str(person.user_id), now)) is expected
    assert not opened(snapshot, "@nobody:district.example", now)
