"""The review in the portal: another person approves what was seen, and nobody alone."""

from __future__ import annotations

from homeroom.disclosure import approving, requests, reviewing, scope
from homeroom.disclosure.reviewing import Choice
from homeroom.policy.roles import Role
from tests.fixtures.portal import RunningPortal


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
