"""Two people release a copy in the portal, and a requester without an account takes it, once."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, replace

import httpx
import pytest

from homeroom.disclosure import productions, requests, scope
from homeroom.disclosure.produce import run_production
from homeroom.policy.roles import Role
from homeroom.registry.decisions import record
from homeroom.registry.model import Guardianship, Request
from tests.fixtures.portal import RunningPortal

HOME = "127.0.0.9"
"""An address in no trusted network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What the office tells a requester."""

    path: str
    passcode: str


@pytest.fixture(scope="module")
def drafted(portal: RunningPortal) -> Request:
    """A request with a draft that the records officer has made."""
    school, by = portal.school, str(portal.person(Role.RECORDS_OFFICER).user_id)
    with school.connect() as connection, connection.begin():
        request = requests.open_request(
            connection,
            about=school.account(Role.STUDENT, 3).person.id,
            law="records",
            requester="The Gazette",
            by=by,
        )
        scope.make_scope(connection, request.id, by=by)
        made = productions.start_production(
            connection, portal.config, request.id, by=by, formats=["jsonl"]
        )
    run_production(portal.config, made.id)
    return request


@pytest.fixture(scope="module")
def released(portal: RunningPortal, drafted: Request) -> Request:
    with portal.signed_in(Role.COUNSEL) as counsel:
        page = counsel.post(f"/requests/{drafted.id}/release")
        assert "can be handed over now" in page.text, page.text
    return drafted


def issue(portal: RunningPortal, request: Request) -> Link:
    with portal.signed_in(Role.RECORDS_OFFICER) as officer:
        page = officer.post(f"/requests/{request.id}/link", data={"days": "7"})
    address = re.search(r"<code[^>]*>([^<]+)</code>", page.text)
    passcode = re.search(r"<strong>(\d{4}) (\d{4})</strong>", page.text)
    assert address, page.text
    assert passcode
    assert address[1].startswith(portal.config.public_portal)
    path = address[1].removeprefix(portal.config.public_portal)
    return Link(path=path, passcode=passcode[1] + passcode[2])


def test_who_may_not_release_does_not(portal: RunningPortal, drafted: Request) -> None:
    for role in (Role.TEACHER, Role.AUDITOR, Role.PRINCIPAL, Role.IT):
        with portal.signed_in(role) as browser:
            assert browser.post(f"/requests/{drafted.id}/release").status_code == 403
            assert browser.post(f"/requests/{drafted.id}/link").status_code == 403
    with portal.browser() as stranger:
        assert stranger.post(f"/requests/{drafted.id}/release").url.path == "/login"


def test_a_requester_at_home_takes_it_once_without_an_account(
    portal: RunningPortal, released: Request
) -> None:
    link = issue(portal, released)
    with portal.browser(address=HOME) as requester:
        assert "network is not trusted" in requester.get("/requests").text
        page = requester.get(link.path)
        assert (page.status_code, "Records for you" in page.text) == (200, True)
        assert re.search(r" E[SD]T</time>", page.text), "days and hours are the district's"
        assert page.headers["x-robots-tag"] == "noindex, nofollow"
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["referrer-policy"] == "no-referrer"
        student = portal.school.account(Role.STUDENT, 3).person
        assert not [word for word in (student.name, student.roster_id) if word in page.text]
        copy = requester.post(link.path, data={"passcode": link.passcode})
        assert copy.headers["content-type"] == "application/zip"
        with zipfile.ZipFile(io.BytesIO(copy.content)) as opened:
            assert opened.testzip() is None
            names = [name.partition("/")[2] for name in opened.namelist()]
        assert {"manifest.json", "release.txt", "verify.py"} <= set(names)
        again = requester.post(link.path, data={"passcode": link.passcode})
        assert (again.status_code, "This link was used" in again.text) == (410, True)
        assert requester.get(link.path).status_code == 410
    with portal.signed_in(Role.AUDITOR) as auditor:
        log = auditor.get(f"/requests/{released.id}/release").text
    for said in ("The page was opened", "Download begun", "All of it was sent", HOME):
        assert said in log
    assert link.path not in log
    assert link.passcode not in log


def test_a_program_that_follows_links_uses_none_up(
    portal: RunningPortal, released: Request
) -> None:
    link = issue(portal, released)
    address = f"{portal.address}{link.path}"
    for method in ("GET", "HEAD", "OPTIONS", "PUT", "GET"):
        httpx.request(method, address, headers={"User-Agent": "LinkPreview/1.0"})
    # A form that is sent from another site, or by a program that says nothing of its origin
    cross = {"Sec-Fetch-Site": "cross-site"}
    for headers in (cross, {}):
        sent = httpx.post(address, data={"passcode": link.passcode}, headers=headers)
        assert sent.status_code == 403
    with portal.browser(address=HOME) as requester:
        copy = requester.post(link.path, data={"passcode": link.passcode})
        assert copy.headers["content-type"] == "application/zip"


def test_wrong_ones_are_counted_and_told_and_lock_it(
    portal: RunningPortal, released: Request
) -> None:
    link = issue(portal, released)
    wrong = f"{(int(link.passcode) + 1) % 10**8:08}"
    with portal.browser(address=HOME, language="es") as requester:
        for left in (4, 3, 2):
            page = requester.post(link.path, data={"passcode": wrong})
            assert (page.status_code, f"{left} intentos" in page.text) == (403, True), page.text
        requester.post(link.path, data={})
        assert requester.post(link.path, data={"passcode": wrong}).status_code == 410
        page = requester.post(link.path, data={"passcode": link.passcode})
        assert page.status_code == 410
        assert "application/zip" not in page.headers["content-type"]
    with portal.signed_in(Role.RECORDS_OFFICER) as officer:
        assert "wrong passcode too often" in officer.get(f"/requests/{released.id}/release").text


def test_a_link_that_was_taken_back_or_never_was_opens_nothing(
    portal: RunningPortal, released: Request
) -> None:
    link = issue(portal, released)
    with portal.signed_in(Role.RECORDS_OFFICER) as officer:
        page = officer.post(f"/requests/{released.id}/link/revoke")
        assert "opens nothing any more" in page.text
        assert officer.post(f"/requests/{released.id}/link", data={"days": "9"}).status_code == 400
        assert officer.post("/requests/none/link", data={"days": "7"}).status_code == 404
    with portal.browser(address=HOME) as requester:
        gone = requester.post(link.path, data={"passcode": link.passcode})
        assert (gone.status_code, "was taken back" in gone.text) == (410, True)
        for path in ("/download/x", f"/download/{'A' * 43}", "/download/%00"):
            assert requester.get(path).status_code == 404
            assert requester.post(path, data={"passcode": link.passcode}).status_code == 404


def test_the_office_writes_down_who_asks_and_a_family_disagrees(
    portal: RunningPortal, released: Request
) -> None:
    page = f"/requests/{released.id}"
    with portal.signed_in(Role.RECORDS_OFFICER) as officer:
        for what, data in (
            ("standing", {"standing": "public", "interest": "A <b>story</b>"}),
            ("identity", {"way": "document", "note": "passport"}),
            ("fee", {"kind": "estimate", "amount": "12.50", "reason": "50 pages"}),
            ("note", {"text": "Called back"}),
        ):
            noted = officer.post(f"{page}/facts/{what}", data=data)
            assert "Noted, with your name" in noted.text, what
        assert "A &lt;b&gt;story&lt;/b&gt;" in noted.text
        assert "$12.50" in noted.text
        for what, data in (
            ("standing", {"standing": "friend"}),
            ("fee", {"kind": "paid", "amount": "-1", "reason": "x"}),
            ("subpoena", {"court": "C", "reference": "1", "issued": "2026-01-31"}),
            ("end", {"to": "denied", "why": "x"}),
            ("note", {}),
        ):
            assert officer.post(f"{page}/facts/{what}", data=data).status_code == 400, what
        assert officer.post(f"{page}/facts/none").status_code == 404
        said = {"author": "A parent", "statement": "It was <i>not</i> so."}
        kept = officer.post(f"{page}/disagree", data=said)
        assert "It was &lt;i&gt;not&lt;/i&gt; so." in kept.text
        assert "public-records law" in kept.text
        assert officer.post(f"{page}/disagree", data={"author": "x"}).status_code == 400
        wrong = said | {"entries": "1/9999999"}
        assert officer.post(f"{page}/disagree", data=wrong).status_code == 400
    link = issue(portal, released)
    with portal.browser(address=HOME) as requester:
        copy = requester.post(link.path, data={"passcode": link.passcode})
    with zipfile.ZipFile(io.BytesIO(copy.content)) as opened:
        later = opened.read(f"{released.id}-1-statements/1.txt").decode()
    assert "It was <i>not</i> so." in later, "what came since goes along"
    with portal.signed_in(Role.AUDITOR) as auditor:
        assert auditor.get(f"{page}/facts").status_code == 200
        assert auditor.post(f"{page}/facts/note", data={"text": "x"}).status_code == 403


def test_a_guardian_reads_who_was_given_something_and_nobody_else_does(
    portal: RunningPortal, released: Request
) -> None:
    school, student = portal.school, portal.school.account(Role.STUDENT, 3).person
    where, teacher = f"/my/{student.id}/record/disclosures", portal.person(Role.TEACHER)
    tie = Guardianship(guardian=teacher.id, student=student.id)
    with portal.signed_in(Role.TEACHER) as browser:
        assert browser.get(where).status_code == 404
    with school.connect() as connection, connection.begin():
        record(connection, tie, by="test")
    try:
        with portal.signed_in(Role.TEACHER) as browser:
            page = browser.get(where)
            assert page.status_code == 200
            assert "The Gazette" in page.text
            assert where in browser.get("/my").text
    finally:
        with school.connect() as connection, connection.begin():
            record(connection, replace(tie, active=False), by="test")
