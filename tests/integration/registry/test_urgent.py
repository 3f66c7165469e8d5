"""Whom the list of an urgent notice names as somebody to reach."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from homeroom.registry import decisions
from homeroom.registry.model import Bar, CourtOrder, UrgentNotice
from homeroom.steward import urgent
from homeroom.steward.homeserver import Homeserver
from tests.fixtures.postgres import TestDatabase
from tests.integration.registry.district import TODAY, fill


@pytest.mark.parametrize(
    ("bar", "named"),
    [
        ("contact", {"mother"}),
        ("access", {"mother"}),
        # who may only not consent is told like everybody
        ("consent", {"mother", "father"}),
    ],
)
def test_whom_a_court_keeps_out_is_nobody_to_reach(
    database: TestDatabase, bar: Bar, named: set[str]
) -> None:
    order = CourtOrder(
        id="o", guardian="father", student="student", bars=(bar,), starts=TODAY, reference="x"
    )
    notice = UrgentNotice(
        id="n", class_id="c1", sender="teacher", reason="Fire", at=datetime.now(UTC)
    )

    def guardians() -> set[str]:
        found = urgent.reach(homeserver, connection, notice)
        return {one.person for one in found if one.role == "guardian"}

    with Homeserver(database.config) as homeserver, database.connect() as connection:
        fill(connection)
        assert guardians() == {"mother", "father"}
        decisions.record(connection, order, by="test")
        assert guardians() == named
        decisions.record(connection, replace(order, active=False), by="test")
        assert guardians() == {"mother", "father"}
