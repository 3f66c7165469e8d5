"""The rules that everybody acknowledges for oneself, and urgent notices, in plain HTTP."""

from __future__ import annotations

import re

from homeroom.policy.roles import Role
from homeroom.registry.decisions import find, history
from homeroom.registry.model import Acknowledgement, UrgentNotice
from tests.fixtures.nonce import nonce
from tests.fixtures.portal import RunningPortal


def test_a_student_acknowledges_for_oneself_and_for_nobody_else(portal: RunningPortal) -> None:
    student, guardian = portal.person(Role.STUDENT), portal.person(Role.TEACHER)
    with portal.school.connect() as connection:
        before = len(history(connection, Acknowledgement, student.id))
        others = len(history(connection, Acknowledgement, guardian.id))
    with portal.signed_in(Role.STUDENT, language="es") as browser:
        page = browser.get("/acknowledge")
        assert "Las normas para conversar" in page.text
        # whose it is says the session: a field that names somebody else is refused
        forged = browser.post("/acknowledge", data={"version": "1", "person": guardian.id})
        assert forged.status_code == 400
        # a version that is not the one in force, or none, is not acknowledged
        assert browser.post("/acknowledge", data={"version": "99"}).status_code == 400
        assert browser.post("/acknowledge", data={}).status_code == 400
        version = re.search(r"versión (\d+)", page.text)
        assert version
        done = browser.post("/acknowledge", data={"version": version[1]})
        assert "Gracias" in done.text
    with portal.school.connect() as connection:
        found = history(connection, Acknowledgement, student.id)
        assert len(found) == before + 1
        assert len(history(connection, Acknowledgement, guardian.id)) == others
    assert (found[-1].actor, found[-1].state["version"]) == (student.user_id, version[1])


def test_nobody_acknowledges_without_signing_in(portal: RunningPortal) -> None:
    with portal.browser() as browser:
        assert browser.get("/acknowledge").url.path == "/login"


def test_a_notice_is_sent_seen_and_reviewed_by_somebody_else(portal: RunningPortal) -> None:
    words = f"Buses are late {nonce(8)}"
    with portal.signed_in(Role.TEACHER) as browser:
        page = browser.get("/urgent")
        choice = re.search(r'<option value="([^"]+)"', page.text)
        assert choice
        form = {"school_class": choice[1], "text": words, "reason": "Snow"}
        assert browser.post("/urgent", data={**form, "text": ""}).status_code == 400
        stranger = browser.post("/urgent", data={**form, "school_class": "class-12"})
        assert (stranger.status_code, "that you teach" in stranger.text) == (400, True)
        sent = browser.post("/urgent", data=form)
        assert (sent.status_code, "The notice is sent" in sent.text) == (200, True), sent.text
        assert "Not reached" in sent.text
        where = sent.url.path
        assert browser.post(f"{where}/review", data={"review": "Fine"}).status_code == 403
    with portal.signed_in(Role.PRINCIPAL) as browser:
        assert browser.post(f"{where}/review", data={}).status_code == 400
        looked = browser.post(f"{where}/review", data={"review": "Rightly sent"})
        assert "Rightly sent" in looked.text
    with portal.school.connect() as connection:
        notice = find(connection, UrgentNotice, where.removeprefix("/urgent/"))
    assert notice is not None
    assert notice.reviewed_by == str(portal.person(Role.PRINCIPAL).user_id)
    with portal.signed_in(Role.IT) as browser:
        assert browser.get("/urgent").status_code == 403
