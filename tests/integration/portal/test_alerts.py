"""An alert in the portal: seen by whom it concerns, taken over, closed; all of it recorded."""

from __future__ import annotations

import time

import pytest

from homeroom.danger import alerts
from homeroom.danger.alerts import Alert
from homeroom.policy.roles import Role
from homeroom.registry import families, family
from tests.fixtures.portal import RunningPortal
from tests.fixtures.synapse import Account, School


@pytest.fixture
def student(portal: RunningPortal) -> Account:
    return portal.school.account(Role.STUDENT, 12)


def raised(school: School, student: Account) -> Alert:
    """The alert of what a student has just said."""
    body = f"I want to die {time.monotonic_ns()}"
    student.send(str(school.class_room(student).room_id), body).raise_for_status()
    with school.connect() as connection:
        return next(a for a in alerts.latest(connection, limit=9) if a.sender == student.user_id)


def test_an_adult_takes_it_over_tells_a_guardian_and_closes_it(
    portal: RunningPortal, student: Account
) -> None:
    alert = raised(portal.school, student)
    with portal.school.connect() as connection:
        household = family.household(families.of(connection, student.person))
    guardian = next(iter(household - {student.person.id}))
    with portal.signed_in(Role.SUPERVISOR) as browser:
        assert "omebody may be in danger" in browser.get("/").text
        assert student.person.name in browser.get("/alerts").text
        page = browser.get(f"/alerts/{alert.id}").text
        assert "I want to die" in page
        assert "It was delivered." in page
        where = f"/alerts/{alert.id}"
        assert "You are taking care of it" in browser.post(f"{where}/acknowledge").text
        assert "Fill this in." in browser.post(f"{where}/close", data={}).text
        told = browser.post(f"{where}/guardian", data={"guardian": guardian, "note": "By phone"})
        assert "By phone" in told.text
        nobody = browser.post(f"{where}/guardian", data={"guardian": student.person.id})
        assert nobody.status_code == 400
        closed = browser.post(f"{where}/close", data={"note": "Her counselor is with her."})
        assert "The alert is closed" in closed.text
        assert "Her counselor is with her." in browser.get(where).text
    with portal.school.connect() as connection:
        done = alerts.find(connection, alert.id)
    assert done is not None
    here = [step for step in done.steps if step.action != "told"]  # that is the steward's
    assert [step.action for step in here] == ["acknowledged", "guardian_told", "closed"]
    assert {step.by for step in here} == {portal.person(Role.SUPERVISOR).user_id}


def test_who_is_not_concerned_finds_nothing(portal: RunningPortal, student: Account) -> None:
    alert = raised(portal.school, student)
    for role, status in ((Role.TEACHER, 404), (Role.STUDENT, 403), (Role.IT, 403)):
        with portal.signed_in(role) as browser:
            assert browser.get(f"/alerts/{alert.id}").status_code == status
            assert browser.post(f"/alerts/{alert.id}/acknowledge").status_code == status
    with portal.signed_in(Role.SUPERVISOR) as browser:
        assert browser.get("/alerts/999999").status_code == 404


def test_in_spanish(portal: RunningPortal, student: Account) -> None:
    alert = raised(portal.school, student)
    with portal.signed_in(Role.PRINCIPAL, language="es") as browser:
        page = browser.get(f"/alerts/{alert.id}").text
    assert "Lo que se escribió" in page
    assert "Palabras de autolesión" in page


def test_a_report_is_answered_by_somebody_in_charge(
    portal: RunningPortal, student: Account
) -> None:
    """With the message that it is about; it calls nobody, and is no danger on the first page."""
    room, words = str(portal.school.class_room(student).room_id), f"Fun {time.monotonic_ns()}"
    event = student.send(room, words).raise_for_status().json()["event_id"]
    reason = f"This is not nice {time.monotonic_ns()}"
    answer = student.call("POST", f"/rooms/{room}/report/{event}", {"reason": reason})
    answer.raise_for_status()
    with portal.school.connect() as connection:
        alert = next(a for a in alerts.latest(connection, limit=9) if a.sender == student.user_id)
    with portal.signed_in(Role.SUPERVISOR) as browser:
        listed = browser.get("/alerts").text.split("<h2>Reported by somebody</h2>")[1]
        assert f"/alerts/{alert.id}" in listed
        page = browser.get(f"/alerts/{alert.id}").text
        assert reason in page
        assert words in page
        assert f"Report: {student.person.name}" in page
        assert "A guardian was told" not in page
        where = f"/alerts/{alert.id}"
        browser.post(f"{where}/close", data={"note": "We talked about it in class."})
        assert "We talked about it in class." in browser.get(where).text
    with portal.school.connect() as connection:
        done = alerts.find(connection, alert.id)
    assert done is not None
    assert [step.action for step in done.steps] == ["closed"]
