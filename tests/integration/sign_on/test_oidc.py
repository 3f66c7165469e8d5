"""District sign-on by OpenID Connect, from the client's first request to its token, over HTTP."""

from __future__ import annotations

import html
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from joserfc.jwk import RSAKey
from sqlalchemy import text

from homeroom.cli import main
from homeroom.db.roles import DatabaseRole
from homeroom.policy.roles import Role
from homeroom.policy.wording import WORDING
from homeroom.registry import emergencies
from homeroom.registry.decisions import load, record
from homeroom.registry.model import Emergency, Person
from homeroom.steward.homeserver import Homeserver
from tests.fixtures.synapse import ACTS_WITHIN, eventually
from tests.fixtures.verdict import refused_by
from tests.integration.sign_on.conftest import District

NOBODY = WORDING["school_accounts"]["en"]


def profile(district: District, token: str, user_id: str) -> dict[str, Any]:
    with district.school.client(headers={"Authorization": f"Bearer {token}"}) as client:
        found: dict[str, Any] = client.get(f"/_matrix/client/v3/profile/{user_id}").json()
        return found


def test_somebody_of_the_roster_signs_on_and_is_who_the_roster_says(district: District) -> None:
    """The claim names the person; the name that the provider has for them does not count."""
    teacher = district.school.people(Role.TEACHER)[0]
    page = district.signs_on(employee=teacher.roster_id, name="The Boss", email="x@x.example")
    signed_in = district.sign_in(page)
    assert signed_in.json()["user_id"] == teacher.user_id
    token = signed_in.json()["access_token"]
    assert profile(district, token, str(teacher.user_id)) == {"displayname": teacher.name}


def test_the_second_time_it_is_the_same_account(district: District) -> None:
    student = district.school.people(Role.STUDENT)[0]
    for _ in range(2):
        answer = district.sign_in(district.signs_on(employee=student.roster_id.upper()))
        assert answer.json()["user_id"] == student.user_id


def accounts(district: District) -> set[str]:
    with district.school.connect(DatabaseRole.SYNAPSE) as connection:
        return set(connection.scalars(text("SELECT name FROM public.users")))


def test_nobody_of_the_roster_is_refused_in_words_and_gets_no_account(district: District) -> None:
    teacher = district.school.people(Role.TEACHER)[0]
    before = accounts(district)
    for claims in (
        {"employee": "somebody-else"},
        # the claim is what counts, whatever else the provider says
        {"preferred_username": str(teacher.user_id)[1:].partition(":")[0]},
        {"employee": [teacher.roster_id, "another"]},
        {"employee": ""},
    ):
        page = district.signs_on(**claims)
        assert page.status_code == 400
        for words in WORDING["school_accounts"].values():
            assert words in html.unescape(page.text)
    assert accounts(district) == before
    rows = eventually(
        lambda: [
            row["attempt"]
            for row in district.school.kept("decision")
            if row["attempt"].get("claimed") == "somebody-else"
        ]
    )
    assert rows[0]["sign_on"] == "oidc"


def test_whom_the_provider_has_as_another_is_refused_and_listed(district: District) -> None:
    """Its groups say student, and the roster teacher: one of the two is wrong."""
    teacher, student = (district.school.people(role)[0] for role in (Role.TEACHER, Role.STUDENT))
    page = district.signs_on(employee=teacher.roster_id, groups=["students", "chess"])
    assert page.status_code == 400
    for words in WORDING["sign_on_role"].values():
        assert words in html.unescape(page.text)
    (row,) = eventually(
        lambda: [
            row
            for row in district.school.kept("decision")
            if row["attempt"].get("groups") == ["chess", "students"]
        ]
    )
    assert row["attempt"]["sender"] == teacher.user_id
    assert [reason["rule"] for reason in row["reasons"]] == ["sign_on_role"]
    page = district.signs_on(employee=student.roster_id, groups=["students", "chess"])
    assert district.sign_in(page).json()["user_id"] == student.user_id


def test_who_left_the_roster_is_refused_and_who_came_back_signs_on(district: District) -> None:
    person = district.school.people(Role.STUDENT)[1]
    assert district.sign_in(district.signs_on(employee=person.roster_id)).is_success
    with district.school.connect() as connection, connection.begin():
        record(connection, replace(person, active=False), by="test")
    try:

        def refused() -> bool:
            return NOBODY in html.unescape(district.signs_on(employee=person.roster_id).text)

        eventually(refused, ACTS_WITHIN)
    finally:
        with district.school.connect() as connection, connection.begin():
            record(connection, person, by="test")
    eventually(lambda: "loginToken" in district.signs_on(employee=person.roster_id).text)


