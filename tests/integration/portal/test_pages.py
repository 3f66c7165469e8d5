"""What a person can do in the portal, over real PostgreSQL, Synapse and archive, in plain HTTP."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from admin_portal.language import written_day
from admin_portal.queries.archive import page_of
from admin_portal.queries.archive_form import Wanted, query
from homeroom.archive.concerning import Kin
from homeroom.db.roles import DatabaseRole
from homeroom.disclosure.formats import FORMATS
from homeroom.policy.roles import Role
from homeroom.registry import authorities, consents, families, family
from homeroom.registry.decisions import find, history, load, record
from homeroom.registry.model import (
    Agreement,
    Authority,
    Consent,
    Guardianship,
    Person,
    Request,
    Tool,
)
from tests.fixtures.days import ZONE, district_day
from tests.fixtures.nonce import nonce
from tests.fixtures.portal import RunningPortal
from tests.fixtures.synapse import eventually
from tests.fixtures.verdict import NUMBER

TODAY = district_day()
"""The demo district's day."""
NEXT_YEAR = TODAY + timedelta(days=365)
INERT = "<script>alert(1)</script>"


def path_of(answer: httpx.Response) -> str:
    return answer.url.path


def test_a_tool_is_added_approved_suspended_and_its_history_tells(portal: RunningPortal) -> None:
    account = str(portal.person(Role.IT).user_id)
    name = f"Klassen {nonce(6)}"
    with portal.signed_in(Role.IT) as browser:
        added = browser.post("/tools/add", data={"name": name, "vendor": INERT, "purpose": ""})
        assert "on the register" in added.text
        assert INERT not in added.text
        where = path_of(added)
        again = browser.post("/tools/add", data={"name": name, "vendor": "V"})
        assert (again.status_code, "already" in again.text) == (400, True)
        empty = browser.post(f"{where}/approve", data={})
        assert (empty.status_code, empty.text.count("Fill this in.")) == (400, 3)
        terms = {"reference": "DPA 7", "starts": str(TODAY), "ends": str(TODAY - timedelta(days=1))}
        assert (
            "ends before it starts"
            not in (wrong := browser.post(f"{where}/approve", data=terms)).text
        )
        assert (wrong.status_code, "would end before it starts" in wrong.text) == (400, True)
        terms["ends"] = str(NEXT_YEAR)
        assert "is approved" in browser.post(f"{where}/approve", data=terms).text
        assert browser.post(f"{where}/suspend", data={}).status_code == 400
        stopped = browser.post(f"{where}/suspend", data={"reason": "Tests are over"})
        assert "Tests are over" in stopped.text
        assert name in browser.get("/tools?state=suspended").text
        assert name not in browser.get("/tools?state=approved").text
    with portal.school.connect() as connection:
        decisions = history(connection, Tool, where.removeprefix("/tools/"))
    assert [d.state["state"] for d in decisions] == ["requested", "approved", "suspended"]
    assert {d.actor for d in decisions} == {account}


def minor(portal: RunningPortal) -> Person:
    """A student under 18 with a guardian and without any consent."""
    with portal.school.connect() as connection:
        having = {consent.student for consent in load(connection, Consent).values()}
        return next(
            person
            for person in load(connection, Person).values()
            if Role.STUDENT in person.roles
            and person.id not in having
            and not family.is_adult(person, TODAY)
            and family.entitled(families.of(connection, person), TODAY)
        )


