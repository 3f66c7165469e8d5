"""The review in the portal: another person approves what was seen, and nobody alone."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from homeroom.disclosure import approving, preparing, requests, reviewing, scope
from homeroom.disclosure.reviewing import Choice
from homeroom.policy.roles import Role
from tests.fixtures.nonce import nonce
from tests.fixtures.portal import RunningPortal
from tests.fixtures.synapse import eventually


def test_a_review_is_approved_by_somebody_else_as_it_was_seen(portal: RunningPortal) -> None:
    school, by = portal.school, str(portal.person(Role.RECORDS_OFFICER).user_id)
    with school.connect() as connection, connection.begin():
        about = school.account(Role.STUDENT, 3).person.id
        request = requests.open_request(
            connection, about=about, law="records", requester="The Gazette", by=by
        ).id
        scope.make_scope(connection, request, by=by)
        choice = Choice(place="form:will", action="not_person", seen=0)
        reviewing.decide(connection, request, [choice], by=by)
        newest = reviewing.newest(connection, request)
    place, seen = f"/requests/{request}/review/approve", {"decision": str(newest)}
    with portal.signed_in(Role.RECORDS_OFFICER) as officer:
        alone = officer.post(place, data=seen)
        assert (alone.status_code, "by the same person" in alone.text) == (409, True)
    with portal.signed_in(Role.COUNSEL) as counsel:
        stale = counsel.post(place, data={"decision": "0"})
        assert (stale.status_code, "decided meanwhile" in stale.text) == (409, True)
        assert "is approved" in counsel.post(place, data=seen).text
    for role in (Role.TEACHER, Role.AUDITOR, Role.PRINCIPAL, Role.IT):
        with portal.signed_in(role) as browser:
            assert browser.post(place, data=seen).status_code == 403
    with school.connect() as connection:
        covered = approving.scope_digest(connection, request)
        assert approving.approval(connection, request, decision=newest, scope=covered).complete


def test_decisions_are_taken_on_the_page_and_never_overwritten(portal: RunningPortal) -> None:
    request = scoped(portal, student=4)
    where = f"/requests/{request}/review"
    nobody = {"place": "form:will", "action": "not_person", "seen": "0"}
    with portal.signed_in(Role.RECORDS_OFFICER) as officer:
        assert "The decision is kept" in officer.post(f"{where}/decide", data=nobody).text
    cover = {**nobody, "action": "redact", "exemption": "other-student"}
    with portal.signed_in(Role.ADMIN) as late:
        answer = late.post(f"{where}/decide", data=cover)
        assert (answer.status_code, "has decided on this meanwhile" in answer.text) == (409, True)
        assert late.post(f"{where}/decide", data={**cover, "seen": "1"}).status_code == 200
    with portal.school.connect() as connection:
        stands = reviewing.decisions(connection, request)["form:will"]
    assert (stands.action, stands.version, stands.exemption) == ("redact", 2, "other-student")


def test_what_is_shown_as_it_is_has_a_reason(portal: RunningPortal) -> None:
    where = f"/requests/{scoped(portal, student=5)}/review/decide"
    whole = {"place": "entry:1/0", "action": "whole", "seen": "0"}
    with portal.signed_in(Role.RECORDS_OFFICER) as officer:
        answer = officer.post(where, data=whole)
        assert (answer.status_code, "Say why it is shown." in answer.text) == (400, True)
        assert officer.post(where, data={**whole, "reason": "letter of 2017"}).status_code == 200
        assert officer.post(where, data={**whole, "action": "erase"}).status_code == 400


@pytest.mark.parametrize("place", ["entry:x/1", "entry:1/01", "entry:1", "entry:1/٣", "other:a"])
def test_a_place_has_one_spelling(portal: RunningPortal, place: str) -> None:
    """Else somebody could decide beside a decision, or leave a review that nobody can read."""
    where = f"/requests/{scoped(portal, student=5)}/review"
    forged = {"place": place, "action": "withhold", "seen": "0"}
    with portal.signed_in(Role.RECORDS_OFFICER) as officer:
        answer = officer.post(f"{where}/decide", data=forged)
        assert (answer.status_code, "is no place" in answer.text) == (409, True)
        assert officer.get(where).status_code == 200


def test_what_speaks_of_danger_is_counsels_to_show(portal: RunningPortal) -> None:
    student = portal.school.account(Role.STUDENT, 6)
    room, body = str(portal.school.class_room(student).room_id), f"I want to die {nonce()}"
    student.send(room, body).raise_for_status()
    eventually(lambda: body in sealed_texts(portal))
    request = scoped(portal, student=6)
    with portal.school.connect() as connection, connection.begin():
        found = preparing.review(connection, portal.config.data, request)
    place = next(each.place for each in found.left_out if each.counsel)
    whole = {"place": place, "action": "release", "seen": "0", "reason": "asked for"}
    where = f"/requests/{request}/review/decide"
    with portal.signed_in(Role.RECORDS_OFFICER) as officer:
        answer = officer.post(where, data=whole)
        assert (answer.status_code, "Counsel alone decides this" in answer.text) == (400, True)
        told = {"counsel": "A. Lawyer", "counsel_on": "2026-11-20", "reference": "letter 7"}
        answer = officer.post(where, data={**whole, **told})
        assert (answer.status_code, "A. Lawyer" in answer.text) == (200, True)


def sealed_texts(portal: RunningPortal) -> set[str]:
    with portal.school.connect() as connection:
        return set(connection.scalars(text("SELECT text FROM archive.search WHERE kind = 'event'")))


def scoped(portal: RunningPortal, *, student: int) -> str:
    """A request with its scope."""
    school, by = portal.school, str(portal.person(Role.RECORDS_OFFICER).user_id)
    with school.connect() as connection, connection.begin():
        about = school.account(Role.STUDENT, student).person.id
        request = requests.open_request(
            connection, about=about, law="records", requester="The Gazette", by=by
        ).id
        scope.make_scope(connection, request, by=by)
    return request
