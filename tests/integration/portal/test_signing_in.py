"""Signing in with real Synapse accounts; sessions, networks, limits and the access log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from admin_portal import attempts, sessions
from admin_portal.attempts import Limits
from homeroom.db.roles import DatabaseRole
from homeroom.policy.roles import Role
from homeroom.registry.decisions import record
from homeroom.registry.model import Network, Person
from homeroom.steward.homeserver import password_of
from tests.fixtures.portal import RunningPortal
from tests.fixtures.postgres import TestDatabase
from tests.fixtures.synapse import eventually

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def archived(portal: RunningPortal, kind: str, sender: str) -> set[str]:
    """The types of the entries of a kind that are sealed for somebody."""
    with portal.school.connect() as connection:
        return set(
            connection.scalars(
                text("SELECT type FROM archive.search WHERE kind = :kind AND sender = :sender"),
                {"kind": kind, "sender": sender},
            )
        )


def test_without_a_session_every_page_leads_to_the_sign_in(portal: RunningPortal) -> None:
    with portal.browser() as browser:
        for path in ("/", "/tools", "/consents", "/archive", "/requests", "/quarantine"):
            answer = browser.get(path)
            assert answer.url.path == "/login", path
        assert browser.post("/tools/add", data={"name": "X", "vendor": "Y"}).url.path == "/login"


def test_a_wrong_password_and_an_unknown_account_look_the_same(portal: RunningPortal) -> None:
    answers = []
    with portal.browser() as browser:
        for account in (str(portal.person(Role.IT).user_id), "nobody.atall"):
            data = {"account": account, "password": "wrong"}
            answer = browser.post("/login", data=data)
            assert answer.status_code == 401
            answers.append(answer.text.replace(account, ""))
    assert answers[0] == answers[1]
    assert "wrong" not in answers[0]


def test_signing_in_leaves_no_device_behind_and_is_recorded(portal: RunningPortal) -> None:
    account = str(portal.person(Role.AUDITOR).user_id)
    with portal.signed_in(Role.AUDITOR) as browser:
        assert portal.person(Role.AUDITOR).name in browser.get("/").text
        cookie = browser.cookies.get("homeroom")
        assert browser.post("/logout").url.path == "/login"
        assert browser.get("/tools", headers={"Cookie": f"homeroom={cookie}"}).url.path == "/login"
    with portal.school.connect(DatabaseRole.SYNAPSE) as connection:
        devices = connection.scalar(
            text(
                "SELECT count(*) FROM devices WHERE user_id = :user "
                "AND display_name = 'Homeroom portal'"
            ),
            {"user": account},
        )
    assert devices == 0
    eventually(lambda: archived(portal, "access", account) >= {"sign_in", "sign_out"})


def test_the_cookie_is_for_us_alone_and_the_token_is_not_stored(portal: RunningPortal) -> None:
    with portal.browser() as browser:
        data = {"account": str(portal.person(Role.IT).user_id)}
        data["password"] = portal.password(Role.IT)
        answer = browser.post("/login", data=data, follow_redirects=False)
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    token = cookie.partition("=")[2].partition(";")[0]
    with portal.school.connect(DatabaseRole.PORTAL) as connection:
        stored = connection.scalars(text("SELECT token_hash FROM portal.session")).all()
    assert stored
    assert all(token.encode() not in bytes(each) for each in stored)


def test_a_student_signs_in_and_may_do_nothing(portal: RunningPortal) -> None:
    with portal.signed_in(Role.STUDENT) as browser:
        assert "Nothing here for you yet" in browser.get("/").text
        for path in ("/tools", "/consents", "/archive", "/requests", "/quarantine"):
            assert browser.get(path).status_code == 403, path
    account = str(portal.person(Role.STUDENT).user_id)
    eventually(lambda: "denied" in archived(portal, "access", account))


def test_a_teacher_reads_the_register_and_decides_nothing(portal: RunningPortal) -> None:
    with portal.signed_in(Role.TEACHER) as browser:
        assert browser.get("/tools/whatsapp").status_code == 200
        assert "/tools/whatsapp/suspend" not in browser.get("/tools/whatsapp").text
        assert browser.post("/tools/whatsapp/suspend", data={"reason": "x"}).status_code == 403
        assert browser.get("/archive").status_code == 403


def test_a_foreign_page_cannot_write(portal: RunningPortal) -> None:
    with portal.signed_in(Role.ADMIN) as browser:
        for headers in (
            {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
            {"Sec-Fetch-Site": "same-site"},
        ):
            answer = browser.post("/tools/add", data={"name": "E", "vendor": "E"}, headers=headers)
            assert answer.status_code == 403
            assert "not sent from this portal" in answer.text
        assert browser.get("/tools/e").status_code == 404


@pytest.mark.parametrize("path", ["/login", "/", "/tools"])
def test_another_network_gets_a_page_that_says_what_to_do(portal: RunningPortal, path: str) -> None:
    headers = {"X-Forwarded-For": "127.0.0.1", "Forwarded": "for=127.0.0.1"}
    with portal.browser(address="127.0.0.9") as browser:
        answer = browser.get(path, headers=headers)
    assert answer.status_code == 403
    assert "This network is not trusted" in answer.text
    assert "127.0.0.9" in answer.text


def test_a_session_does_not_travel_to_another_network(portal: RunningPortal) -> None:
    with portal.signed_in(Role.ADMIN) as here, portal.browser(address="127.0.0.9") as elsewhere:
        elsewhere.cookies = here.cookies
        assert elsewhere.get("/tools").status_code == 403


@contextmanager
def a_guardian(portal: RunningPortal) -> Iterator[Person]:
    """Somebody who is a guardian and nothing else, and has an account, while the block runs."""
    person = portal.school.account(Role.STUDENT, 9).person
    with portal.school.connect() as connection, connection.begin():
        record(connection, replace(person, roles=(Role.GUARDIAN,)), by="test")
    try:
        yield person
    finally:
        with portal.school.connect() as connection, connection.begin():
            record(connection, person, by="test")


def test_guardian_pages_work_from_anywhere_and_for_nobody_else(portal: RunningPortal) -> None:
    elsewhere = portal.browser(address="127.0.0.9")
    with a_guardian(portal) as guardian, elsewhere as browser:
        assert browser.get("/login").status_code == 200
        assert sign_in(portal, browser, portal.person(Role.TEACHER)).status_code == 403
        assert browser.get("/my").url.path == "/login"
        assert sign_in(portal, browser, guardian).status_code == 200
        assert browser.get("/my").url.path == "/my"
        assert browser.get("/tools").status_code == 403
    with portal.browser(address="127.0.0.9") as browser:
        assert browser.get("/login").status_code == 403


def sign_in(portal: RunningPortal, browser: httpx.Client, person: Person) -> httpx.Response:
    account = str(person.user_id)
    data = {"account": account, "password": password_of(portal.config, account)}
    return browser.post("/login", data=data)


@contextmanager
def network(portal: RunningPortal, cidr: str, *roles: Role) -> Iterator[None]:
    """A network that is trusted for these roles, while the block runs."""
    made = Network(id="portal-test", name="Test", cidrs=(cidr,), roles=roles)
    off = Network(id="portal-test", name="Test", cidrs=(cidr,), roles=roles, active=False)
    for state in (made, off):
        with portal.school.connect() as connection, connection.begin():
            record(connection, state, by="test")
        if state is made:
            yield


def test_a_network_for_some_roles_is_for_those_only(portal: RunningPortal) -> None:
    with network(portal, "127.0.0.7/32", Role.IT), portal.browser(address="127.0.0.7") as browser:
        assert browser.get("/login").status_code == 200
        for role, status in ((Role.ADMIN, 403), (Role.IT, 200)):
            account = str(portal.person(role).user_id)
            data = {"account": account, "password": portal.password(role)}
            assert browser.post("/login", data=data).status_code == status, role


def test_health_and_style_need_no_network(portal: RunningPortal) -> None:
    with portal.browser(address="127.0.0.9") as browser:
        assert browser.get("/health").json() == {"status": "ok"}
        style = browser.get("/static/x/portal.css")
        assert style.headers["content-type"].startswith("text/css")
        assert browser.get("/static/x/../../auth.py").status_code == 404
        assert browser.get("/static/x/%2e%2e/auth.py").status_code == 404


def test_errors_are_pages_in_both_languages(portal: RunningPortal) -> None:
    with portal.signed_in(Role.ADMIN) as browser:
        assert "This page does not exist" in browser.get("/nothing").text
        spanish = browser.get("/nothing", headers={"Accept-Language": "es"})
        assert (spanish.status_code, spanish.headers["content-language"]) == (404, "es")
        assert "Esta página no existe" in spanish.text
        assert browser.get("/quarantine/x/release").status_code == 405
        too_much = browser.post("/tools/add", data={"name": "x" * 1_000_001})
        assert too_much.status_code == 413


@pytest.fixture
def person() -> Person:
    return Person(
        id="p1",
        roster_id="R1",
        roles=(Role.IT,),
        given_name="Ada",
        family_name="Quillstone",
        user_id="@ada:district.example",
    )


@pytest.mark.parametrize(
    ("later", "kept"),
    [
        # Seconds after the last use, each; together they are the age of the session.
        ([60], True),
        ([29 * 60], True),
        ([31 * 60], False),
        ([29 * 60] * 16, True),
        ([29 * 60] * 17, False),
    ],
)
def test_a_session_ends_when_idle_and_after_a_day_of_work(
    database: TestDatabase, person: Person, later: list[int], kept: bool
) -> None:
    with database.connect(DatabaseRole.PORTAL) as connection:
        record(connection, person, by="test")
        token, now, found = sessions.start(connection, person, NOW), NOW, None
        for seconds in later:
            now += timedelta(seconds=seconds)
            found = sessions.resume(connection, token, now)
    assert (found is not None) is kept


@pytest.mark.parametrize("change", [{"active": False}, {"roles": (Role.ADMIN,)}, {"roles": ()}])
def test_a_session_ends_when_the_person_changes(
    database: TestDatabase, person: Person, change: dict[str, Any]
) -> None:
    with database.connect(DatabaseRole.PORTAL) as connection:
        record(connection, person, by="test")
        token = sessions.start(connection, person, NOW)
        assert sessions.resume(connection, token, NOW) is not None
        assert sessions.resume(connection, token + "x", NOW) is None
        record(connection, replace(person, **change), by="test")
        assert sessions.resume(connection, token, NOW) is None


def test_attempts_are_limited_by_pair_address_and_account(database: TestDatabase) -> None:
    limits = Limits(pair=2, address=3, account=4)
    with database.connect(DatabaseRole.PORTAL) as connection:

        def attempt(address: str, account: str, minutes: int = 0) -> int | None:
            now = NOW + timedelta(minutes=minutes)
            return attempts.begin(connection, address, account, now, limits)

        assert attempt("a", "x")
        made = attempt("a", "x")
        assert made
        assert attempt("a", "x") is None  # the pair
        attempts.succeeded(connection, made)
        assert attempt("a", "x")  # a success does not count
        assert attempt("a", "y")
        assert attempt("a", "z") is None  # the address
        assert attempt("b", "x")
        assert attempt("c", "x")
        assert attempt("d", "x") is None  # the account
        assert attempt("a", "x", minutes=16)
