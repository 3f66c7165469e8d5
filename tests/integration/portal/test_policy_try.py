"""A draft of the policy tried in the portal: on the real record, by few, and changing nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from homeroom.policy.roles import Role
from homeroom.registry import policies, policy_file
from homeroom.registry.model import PolicyVersion
from homeroom.replay import reading
from homeroom.replay.eye import Homeserver
from tests.fixtures.portal import RunningPortal
from tests.fixtures.synapse import eventually
from tests.fixtures.verdict import NUMBER

PHONE = "    - phone\n"


def in_force(portal: RunningPortal) -> PolicyVersion:
    with portal.school.connect() as connection:
        found = policies.in_force(connection)
    assert found is not None
    return found


@pytest.fixture
def refused(portal: RunningPortal) -> None:
    """A phone number that was refused is in the archive."""
    student = portal.school.account(Role.STUDENT)
    student.send(str(portal.school.class_room(student).room_id), f"Call me at {NUMBER}")
    with portal.school.connect() as connection:
        eventually(lambda: not connection.scalar(text("SELECT count(*) FROM outbox.entry")))


@pytest.mark.usefixtures("refused")
def test_a_principal_tries_a_draft_and_nothing_is_changed(portal: RunningPortal) -> None:
    before = in_force(portal)
    draft = before.text.replace(PHONE, "")
    assert draft != before.text
    with portal.signed_in(Role.PRINCIPAL) as browser:
        assert PHONE in browser.get("/policy/try").text
        answer = browser.post("/policy/try", data={"draft": draft.replace("\n", "\r\n")})
        assert answer.status_code == 200
        for words in ("No longer refused", "Personal information", "Class room", "Student"):
            assert words in answer.text
        assert NUMBER not in answer.text
        assert "/archive/" not in answer.text
        assert PHONE not in answer.text
    assert in_force(portal) == before


@pytest.mark.usefixtures("refused")
def test_an_administrator_uploads_a_draft_and_finds_the_entries(portal: RunningPortal) -> None:
    draft = in_force(portal).text.replace(PHONE, "").encode()
    with portal.signed_in(Role.ADMIN, language="es") as browser:
        answer = browser.post("/policy/try", files={"file": ("draft.yaml", draft)})
        assert "Ya no rechazado" in answer.text
        where = answer.text.split('href="/archive/')[1].split('"')[0]
        assert browser.get(f"/archive/{where}").status_code == 200
        assert "Borrador de la política probado" in eventually(
            lambda: (
                found if "probado" in (found := browser.get("/archive?kind=access").text) else ""
            )
        )


def test_every_fault_is_named_and_the_draft_stays_in_the_field(portal: RunningPortal) -> None:
    with portal.signed_in(Role.PRINCIPAL, language="es") as browser:
        answer = browser.post("/policy/try", data={"draft": "format: 2\nhour: <b>\nzzz: 1\n"})
        assert answer.status_code == 400
        assert "El borrador tiene 3 errores" in answer.text
        assert "Línea 2" in answer.text
        assert "hour: &lt;b&gt;" in answer.text
        assert browser.post("/policy/try", data={"draft": " "}).status_code == 400


@pytest.mark.parametrize("role", [Role.TEACHER, Role.IT, Role.SUPERVISOR, Role.RECORDS_OFFICER])
def test_others_are_refused(portal: RunningPortal, role: Role) -> None:
    with portal.signed_in(role) as browser:
        assert browser.get("/policy/try").status_code == 403
        assert browser.post("/policy/try", data={"draft": "format: 2\n"}).status_code == 403
        assert "/policy/try" not in browser.get("/").text


def test_one_at_a_time_and_other_pages_answer_meanwhile(portal: RunningPortal) -> None:
    draft = {"draft": in_force(portal).text}
    with portal.signed_in(Role.ADMIN) as browser, ThreadPoolExecutor(5) as threads:
        tried = [threads.submit(browser.post, "/policy/try", data=draft) for _ in range(4)]
        assert browser.get("/health").status_code == 200
        answers = [each.result() for each in tried]
    assert {answer.status_code for answer in answers} == {200, 409}
    assert any("Somebody else is trying a draft" in answer.text for answer in answers)


@pytest.mark.usefixtures("refused")
def test_only_the_newest_entries_are_looked_at(portal: RunningPortal) -> None:
    draft = policy_file.parse(in_force(portal).text, version="draft")
    homeserver = Homeserver.of(portal.config.server_name)

    def tried(most: int | None) -> tuple[int, bool, datetime | None]:
        with portal.school.connect() as connection, connection.begin():
            found = reading.replay(
                connection, draft, homeserver, since=None, until=datetime.now(UTC), most=most
            )
        return found.judged + sum(found.not_judged.values()), found.cut, found.since

    everything, cut, since = tried(None)
    assert (cut, since) == (False, None)
    assert tried(1_000_000)[1] is False
    some, cut, since = tried(5)
    assert cut
    assert some <= 5 < everything
    assert since is not None
