"""What a request covers, in the portal: counted, looked at, narrowed by rules tried first."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from homeroom.policy.roles import Role
from homeroom.registry.decisions import load
from homeroom.registry.model import Enrollment, Person
from tests.fixtures.nonce import nonce
from tests.fixtures.portal import RunningPortal
from tests.fixtures.synapse import eventually
from tests.fixtures.verdict import NUMBER

FOUND = text("SELECT count(*) FROM archive.search WHERE text = :said")


@pytest.fixture
def said(portal: RunningPortal) -> str:
    """What a teacher said in the student's class room, once it is in the archive."""
    school, words = portal.school, f"Bring your {nonce(8)}"
    student = school.account(Role.STUDENT)
    venue = school.class_room(student)
    with school.connect() as connection:
        seats = load(connection, Enrollment).values()
        people = load(connection, Person)
    taught = (each for each in seats if each.class_id == venue.class_id and each.role == "teacher")
    teacher = school.sign_in(next(people[each.person] for each in taught if each.ends is None))
    assert teacher.send(str(venue.room_id), words).status_code == 200
    assert student.send(str(venue.room_id), NUMBER).status_code == 403

    def sealed() -> bool:
        with portal.school.connect() as connection:
            return bool(connection.scalar(FOUND, {"said": words}))

    eventually(sealed)
    return words


@pytest.fixture
def scoped(portal: RunningPortal, said: str) -> str:
    """The page of a request about a student who was there, counted."""
    assert said
    student = portal.school.account(Role.STUDENT).person
    with portal.signed_in(Role.RECORDS_OFFICER) as browser:
        form = {"law": "ferpa", "requester": "A guardian"}
        where = browser.post(f"/requests/add/{student.id}", data=form).url.path
        assert "Not counted yet" in browser.get(f"{where}/scope").text
        counted = browser.post(f"{where}/scope/count")
        assert (counted.status_code, counted.url.path) == (200, f"{where}/scope")
        without_words = browser.get(f"{where}/scope", params={"why": "membership"})
        assert without_words.status_code == 200
        shown = browser.get(f"{where}/scope", params={"why": "present"})
        assert "Said in their room while they were there" in shown.text
    return f"{where}/scope"


def test_a_rule_is_tried_decided_and_ended(portal: RunningPortal, scoped: str) -> None:
    rule = {"action": "exclude", "reason": "present", "why": "counsel said so"}
    with portal.signed_in(Role.RECORDS_OFFICER) as browser:
        tried = browser.post(f"{scoped}/rule", data={**rule, "act": "try"})
        assert (tried.status_code, "Tried. Nothing was changed." in tried.text) == (200, True)
        assert "counsel said so" in tried.text
        assert "Left out by rules" not in browser.get(scoped).text
        decided = browser.post(f"{scoped}/rule", data={**rule, "act": "decide"})
        assert "Left out by rules" in decided.text
        number = decided.text.partition('name="rule" value="')[2].partition('"')[0]
        ended = browser.post(f"{scoped}/withdraw", data={"rule": number, "why": "a mistake"})
        assert "Left out by rules" not in ended.text


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"since": "2026-03-02", "until": "2026-03-01", "why": "x"}, "upside down"),
        ({"why": "x"}, "name a room"),
        ({"reason": "present"}, "say why"),
        ({"sender": "Nobody Nowhere", "why": "x"}, "nobody of the roster"),
        ({"since": "yesterday"}, "Write a date"),
    ],
)
def test_a_rule_that_cannot_be_is_explained(
    portal: RunningPortal, scoped: str, given: dict[str, str], message: str
) -> None:
    with portal.signed_in(Role.RECORDS_OFFICER) as browser:
        wrong = browser.post(f"{scoped}/rule", data={"action": "exclude", "act": "decide", **given})
        assert (wrong.status_code, message in wrong.text) == (400, True)


def test_an_auditor_looks_and_decides_nothing(portal: RunningPortal, scoped: str) -> None:
    with portal.signed_in(Role.AUDITOR) as browser:
        assert browser.get(scoped, params={"why": "present"}).status_code == 200
        assert browser.get(scoped, params={"lang": "es"}).status_code == 200
        rule = {"action": "exclude", "reason": "present", "why": "x", "act": "decide"}
        assert browser.post(f"{scoped}/rule", data=rule).status_code == 403
        assert browser.post(f"{scoped}/count").status_code == 403