def test_a_consent_is_recorded_by_a_guardian_and_revoked(portal: RunningPortal) -> None:
    student = minor(portal)
    with portal.school.connect() as connection:
        signers = family.entitled(families.of(connection, student), TODAY)
        guardian = load(connection, Person)[min(signers)]
    form = {
        "tool": "whatsapp",
        "given_by": guardian.id,
        "signed_on": str(TODAY),
        "expires": str(NEXT_YEAR),
    }
    with portal.signed_in(Role.PRINCIPAL) as browser:
        found = browser.get("/consents/add", params={"student": student.name.upper()})
        assert f"/consents/add/{student.id}" in found.text
        assert guardian.name in browser.get(f"/consents/add/{student.id}").text
        for field, value, said in (
            ("given_by", student.id, "nobody else may sign"),
            ("tool", "nothing", "Choose an app of the register"),
            ("expires", str(TODAY - timedelta(days=1)), "would end before it is signed"),
            ("signed_on", str(TODAY + timedelta(days=3)), "lies in the future"),
            ("expires", "next year", "Write a date as"),
        ):
            wrong = browser.post(f"/consents/add/{student.id}", data={**form, field: value})
            assert (wrong.status_code, said in wrong.text) == (400, True), said
        made = browser.post(f"/consents/add/{student.id}", data=form)
        assert "The consent is recorded" in made.text
        where = path_of(made)
        assert where in browser.get("/consents", params={"student": student.roster_id}).text
        assert "cannot be undone" in browser.get(f"{where}/revoke").text
        assert "is revoked" in browser.post(f"{where}/revoke", data={"reason": ""}).text
    with portal.school.connect() as connection:
        consent = find(connection, Consent, where.removeprefix("/consents/"))
        decisions = history(connection, Consent, where.removeprefix("/consents/"))
    assert consent is not None
    assert consent.state == "revoked"
    assert {d.actor for d in decisions} == {str(portal.person(Role.PRINCIPAL).user_id)}


def test_the_page_of_a_missing_consent_explains_and_has_nothing_to_sign(
    portal: RunningPortal,
) -> None:
    """A student opens it from home, signed in or not; nobody can sign on it."""
    with portal.browser(address="127.0.0.2") as browser:
        page = browser.get("/consent-needed")
        assert page.status_code == 200
        assert "A student cannot do it for them" in page.text
        assert "<form" not in page.text
        assert "<input" not in page.text
        assert "WhatsApp" in page.text
        assert "El estudiante no puede hacerlo" in browser.get("/consent-needed?lang=es").text
        assert browser.post("/consent-needed", data={}).status_code in (403, 405)


def test_a_refusal_is_recorded_and_a_consent_disputed(portal: RunningPortal) -> None:
    """What the guardian's form says; the standard text stands with the consent."""
    student = minor(portal)
    with portal.school.connect() as connection:
        signer = min(family.entitled(families.of(connection, student), TODAY))
    form = {
        "tool": "whatsapp",
        "given_by": signer,
        "signed_on": str(TODAY),
        "expires": str(NEXT_YEAR),
    }
    with portal.signed_in(Role.PRINCIPAL) as browser:
        yes = browser.post(f"/consents/add/{student.id}", data=form)
        assert "The text that was signed" in yes.text
        assert "Guardian" in yes.text
        no = browser.post(f"/consents/add/{student.id}", data={**form, "says": "refused"})
        assert "The refusal is recorded" in no.text
        assert "This is a refusal" in no.text
        assert path_of(no) in browser.get("/consents?state=refused").text
        assert browser.get("/consents/birth-dates").status_code == 200
    with portal.school.connect() as connection:
        tool = load(connection, Tool)["whatsapp"]
        assert consents.standing(connection, student, tool, TODAY) == "refused"


SECRET = "Case 26-114, County Court"


