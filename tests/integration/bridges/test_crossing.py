"""Where a guardian's conversation belongs, and when it waits: on a real registry, by the clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection

from bridges.base.crossing import RESTRICTED, Held, Route, route, still_crosses
from homeroom.policy.roles import Role
from homeroom.registry import consents, decisions, orders
from homeroom.registry.model import Authority, CourtOrder, Guardianship
from tests.fixtures.postgres import TestDatabase
from tests.integration.registry import district
from tests.integration.registry.district import FATHER, FOSTER, MOTHER, TODAY
from tests.unit.registry.household import signed

NOW = datetime(TODAY.year, TODAY.month, TODAY.day, 17, tzinfo=UTC)
"""Noon in the district."""


@pytest.fixture
def registry(database: TestDatabase) -> Iterator[Connection]:
    """The small district, its mother's consent recorded; rolled back by its end."""
    with database.connect() as connection:
        district.fill(connection)
        consent = signed("mother", on=TODAY, expires=TODAY + timedelta(days=300))
        consents.give(connection, consent, by="test")
        yield connection


def held(connection: Connection, phones: tuple[str, ...], now: datetime = NOW) -> str:
    """Why a conversation waits, by its code; empty where it has a route."""
    found = route(connection, "whatsapp", phones, now)
    return found.code if isinstance(found, Held) else ""


def order(day: date = TODAY, **changes: Any) -> CourtOrder:
    made = CourtOrder(
        id="o", guardian="father", student="student", bars=("contact",), starts=day, reference="x"
    )
    return replace(made, **changes)


def test_a_barred_guardian_waits_and_the_other_does_not(registry: Connection) -> None:
    assert held(registry, FATHER.phones) == ""
    orders.add(registry, order(), by="test")
    found = route(registry, "whatsapp", FATHER.phones, NOW)
    assert found == RESTRICTED
    assert "court" not in RESTRICTED.reason
    assert held(registry, MOTHER.phones) == ""
    # what was written to him waits, too, at the vendor call
    may_not = still_crosses(
        registry, "whatsapp", FATHER.phones, student="student", members=(), now=NOW
    )
    assert may_not == RESTRICTED
    # once it is lifted, it goes on
    orders.end(registry, "o", None, by="test")
    assert held(registry, FATHER.phones) == ""


BARS = [(("access",), "restricted"), (("consent",), ""), (("contact", "access"), "restricted")]


@pytest.mark.parametrize(("bars", "code"), BARS)
def test_what_keeps_a_guardian_out(registry: Connection, bars: tuple[str, ...], code: str) -> None:
    orders.add(registry, order(bars=bars), by="test")
    assert held(registry, FATHER.phones) == code


def test_an_order_counts_in_the_districts_days(registry: Connection) -> None:
    """From midnight in the district's zone (New York), not in the server's."""
    starts = TODAY + timedelta(days=2)
    orders.add(registry, order(day=starts), by="test")
    midnight = datetime(starts.year, starts.month, starts.day, tzinfo=ZoneInfo("America/New_York"))
    assert held(registry, FATHER.phones, midnight - timedelta(seconds=1)) == ""
    assert held(registry, FATHER.phones, midnight) == "restricted"


def test_a_foster_parent_is_reached_by_a_recorded_authority(registry: Connection) -> None:
    assert held(registry, FOSTER.phones) == "no_student"
    placement = Authority(
        person="foster", student="student", kind="foster_placement", evidence="x", starts=TODAY
    )
    decisions.record(registry, placement, by="test")
    assert held(registry, FOSTER.phones) == ""
    over = replace(placement, starts=TODAY - timedelta(days=9), ends=TODAY - timedelta(days=1))
    decisions.record(registry, over, by="test")
    assert held(registry, FOSTER.phones) == "no_student"


def test_a_guardian_barred_from_one_child_is_asked_about_the_other(registry: Connection) -> None:
    sibling = replace(district.MOTHER, id="sibling", roster_id="sibling", roles=(Role.STUDENT,))
    decisions.record(registry, sibling, by="test")
    decisions.record(registry, Guardianship(guardian="father", student="sibling"), by="test")
    assert held(registry, FATHER.phones) == "several_children"
    orders.add(registry, order(), by="test")
    # the sibling has no class venue here; what matters is that it is not about the other child
    assert held(registry, FATHER.phones) == "no_venue"


def test_at_18_the_students_own_consent_counts(registry: Connection) -> None:
    """The mother's ends with the birthday, whatever it says; her messages wait for the student."""
    assert held(registry, MOTHER.phones) == ""
    grown = district.student(born=TODAY - timedelta(days=18 * 366))
    decisions.record(registry, grown, by="test")
    assert held(registry, MOTHER.phones) == "no_consent"
    own = signed("student", on=TODAY, expires=TODAY + timedelta(days=300))
    consents.give(registry, own, by="test")
    found = route(registry, "whatsapp", MOTHER.phones, NOW)
    assert isinstance(found, Route)