def test_a_claim_that_was_given_to_another_opens_the_others_account_only(
    district: District,
) -> None:
    """The provider's subject stays; the roster now says somebody else by this number."""
    first, second = district.school.people(Role.STUDENT)[2:4]
    answer = district.sign_in(district.signs_on(sub="one", employee=first.roster_id))
    assert answer.json()["user_id"] == first.user_id
    with district.school.connect() as connection, connection.begin():
        record(connection, replace(first, roster_id="was-first"), by="test")
        record(connection, replace(second, roster_id=first.roster_id), by="test")
    try:

        def now() -> str:
            page = district.signs_on(sub="one", employee=first.roster_id)
            return str(district.sign_in(page).json().get("user_id"))

        eventually(lambda: now() == second.user_id, ACTS_WITHIN)
    finally:
        with district.school.connect() as connection, connection.begin():
            record(connection, first, by="test")
            record(connection, second, by="test")


def test_a_forged_or_old_token_of_the_provider_opens_nothing(district: District) -> None:
    teacher = district.school.people(Role.TEACHER)[0]
    district.provider.forged = RSAKey.generate_key(2048, {"kid": "1"})
    try:
        page = district.signs_on(employee=teacher.roster_id)
    finally:
        district.provider.forged = None
    assert "loginToken" not in page.text
    for wrong in (
        {"exp": int(time.time()) - 600},
        {"aud": "another"},
        {"iss": "https://elsewhere.example"},
        {"nonce": "replayed"},
    ):
        page = district.signs_on(employee=teacher.roster_id, **wrong)
        assert "loginToken" not in page.text, wrong


def test_sign_on_is_judged_by_the_network_too(district: District) -> None:
    teacher = district.school.people(Role.TEACHER)[0]
    page = district.signs_on(employee=teacher.roster_id)
    assert refused_by(district.sign_in(page, address="127.0.0.9")) == {"trusted_network"}


def test_a_password_is_for_break_glass_alone_and_each_time_is_flagged(
    district: District, capsys: pytest.CaptureFixture[str]
) -> None:
    school = district.school
    emergency = str(school.people(Role.IT)[0].user_id)
    data = ("--data", str(school.config.data))

    def made(who: str) -> int:
        with pytest.raises(SystemExit) as ended:
            main(["account", "break-glass", who, *data])
        return int(ended.value.code or 0)

    assert made(str(school.people(Role.TEACHER)[0].user_id)) == 2  # is not named for it
    assert made(emergency) == 0
    password = capsys.readouterr().out.splitlines()[-1]
    assert made(emergency) == 2  # only once
    content = {**school.password(emergency), "password": password}

    def sign_in() -> httpx.Response:
        with school.client() as client:
            return client.post("/_matrix/client/v3/login", json=content)

    assert sign_in().is_success

    def flagged() -> int:
        return sum(
            row["attempt"]["sender"] == emergency and row["verdict"] == "flag"
            for row in school.kept("decision")
        )

    assert flagged() == 1
    assert sign_in().is_success
    assert flagged() == 2


def one_time(district: District, person: Person, lasts: timedelta) -> str:
    """As `homeroom account break-glass` records it."""
    with district.school.connect() as connection, connection.begin():
        return emergencies.open_for(
            connection, person, by="test", reason="drill", now=datetime.now(UTC), lasts=lasts
        )


def with_password(district: District, person: Person, password: str) -> httpx.Response:
    content = {**district.school.password(str(person.user_id)), "password": password}
    with district.school.client() as client:
        return client.post("/_matrix/client/v3/login", json={**content, "refresh_token": True})


def test_an_administrators_one_time_password_opens_one_session_that_ends_by_itself(
    district: District,
) -> None:
    admin, other = (district.school.people(role)[0] for role in (Role.ADMIN, Role.PRINCIPAL))
    assert district.sign_in(district.signs_on(employee=admin.roster_id)).is_success
    lasts = timedelta(seconds=5)
    password = one_time(district, admin, lasts)
    ends = time.monotonic() + lasts.total_seconds()

    def signed_in() -> dict[str, Any]:
        answer = with_password(district, admin, password)
        return answer.json() if answer.is_success else {}

    assert with_password(district, admin, "another").status_code == 403
    session = eventually(signed_in, ACTS_WITHIN)
    assert session["user_id"] == admin.user_id
    # once, and nobody else's
    assert with_password(district, admin, password).status_code == 403
    assert with_password(district, other, password).status_code == 403
    flagged = [row for row in district.school.kept("decision") if row["verdict"] == "flag"]
    assert flagged[-1]["attempt"]["sender"] == admin.user_id
    assert [reason["rule"] for reason in flagged[-1]["reasons"]] == ["break_glass"]
    bearer = {"Authorization": f"Bearer {session['access_token']}"}
    with district.school.client(headers=bearer) as client:

        def ended() -> bool:
            return client.get("/_matrix/client/v3/joined_rooms").status_code == 401

        assert not ended()
        eventually(ended, lasts.total_seconds() + ACTS_WITHIN)
        assert time.monotonic() >= ends - 1
        refresh = {"refresh_token": session["refresh_token"]}
        assert client.post("/_matrix/client/v3/refresh", json=refresh).is_error