def test_an_order_is_counsels_alone(portal: RunningPortal) -> None:
    """Recorded and lifted by counsel; for everybody else there is no page, and no entry to read."""
    student = minor(portal)
    with portal.school.connect() as connection:
        guardian = load(connection, Person)[
            min(family.entitled(families.of(connection, student), TODAY))
        ]
    form = {
        "guardian": guardian.roster_id,
        "student": student.roster_id,
        "reference": SECRET,
        "starts": str(TODAY),
        "contact": "yes",
    }
    for role in (Role.ADMIN, Role.PRINCIPAL, Role.AUDITOR):
        with portal.signed_in(role) as browser:
            assert browser.get("/orders").status_code == 403
            assert browser.post("/orders", data=form).status_code == 403
    with portal.signed_in(Role.COUNSEL) as counsel:
        wrong = counsel.post("/orders", data={**form, "guardian": "Nobody At All"})
        assert (wrong.status_code, SECRET in wrong.text) == (400, True)
        made = counsel.post("/orders", data=form)
        assert "The order is recorded" in made.text
        assert SECRET in made.text
        order = re.search(r'href="(/orders/order-[0-9a-f]+/end)"', made.text)
        assert order
    with portal.signed_in(Role.PRINCIPAL) as principal:
        # staff read that there is something, and neither what nor how to reach the guardian
        shown = principal.get(f"/families/{student.id}")
        assert (shown.status_code, SECRET in shown.text) == (200, False)
        assert "<strong>restricted</strong>" in shown.text
        assert guardian.phones
        assert all(phone not in shown.text for phone in guardian.phones)
        assert principal.get(order[1]).status_code == 403

    def sealed() -> str | None:
        with portal.school.connect() as connection:
            found = connection.execute(
                text("SELECT epoch, index FROM archive.search WHERE type = 'court_order'")
            ).first()
        return f"/archive/{found.epoch}/{found.index}" if found else None

    entry = eventually(sealed, 20)
    with portal.signed_in(Role.AUDITOR) as auditor:
        assert auditor.get(entry).status_code == 403
        assert SECRET not in auditor.get("/archive", params={"q": "county"}).text
    with portal.signed_in(Role.COUNSEL) as counsel:
        asked = counsel.get(order[1])
        assert "End this order?" in asked.text
        early = counsel.post(order[1], data={"last_day": str(TODAY - timedelta(days=1))})
        assert (early.status_code, "before it begins" in early.text) == (400, True)
        assert "its last day" in counsel.post(order[1], data={"last_day": str(TODAY)}).text
        assert "is lifted" in counsel.post(order[1]).text


def test_an_authority_is_ended_with_a_day_after_it_was_asked(portal: RunningPortal) -> None:
    student = minor(portal)
    with portal.school.connect() as connection, connection.begin():
        taken = {student.id, *family.household(families.of(connection, student))}
        people = load(connection, Person).values()
        carer = next(p for p in people if Role.TEACHER in p.roles and p.id not in taken)
        authority = Authority(
            person=carer.id,
            student=student.id,
            kind="caregiver",
            evidence="Affidavit, file 3",
            starts=TODAY - timedelta(days=30),
        )
        authorities.add(connection, authority, by="test")
    where = f"/families/{student.id}/{carer.id}/end"
    with portal.signed_in(Role.PRINCIPAL) as principal:
        page = principal.get(f"/families/{student.id}").text
        assert ("Caregiver" in page, where in page) == (True, False)
        assert principal.get(where).status_code == 403
        assert principal.post(where, data={"last_day": str(TODAY)}).status_code == 403
    with portal.signed_in(Role.RECORDS_OFFICER) as officer:
        assert where in officer.get(f"/families/{student.id}").text
        assert f"End the authority of {carer.name}?" in officer.get(where).text
        early = {"last_day": str(TODAY - timedelta(days=31))}
        assert officer.post(where, data=early).status_code == 400
        done = officer.post(where, data={"last_day": str(TODAY - timedelta(days=1))})
        assert "its last day" in done.text
    with portal.school.connect() as connection:
        known = families.of(connection, student)
        assert family.standing(known, carer.id, TODAY) is None


def test_nobody_reads_the_contacts_of_the_own_family(portal: RunningPortal) -> None:
    """Whatever else somebody is: the other household's numbers are not theirs to read."""
    student, principal = minor(portal), portal.person(Role.PRINCIPAL)
    tie = Guardianship(guardian=principal.id, student=student.id)
    with portal.school.connect() as connection, connection.begin():
        record(connection, tie, by="test")
    try:
        with portal.signed_in(Role.PRINCIPAL) as browser:
            assert browser.get(f"/families/{student.id}").status_code == 403
    finally:
        with portal.school.connect() as connection, connection.begin():
            record(connection, replace(tie, active=False), by="test")
    with portal.signed_in(Role.STUDENT) as browser:
        assert browser.get(f"/families/{student.id}").status_code == 403


