"""What ends a crossing acts within two seconds, and says what it may: the real parts together."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import text

from homeroom.archive import explaining
from homeroom.db.roles import DatabaseRole
from homeroom.registry import orders, tools
from homeroom.registry.model import Agreement, Consent, CourtOrder
from homeroom.steward.homeserver import Homeserver
from homeroom.steward.task import Office
from homeroom.steward.tasks.departures import Departures
from tests.fixtures.days import district_day
from tests.fixtures.synapse import ACTS_WITHIN, Account, eventually
from tests.integration.bridges.conftest import Family, WhatsAppDistrict

SECRET = "Case 26-114, County Court"
DECIDED = text("""
    SELECT key FROM outbox.entry WHERE kind = 'decision' AND payload LIKE :said
    UNION ALL SELECT o.key FROM archive.origin AS o JOIN archive.payload AS p
        USING (district, epoch, index) WHERE o.kind = 'decision' AND p.payload LIKE :said
""")
REASONS = "district.homeroom.reasons"


def refused_by(answer: httpx.Response) -> set[str]:
    return {reason["rule"] for reason in answer.json().get(REASONS, [])}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridged:
    """A family's room, its teacher, and the consent that lets it cross."""

    family: Family
    teacher: Account
    room_id: str
    consent: Consent


@pytest.fixture(scope="module")
def of_the_file(running: WhatsAppDistrict) -> Family:
    """One family for the tests here: each ends as it began."""
    return running.families.pop()


@pytest.fixture
def bridged(district: WhatsAppDistrict, of_the_file: Family) -> Bridged:
    consent = district.consent(of_the_file)
    said = district.await_state(district.write(of_the_file, "hello"), "done")
    teacher = district.teacher_in(said["room_id"])
    return Bridged(family=of_the_file, teacher=teacher, room_id=said["room_id"], consent=consent)


def test_a_revoked_consent_is_named_with_a_page_that_explains(
    district: WhatsAppDistrict, bridged: Bridged
) -> None:
    teacher, room_id = bridged.teacher, bridged.room_id
    assert teacher.send(room_id, "before").is_success
    district.revoke(bridged.consent)
    eventually(lambda: not teacher.send(room_id, "after").is_success, ACTS_WITHIN)
    answer = teacher.send(room_id, "and now?")
    assert (answer.status_code, answer.json()["errcode"]) == (403, "M_CONSENT_NOT_GIVEN")
    assert refused_by(answer) == {"bridge_consent"}
    _explained_later(district, answer)
    page = answer.json()["consent_uri"]
    assert page == f"{district.school.config.public_portal}/consent-needed?lang=en"


def _explained_later(district: WhatsAppDistrict, answer: httpx.Response) -> None:
    """From the record alone: the rule, what was told, and how consents and agreement stood."""
    with district.school.connect() as connection:
        keys = connection.scalars(DECIDED, {"said": "%and now?%"}).all()
        found = explaining.of_key(connection, keys[0])
    assert found is not None
    assert [reason.rule for reason in found.reasons] == ["bridge_consent"]
    assert found.told == answer.json()["error"]
    (standing,) = found.standings
    assert (standing.tool, bool(standing.agreement)) == ("whatsapp", True)
    assert "revoked" in {consent.state for consent in standing.consents}


def test_a_tool_suspended_renewed_or_ended_acts_within_two_seconds(
    district: WhatsAppDistrict, bridged: Bridged
) -> None:
    teacher, room_id = bridged.teacher, bridged.room_id
    with district.school.connect() as connection:
        before = tools.get(connection, "whatsapp").agreement
    assert before is not None

    def stops() -> None:
        eventually(
            lambda: "approved_software" in refused_by(teacher.send(room_id, "?")), ACTS_WITHIN
        )

    def goes_on() -> None:
        eventually(lambda: teacher.send(room_id, "!").is_success, ACTS_WITHIN)

    def approve(terms: Agreement | None) -> None:
        with district.school.connect() as connection, connection.begin():
            tools.approve(connection, "whatsapp", by="test", agreement=terms)

    try:
        with district.school.connect() as connection, connection.begin():
            tools.suspend(connection, "whatsapp", by="test")
        stops()
        approve(None)
        goes_on()
        approve(replace(before, ends=before.starts))  # over long ago
        stops()
    finally:
        approve(before)
    goes_on()


def test_a_court_order_keeps_the_guardian_out_and_says_nothing(
    district: WhatsAppDistrict, bridged: Bridged
) -> None:
    teacher, room_id, family = bridged.teacher, bridged.room_id, bridged.family
    (venue,) = district.venues_of(family)
    assert venue.guardian == family.guardian.id
    ghost = next(e["sender"] for e in district.said(teacher, room_id))
    assert venue.ghost == ghost
    with district.school.connect() as connection, connection.begin():
        order = CourtOrder(
            id=orders.new_id(),
            guardian=family.guardian.id,
            student=family.student.id,
            bars=("contact",),
            starts=district_day() - timedelta(days=2),
            reference=SECRET,
        )
        orders.add(connection, order, by="test")
    eventually(lambda: "restricted" in refused_by(teacher.send(room_id, "?")), ACTS_WITHIN)
    answer = teacher.send(room_id, "and now?")
    assert answer.json()["errcode"] == "M_FORBIDDEN"
    steward = Departures()
    with Homeserver(district.school.config) as homeserver:
        office = Office(
            config=district.school.config,
            engine=district.school.connect(DatabaseRole.STEWARD).engine,
            homeserver=homeserver,
            stopping=threading.Event(),
        )

        def out() -> bool:
            steward(office)
            return ghost not in homeserver.members_as(teacher.user_id, room_id)

        eventually(out, ACTS_WITHIN)
        assert teacher.user_id in homeserver.members_as(teacher.user_id, room_id)
    held = district.await_state(district.write(family, "let me in"), "quarantined")
    assert held["code"] == "restricted"
    assert SECRET not in f"{answer.text} {held}"
    # lifted, what waited is delivered
    with district.school.connect() as connection, connection.begin():
        orders.end(connection, order.id, None, by="test")
    district.await_state(held["remote_id"], "done", 20)