def test_a_one_time_password_is_over_when_its_time_is(district: District) -> None:
    admin = district.school.people(Role.ADMIN)[0]
    late = datetime.now(UTC) - timedelta(minutes=5)
    with district.school.connect() as connection, connection.begin():
        password = emergencies.open_for(
            connection, admin, by="test", reason="x", now=late, lasts=timedelta(minutes=1)
        )
    with district.school.connect() as connection:
        (opened,) = [
            each
            for each in load(connection, Emergency).values()
            if emergencies.fits(each, password)
        ]
    assert password not in repr(opened)
    settled = one_time(district, admin, timedelta(minutes=1))
    eventually(lambda: with_password(district, admin, settled).is_success, ACTS_WITHIN)
    assert with_password(district, admin, password).status_code == 403


def test_the_command_gives_one_to_administrators_alone_and_says_why(
    district: District, capsys: pytest.CaptureFixture[str]
) -> None:
    school = district.school

    def run(*arguments: str) -> int:
        with pytest.raises(SystemExit) as ended:
            main(["account", "break-glass", *arguments, "--data", str(school.config.data)])
        return int(ended.value.code or 0)

    admin, teacher = (str(school.people(r)[0].user_id) for r in (Role.ADMIN, Role.TEACHER))
    assert run(admin) == 2  # no reason
    assert run(admin, "--reason", "drill", "--minutes", "61") == 2
    assert run(teacher, "--reason", "drill") == 2
    assert run(admin, "--reason", "The provider is away.", "--minutes", "5") == 0
    password = capsys.readouterr().out.splitlines()[-1]
    with school.connect() as connection:
        found = [e for e in load(connection, Emergency).values() if emergencies.fits(e, password)]
    assert [each.reason for each in found] == ["The provider is away."]


def test_a_password_that_an_administrator_gave_opens_nothing(district: District) -> None:
    """Even of somebody of the roster: they sign on."""
    school = district.school
    principal = school.people(Role.PRINCIPAL)[0]
    with Homeserver(school.config) as homeserver:
        homeserver.register(str(principal.user_id), principal.name)
    answer = school.login(str(principal.user_id))
    assert refused_by(answer) == {"password_sign_in"}
    assert "school's sign-on" in answer.json()["error"]


def test_what_the_provider_does_not_allow_is_said_plainly(district: District) -> None:
    district.provider.claims = None
    assert "Signing in did not work" in district.browse().text


@pytest.fixture(scope="module")
def portal(district: District) -> Iterator[str]:
    """The portal of the district, until the tests of this file are over."""
    config = district.school.config
    log = (config.data / "logs" / "portal.log").open("ab")
    command = [sys.executable, "-m", "admin_portal", "--data", str(config.data)]
    process = subprocess.Popen(command, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{config.portal.port}"

    def answers() -> bool:
        assert process.poll() is None, log.name
        with suppress(httpx.TransportError):
            return httpx.get(f"{address}/health").is_success
        return False

    try:
        eventually(answers, 60)
        yield address
    finally:
        process.terminate()
        process.wait(30)
        log.close()


def cookies(answer: httpx.Response) -> str:
    """What a browser sends back; loopback stands for https here."""
    return "; ".join(each.partition(";")[0] for each in answer.headers.get_list("set-cookie"))


def test_the_portal_signs_in_through_the_homeserver(district: District, portal: str) -> None:
    principal = district.school.people(Role.PRINCIPAL)[0]
    with httpx.Client(base_url=portal, timeout=30) as browser:
        page = browser.get("/login")
        assert "Sign in with District sign-on" in page.text
        begun = browser.get("/login/with/oidc-district?back=/tools")
        there = district.signs_on(begun.headers["location"], employee=principal.roster_id)
        returned = there.headers["location"]
        assert returned.startswith(f"{portal}/login/return?state=")
        # another browser, and one that began another time, do not come in with it
        for given in ("", "homeroom_sign_on=another:"):
            refused = browser.get(returned, headers={"Cookie": given})
            assert refused.status_code == 403
            assert "did not begin here" in refused.text
        entered = browser.get(returned, headers={"Cookie": cookies(begun)})
        assert 'content="0; url=/tools"' in entered.text
        session = {"Cookie": cookies(entered)}
        assert principal.name in browser.get("/tools", headers=session).text
        # the token was good once
        again = browser.get(returned, headers={"Cookie": cookies(begun)})
        assert again.status_code == 401


def test_the_portal_knows_no_other_provider_and_leads_nowhere_else(portal: str) -> None:
    with httpx.Client(base_url=portal) as browser:
        assert browser.get("/login/with/oidc-another").status_code == 404
        begun = browser.get("/login/with/oidc-district?back=//evil.example")
        assert cookies(begun).endswith(":")