def test_an_agreements_terms_are_shown_and_kept_on_renewal(portal: RunningPortal) -> None:
    name = f"Board {nonce(6)}"
    new = {"name": name, "vendor": "V", "kind": "widget", "marks": ""}
    terms = {
        "reference": "DPA 7",
        "starts": str(TODAY),
        "ends": str(TODAY + timedelta(days=20)),
        "data_elements": "name, drawings",
        "grades": "07",
        "schools": "org-s1",
        "coppa": "school",
        "education_only": "yes",
    }
    with portal.signed_in(Role.IT) as browser:
        assert browser.post("/tools/add", data=new).status_code == 400
        where = path_of(browser.post("/tools/add", data={**new, "marks": "board.example"}))
        bad = browser.post(f"{where}/approve", data={**terms, "education_only": "no"})
        assert (bad.status_code, "do not fit together" in bad.text) == (400, True)
        shown = browser.post(f"{where}/approve", data=terms).text
        for said in ("name, drawings", "Lantern Grove Middle School", "board.example"):
            assert said in shown
        renewed = {"reference": "DPA 8", "starts": str(TODAY), "ends": str(NEXT_YEAR)}
        assert browser.post(f"{where}/approve", data=renewed).status_code == 200
        assert browser.get(f"{where}/document").status_code == 404
    with portal.school.connect() as connection:
        agreement = load(connection, Tool)[where.removeprefix("/tools/")].agreement
    assert agreement is not None
    assert (agreement.grades, agreement.schools, agreement.coppa) == (
        ("07",),
        ("org-s1",),
        "school",
    )


def test_coverage_counts_each_class_and_names_who_is_missing(portal: RunningPortal) -> None:
    with portal.signed_in(Role.SUPERVISOR) as browser:
        page = browser.get("/consents/coverage", params={"tool": "whatsapp"})
        assert re.search(r"\d+ of 20", page.text)
        link = re.search(r'href="(/consents/coverage/[^"?]+)\?tool=whatsapp"', page.text)
        assert link
        missing = browser.get(link[1], params={"tool": "whatsapp"})
        assert "Students without a consent" in missing.text
        assert "/consents/add/" not in missing.text  # a supervisor records none
        assert browser.get(link[1], params={"tool": "none"}).status_code == 404


@pytest.fixture
def said(portal: RunningPortal) -> str:
    """Words that a teacher has said in the class room, once they are in the archive."""
    teacher = portal.school.account(Role.TEACHER)
    words = f"Ünïque {nonce(8)} {INERT}"
    room = portal.school.class_room(teacher).room_id
    assert teacher.send(str(room), words).status_code == 200
    needle = words.split()[1]

    def sealed() -> bool:
        with portal.school.connect() as connection:
            found = text("SELECT count(*) FROM archive.search WHERE text LIKE '%' || :w || '%'")
            return bool(connection.scalar(found, {"w": needle}))

    eventually(sealed)
    return needle


def test_a_message_is_found_shown_and_proved_and_the_looks_are_recorded(
    portal: RunningPortal, said: str
) -> None:
    teacher = portal.school.account(Role.TEACHER)
    with portal.signed_in(Role.AUDITOR) as browser:
        found = browser.get("/archive", params={"q": f"unique {said[:6]}"})
        assert said in found.text
        assert teacher.person.name in found.text
        assert str(portal.school.class_room(teacher).name) in found.text
        assert INERT not in found.text
        link = re.search(r'href="(/archive/\d+/\d+)"', found.text)
        assert link
        entry = browser.get(link[1])
        assert said in entry.text
        assert INERT not in entry.text
        assert "/event/content/body" in entry.text
        proved = eventually(lambda: "Proved" in (browser.get(link[1]).text), 90)
        assert proved
        assert "Refused:" not in found.text
        nothing = browser.get("/archive", params={"q": said, "until": "2020-01-01"})
        assert "Nothing was found" in nothing.text
        assert browser.get("/archive", params={"since": "x"}).status_code == 400
        for place in ("1/99999999", "9/0", "1/x", "1/-1", "99999999999/1"):
            assert browser.get(f"/archive/{place}").status_code == 404, place
    account = str(portal.person(Role.AUDITOR).user_id)

    def recorded() -> bool:
        with portal.school.connect() as connection:
            types = connection.scalars(
                text("SELECT type FROM archive.search WHERE kind = 'access' AND sender = :who"),
                {"who": account},
            )
            return {"search", "view"} <= set(types)

    eventually(recorded)


