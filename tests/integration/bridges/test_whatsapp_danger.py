"""Words of danger from outside reach an adult, whatever becomes of the message (invariant 14)."""

from __future__ import annotations

import pytest

from bridges.base import danger, inbox
from homeroom.danger import alerts
from homeroom.danger.alerts import Alert
from homeroom.db.roles import DatabaseRole
from tests.fixtures.postgres import TestDatabase
from tests.integration.bridges.conftest import Family, WhatsAppDistrict

pytestmark = pytest.mark.proof

WORDS = "She says she wants to end it: I want to die"


def alerts_of(district: WhatsAppDistrict, remote_id: str) -> list[Alert]:
    with district.school.connect() as connection:
        found = alerts.latest(connection, limit=100)
    return [alert for alert in found if alert.source == f"whatsapp:{remote_id}"]


def test_a_message_in_quarantine_raises_an_alert(district: WhatsAppDistrict) -> None:
    """Nobody knows the number; the words are in the record with their flag."""
    said = district.sandbox("inbound", **{"from": district.nobody(), "text": WORDS})
    district.await_state(said["id"], "quarantined")
    (alert,) = alerts_of(district, said["id"])
    assert (alert.kind, alert.people) == ("bridge", ())
    assert alert.rules == ("danger_self_harm",)
    kept = district.school.kept("bridge")
    (entry,) = [e for e in kept if (e["remote_id"], e["action"]) == (said["id"], "danger")]
    assert WORDS in entry["raw"]


def test_delivered_later_it_is_still_one_alert(district: WhatsAppDistrict, family: Family) -> None:
    """The homeserver flags it again, in the room, and knows that the adults have been told."""
    said = district.write(family, WORDS)
    district.await_state(said, "quarantined")
    (alert,) = alerts_of(district, said)
    assert set(alert.people) == {family.guardian.id, family.student.id}
    district.consent(family)
    district.await_state(said, "done")
    flagged = [d for d in district.school.kept("decision") if WORDS in str(d["attempt"])]
    assert [d["verdict"] for d in flagged] == ["flag"]
    assert len(alerts_of(district, said)) == 1


def help_to(district: WhatsAppDistrict, phone: str) -> list[str]:
    """The texts of help that a number was sent."""
    number = phone.removeprefix("+")
    log = [sent for sent in district.sandbox("log") if sent["to"] == number]
    return [str(sent) for sent in log if "988" in str(sent)]


def test_who_writes_of_danger_is_sent_help_where_it_may_cross(
    district: WhatsAppDistrict, consenting: Family
) -> None:
    """At once and once, in their language; what was sent is on record."""
    first = district.write(consenting, WORDS)
    district.await_state(f"help:{first}", "done")
    district.await_state(first, "done")
    second = district.write(consenting, WORDS)
    district.await_state(second, "done")
    (said,) = help_to(district, consenting.phone)
    assert "911" in said
    assert "Do not wait for them" in said
    assert "I want to die" not in said
    assert district.item(f"help:{second}") is None
    (entry,) = [e for e in district.school.kept("bridge") if e["remote_id"] == f"help:{first}"]
    assert entry["action"] == "sent"
    assert "988" in entry["raw"]


def test_where_nothing_may_cross_help_does_not_and_that_is_on_record(
    district: WhatsAppDistrict, family: Family
) -> None:
    """No consent, or nobody whom the roster knows: an adult is told all the same."""
    stranger = district.nobody()
    ids = [
        district.write(family, WORDS),
        str(district.sandbox("inbound", **{"from": stranger, "text": WORDS})["id"]),
    ]
    for said in ids:
        stopped = district.await_state(f"help:{said}", "stopped")
        assert stopped["code"] == "may_not_cross"
        assert len(alerts_of(district, said)) == 1
        (entry,) = [e for e in district.school.kept("bridge") if e["remote_id"] == f"help:{said}"]
        assert entry["action"] == "not_delivered"
    assert help_to(district, family.phone) == help_to(district, stranger) == []


def test_a_body_that_cannot_be_read_is_looked_at_all_the_same(database: TestDatabase) -> None:
    with database.connect(DatabaseRole.BRIDGE) as connection, connection.begin():
        for body in (b'{"entry": ["I want to die', b'{"entry": ["Good morning'):
            inbox.store(connection, "whatsapp", "webhook", body)
        for stored in inbox.unopened(connection, "whatsapp", limit=2):
            danger.watch_unread(connection, "whatsapp", stored)
    with database.connect() as connection:
        (alert,) = alerts.latest(connection, limit=10)
    assert alert.source.startswith("whatsapp:body:")
