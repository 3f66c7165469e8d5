"""Words of danger from outside reach an adult, whatever becomes of the message (invariant 14)."""

from __future__ import annotations

from bridges.base import danger, inbox
from homeroom.danger import alerts
from homeroom.danger.alerts import Alert
from homeroom.db.roles import DatabaseRole
from tests.fixtures.postgres import TestDatabase
from tests.integration.bridges.conftest import Family, WhatsAppDistrict

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


def test_a_body_that_cannot_be_read_is_looked_at_all_the_same(database: TestDatabase) -> None:
    with database.connect(DatabaseRole.BRIDGE) as connection, connection.begin():
        for body in (b'{"entry": ["I want to die', b'{"entry": ["Good morning'):
            inbox.store(connection, "whatsapp", "webhook", body)
        for stored in inbox.unopened(connection, "whatsapp", limit=2):
            danger.watch_unread(connection, "whatsapp", stored)
    with database.connect() as connection:
        (alert,) = alerts.latest(connection, limit=10)
    assert alert.source.startswith("whatsapp:body:")