def test_a_search_is_narrowed_by_whom_where_and_what(portal: RunningPortal, said: str) -> None:
    """The portal asks the same search as the command; it only knows names, too."""
    teacher = portal.school.account(Role.TEACHER)
    venue = portal.school.class_room(teacher)
    other = portal.school.people(Role.STUDENT)[0]
    surname = teacher.person.family_name[:5].upper()
    expected: list[tuple[dict[str, str], bool]] = [
        ({"person": teacher.person.name}, True),
        ({"person": surname}, True),
        ({"person": teacher.user_id}, True),
        ({"person": other.name}, False),
        ({"person": "@nobody:district.example"}, False),
        ({"person": "Nobody Whatever"}, False),
        ({"room": venue.name}, True),
        ({"room": str(venue.room_id)}, True),
        ({"room": "!elsewhere"}, False),
        ({"room": "No room of this name"}, False),
        ({"kind": "event"}, True),
        ({"kind": "decision"}, False),
        ({"role": "teacher"}, True),
        ({"role": "student"}, False),
        ({"verdict": "refuse"}, False),
        ({"bridge": "whatsapp"}, False),
        ({"file": "worksheet"}, False),
        ({"context": "shown"}, True),
        ({"since": "2020-01-01", "until": "2099-12-31"}, True),
        # keys of a page that nobody was on
        ({"before": f"2099-01-01T00:00:00+00:00_{10**30}_1"}, True),
        ({"before": "2020-01-01T00:00:00+00:00_1_1"}, False),
    ]
    with portal.signed_in(Role.AUDITOR) as browser:
        for narrower, found in expected:
            answer = browser.get("/archive", params={"q": said, **narrower})
            assert answer.status_code == 200, narrower
            assert ('class="hits"' in answer.text) is found, narrower
            assert ("<h2>1 found</h2>" in answer.text) is found, narrower
            assert (f"<mark>{said}</mark>" in answer.text) is found, narrower
        for wrong in ({"role": "nobody"}, {"verdict": "maybe"}, {"context": "2"}):
            assert browser.get("/archive", params={"q": said, **wrong}).status_code == 400


def test_days_of_a_search_are_the_districts(portal: RunningPortal) -> None:
    """The one of 23 hours, too."""
    spring = date(2026, 3, 8)
    with portal.school.connect() as connection:
        asked = query(connection, Wanted(since=spring, until=spring), Kin(), ZONE)
    assert asked.since == datetime(2026, 3, 8, 5, tzinfo=UTC)
    assert asked.until == datetime(2026, 3, 9, 4, tzinfo=UTC)


def test_a_count_and_what_was_said_around_leave_the_own_family_out(
    portal: RunningPortal, said: str
) -> None:
    """By name, account, room, and by what only the record of it says."""
    teacher = portal.school.account(Role.TEACHER)
    room = str(portal.school.class_room(teacher).room_id)
    assert teacher.send(room, after := f"{nonce(8)} afterwards").status_code == 200

    def around(kin: Kin) -> list[str]:
        with portal.school.connect() as connection:
            found = page_of(connection, Wanted(words=said), kin, ZONE, context=True)
        assert found.count
        assert found.count.number == len(found.rows)
        return [line.text for row in found.rows for line in row.after]

    assert eventually(lambda: after in around(Kin()))
    for kin in (
        Kin(names=frozenset({frozenset({said.casefold()})})),
        Kin(ids=frozenset({teacher.user_id})),
        Kin(rooms=frozenset({room})),
        Kin(ids=frozenset({f"{said} "})),
    ):
        assert around(kin) == []
    assert after not in around(Kin(names=frozenset({frozenset({"afterwards"})})))


