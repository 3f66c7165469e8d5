"""A request's days and letters in the portal."""

from __future__ import annotations

from homeroom.disclosure import requests
from homeroom.policy.roles import Role
from tests.fixtures.portal import RunningPortal


def test_days_are_shown_noted_and_told(portal: RunningPortal) -> None:
    school = portal.school
    student = school.account(Role.STUDENT)
    with school.connect() as connection, connection.begin():
        opened = requests.open_request(
            connection,
            about=student.person.id,
            law="records",
            requester="Rosa Flores",
            clock="illinois",
            by="test",
        )
    page = f"/requests/{opened.id}"
    with portal.signed_in(Role.RECORDS_OFFICER) as officer:
        assert "5 ILCS 140/3(d)" in officer.get(page).text
        noted = officer.post(f"{page}/done", data={"step": "acknowledge"})
        assert "Noted, with the day." in noted.text
        for step in ("acknowledge", "produce", "anything"):
            assert officer.post(f"{page}/done", data={"step": step}).status_code == 409
        assert officer.post(f"{page}/extend", data={"reason": ""}).status_code == 400
        longer = officer.post(f"{page}/extend", data={"reason": "A <b>storm</b>"})
        assert "A &lt;b&gt;storm&lt;/b&gt;" in longer.text
        assert officer.post(f"{page}/extend", data={"reason": "Again"}).status_code == 409
        written = officer.post(
            f"{page}/letter", data={"kind": "extension", "letter_language": "es"}
        )
        assert written.headers["content-type"].startswith("text/plain")
        assert "A <b>storm</b>" in written.text
        assert "Rosa Flores" in written.text
        assert officer.post(f"{page}/letter", data={"kind": "../../x"}).status_code == 400
    with portal.signed_in(Role.TEACHER) as teacher:
        for what in ("done", "extend", "letter"):
            assert teacher.post(f"{page}/{what}").status_code == 403
