"""The demo district in a real registry."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from homeroom.policy.roles import Role
from homeroom.registry import consents, decisions, networks, people, policies
from homeroom.registry.model import Acknowledgement, Enrollment, Guardianship, Person, Tool, Venue
from homeroom.sandbox import demo
from tests.fixtures.postgres import TestDatabase


def test_a_loaded_demo_is_ready_for_the_story(database: TestDatabase) -> None:
    demo.load(database.config, database.data)
    with database.connect() as connection:
        version = policies.in_force(connection)
        assert version is not None
        assert (database.data / "policy.yaml").read_text(encoding="utf-8") == version.text
        now = datetime.now(ZoneInfo(policies.read(version).hours.timezone))
        tool = decisions.find(connection, Tool, "whatsapp")
        assert tool is not None
        assert tool.usable(now.date())
        venues = decisions.load(connection, Venue).values()
        assert (
            sorted(venue.kind for venue in venues) == ["class"] * 12 + ["space"] * 3 + ["staff"] * 2
        )
        assert {venue.networks for venue in venues if venue.kind == "class"} == {("whatsapp",)}
        found = decisions.load(connection, Person)
        acknowledged = decisions.load(connection, Acknowledgement)
        assert set(acknowledged) == {p.id for p in found.values() if p.user_id}


def test_half_of_the_first_class_may_cross(database: TestDatabase) -> None:
    demo.load(database.config, database.data)
    with database.connect() as connection:
        now = datetime.now(ZoneInfo("America/New_York"))
        seats = decisions.load(connection, Enrollment).values()
        first = [s.person for s in seats if s.class_id == "class-01" and s.role == "student"]
        allowed = [consents.may_cross(connection, "whatsapp", [s], now).allowed for s in first]
        ties = decisions.load(connection, Guardianship).values()
        assert [sum(tie.student == student for tie in ties) for student in first] == [1] * 20
    assert (allowed.count(True), allowed.count(False)) == (10, 10)


@pytest.mark.parametrize(
    ("address", "trusted"),
    [("127.0.0.1", True), ("::1", True), ("127.0.0.2", False), ("10.0.0.1", False)],
)
def test_only_this_machine_is_trusted(database: TestDatabase, address: str, trusted: bool) -> None:
    demo.load(database.config, database.data)
    with database.connect() as connection:
        found = networks.trusted(connection, address, [Role.TEACHER], day=date(2026, 11, 24))
    assert found is trusted


def test_loading_again_undoes_nothing_that_was_decided_since(database: TestDatabase) -> None:
    demo.load(database.config, database.data)
    with database.connect() as connection, connection.begin():
        changed = demo.policy_text().replace('"00:00-24:00"', '"08:00-16:00"')
        policies.publish(connection, changed, by="test")
        before = decisions.latest(connection)
    demo.load(database.config, database.data)
    with database.connect() as connection:
        assert decisions.latest(connection) == before
        assert people.resolve(connection, "stu-0001").active
    assert "08:00-16:00" in (database.data / "policy.yaml").read_text(encoding="utf-8")