def test_a_refused_message_is_shown_with_the_rule_that_refused_it(portal: RunningPortal) -> None:
    student = portal.school.account(Role.STUDENT)
    words = f"{nonce(8)} {NUMBER}"
    room = str(portal.school.class_room(student).room_id)
    assert student.send(room, words).status_code == 403

    with portal.signed_in(Role.AUDITOR) as browser:
        found = eventually(
            lambda: "hits" in (page := browser.get("/archive", params={"q": words}).text) and page
        )
        assert "Refused: Personal information" in " ".join(found.split())
        link = re.search(r'href="(/archive/\d+/\d+)"', found)
        assert link
        assert "Refused: Personal information" in " ".join(browser.get(link[1]).text.split())


def test_older_entries_follow_without_gap_or_repetition(portal: RunningPortal) -> None:
    seen: list[str] = []
    with portal.signed_in(Role.AUDITOR) as browser:
        where: str | None = "/archive?kind=registry"
        for _ in range(3):
            assert where
            page = browser.get(where).text
            seen += re.findall(r'href="/archive/\d+/(\d+)"', page)
            older = re.search(r'href="([^"]+)">Older', page)
            where = older[1].replace("&amp;", "&") if older else None
    assert len(seen) == len(set(seen)) == 75
    assert seen == sorted(seen, key=int, reverse=True)


def test_a_request_is_opened_copied_downloaded_and_verified(
    portal: RunningPortal, said: str, tmp_path: Path
) -> None:
    student = portal.school.account(Role.STUDENT).person
    with portal.signed_in(Role.RECORDS_OFFICER) as browser:
        assert (
            f"/requests/add/{student.id}"
            in browser.get("/requests/add", params={"student": student.roster_id}).text
        )
        wrong = browser.post(f"/requests/add/{student.id}", data={"law": "none"})
        assert (wrong.status_code, "Choose one of the list" in wrong.text) == (400, True)
        form = {"law": "ferpa", "requester": f"A guardian {INERT}", "text": "Everything"}
        opened = browser.post(f"/requests/add/{student.id}", data=form)
        assert "The request is open" in opened.text
        assert INERT not in opened.text
        where = path_of(opened)
        boxes = set(re.findall(r'name="format_([a-z]+)"', opened.text))
        assert boxes == set(FORMATS)
        asked = {"language": "es", "format_jsonl": "yes", "format_csv": "yes", "format_rsmf": "yes"}
        started = browser.post(f"{where}/produce", data=asked)
        assert (started.status_code, path_of(started)) == (200, where), started.text
        eventually(lambda: f"{where}/1.zip" in browser.get(where).text, 60)
        copy = browser.get(f"{where}/1.zip")
        assert copy.headers["content-type"] == "application/zip"
        assert browser.get(f"{where}/2.zip").status_code == 404
    with zipfile.ZipFile(io.BytesIO(copy.content)) as opened_zip:
        opened_zip.extractall(tmp_path)
    folder = next(tmp_path.iterdir())
    assert said in (folder / "records.jsonl").read_text(encoding="utf-8")
    assert (folder / "records.csv").is_file()
    assert list(folder.rglob("*.rsmf"))
    assert not (folder / "records.html").exists()
    check = [sys.executable, "-I", "-S", str(folder / "verify.py")]
    assert subprocess.run(check, cwd=folder, check=False, capture_output=True).returncode == 0
    with portal.school.connect() as connection:
        request = find(connection, Request, where.removeprefix("/requests/"))
    assert request is not None
    assert request.state == "produced"
    with portal.signed_in(Role.AUDITOR) as auditor:
        assert auditor.get(where).status_code == 200
        assert auditor.get(f"{where}/1.zip").status_code == 403
        assert auditor.post(f"{where}/produce", data={}).status_code == 403


def test_the_home_page_says_that_all_is_kept_and_what_is_due(portal: RunningPortal) -> None:
    with portal.signed_in(Role.ADMIN) as browser:
        page = browser.get("/")
        assert "entries kept" in page.text
        assert "Working" in page.text
    with portal.signed_in(Role.TEACHER) as teacher:
        assert 'href="/requests' not in teacher.get("/").text


