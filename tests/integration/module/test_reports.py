"""What somebody reports is on record, raises the alert of danger, and waits for an answer."""

from __future__ import annotations

from typing import Any

import pytest

from homeroom.danger import alerts
from homeroom.danger.alerts import Alert
from homeroom.policy.roles import Role
from tests.fixtures.nonce import nonce
from tests.fixtures.synapse import Account, School


@pytest.fixture
def reporter(school: School) -> Account:
    return school.account(Role.STUDENT, 6)


def reports_of(school: School, reporter: Account, reason: str) -> list[dict[str, Any]]:
    rows = school.kept("decision")
    return [d for d in rows if d["attempt"].get("content", {}).get("reason") == reason]


def alert_of(school: School, key_of: str) -> Alert:
    with school.connect() as connection:
        return next(a for a in alerts.latest(connection, limit=20) if a.sender == key_of)


def said_by(school: School, reporter: Account) -> tuple[str, str, Account]:
    """A message of the class's teacher: room, event, and the teacher."""
    room = str(school.class_room(reporter).room_id)
    teachers = (school.sign_in(person) for person in school.people(Role.TEACHER))
    joined = {t.user_id: t for t in teachers}
    there = reporter.call("GET", f"/rooms/{room}/joined_members").json()["joined"]
    teacher = next(joined[user] for user in joined if user in there)
    sent = teacher.send(room, f"Homework {nonce()}").raise_for_status()
    return room, str(sent.json()["event_id"]), teacher


def test_a_reported_message_waits_for_an_answer(school: School, reporter: Account) -> None:
    """Never for the one whom it is about, nor for who reported it; nobody is called at night."""
    room, event_id, teacher = said_by(school, reporter)
    reason = f"That is unfair {nonce()}"
    answer = reporter.call("POST", f"/rooms/{room}/report/{event_id}", {"reason": reason})
    assert answer.is_success
    (decision,) = reports_of(school, reporter, reason)
    assert [r["rule"] for r in decision["reasons"]] == ["report"]
    alert = alert_of(school, reporter.user_id)
    assert (alert.rules, alert.standing, alert.urgent) == (("report",), "open", False)
    assert set(alert.people) == {reporter.person.id, teacher.person.id}


def test_a_report_with_words_of_danger_raises_the_alert(school: School, reporter: Account) -> None:
    room, event_id, _ = said_by(school, reporter)
    reason = f"My uncle hits me and I want to die {nonce()}"
    for path in (
        f"/rooms/{room}/report/{event_id}",
        f"/rooms/{room}/report",
        f"/users/{school.account(Role.STUDENT, 7).user_id}/report",
        f"/rooms/{room}/report/$nothing",  # Synapse refuses it; the cry is heard all the same
    ):
        said = f"{reason} {path[-20:]}"
        answer = reporter.call("POST", path, {"reason": said})
        assert answer.is_success is not path.endswith("$nothing")
        assert len(reports_of(school, reporter, said)) == 1
        alert = alert_of(school, reporter.user_id)
        assert alert.rules == ("report", "danger_self_harm", "danger_abuse")
        assert alert.urgent


def test_what_synapse_refuses_is_no_report(school: School, reporter: Account) -> None:
    room, _, _ = said_by(school, reporter)
    reason = f"Nothing there {nonce()}"
    answer = reporter.call("POST", f"/rooms/{room}/report/$nothing", {"reason": reason})
    assert answer.status_code == 404
    assert reports_of(school, reporter, reason) == []