def test_the_home_page_lists_agreements_from_60_days_before_they_end(
    portal: RunningPortal,
) -> None:
    """The next to end first; one that has ended stays: nothing crosses until it is renewed."""
    left = {"Far": 61, "Soon": 60, "Month": 30, "Week": 7, "Today": 0, "Over": -1}
    with portal.school.connect() as connection, connection.begin():
        for name, days in left.items():
            ends = TODAY + timedelta(days=days)
            agreement = Agreement(reference="R", starts=TODAY - timedelta(days=90), ends=ends)
            tool = Tool(id=name.lower(), name=f"{name}board", vendor="V", state="approved")
            record(connection, replace(tool, agreement=agreement), by="test")
    try:
        with portal.signed_in(Role.TEACHER) as browser:
            page = browser.get("/").text
        listed = re.findall(r"Agreement for (\w+)board</a></span><span[^>]*>ends ([^<]+)<", page)
        assert [name for name, _ in listed] == ["Over", "Today", "Week", "Month", "Soon"]
        assert dict(listed)["Week"] == written_day(TODAY + timedelta(days=7), "en")
    finally:
        with portal.school.connect() as connection, connection.begin():
            for name in left:
                tool = Tool(id=name.lower(), name=f"{name}board", vendor="V", state="suspended")
                record(connection, tool, by="test")


HELD = text("""
    WITH arrived AS (
        INSERT INTO bridge.inbox (network, source, body) VALUES ('whatsapp', 'webhook', '{}')
        RETURNING id
    )
    INSERT INTO bridge.item (network, direction, inbox, kind, remote_id, conversation, sent_at,
        payload, state, code, reason)
    SELECT 'whatsapp', :direction, id, 'message', gen_random_uuid()::text, :conversation,
        clock_timestamp(), '{}', 'quarantined', :code, :reason FROM arrived
    RETURNING id
""")
DONE = text("UPDATE bridge.item SET state = 'done' WHERE id = :id")


@contextmanager
def held(portal: RunningPortal, **item: str) -> Iterator[int]:
    """A message that waits, as a bridge writes it down; delivered at the end."""
    with portal.school.connect(DatabaseRole.BRIDGE) as connection, connection.begin():
        id_ = int(connection.execute(HELD, item).scalar_one())
    try:
        yield id_
    finally:
        with portal.school.connect(DatabaseRole.BRIDGE) as connection, connection.begin():
            connection.execute(DONE, {"id": id_})


def test_what_waits_is_told_in_words_with_whom_it_concerns_and_what_to_do(
    portal: RunningPortal,
) -> None:
    with portal.school.connect() as connection:
        guardian = next(p for p in load(connection, Person).values() if p.phones)
    room = portal.school.class_room(portal.school.account(Role.TEACHER))
    number = guardian.phones[0].removeprefix("+")
    with (
        held(portal, direction="in", conversation=number, code="no_consent", reason="x"),
        held(portal, direction="out", conversation=str(room.room_id), code="9", reason="no way"),
        held(portal, direction="out", conversation="x", code="may_not_cross", reason=""),
        portal.signed_in(Role.ADMIN) as browser,
    ):
        page = browser.get("/quarantine").text
    for said in (
        "No consent for this app",
        f"from a family · {guardian.name}",
        "Record the consent: the message is then delivered by itself.",
        "The other app refused it",
        "No way.",
        f"to a family · {room.name}",
        "It may not cross to this app now",
    ):
        assert said in page, said
    assert "may_not_cross</" not in page
    assert "whatsapp ·" not in page


def test_nothing_waits_where_no_bridge_has_run(portal: RunningPortal) -> None:
    with portal.signed_in(Role.IT) as browser:
        assert "Nothing waits" in browser.get("/quarantine").text
        gone = browser.post("/quarantine/999999/release")
        assert "does not wait any more" in gone.text
        assert browser.get("/quarantine?before=nonsense").status_code == 200
