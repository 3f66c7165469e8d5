"""District sign-on by SAML 2, from the client's first request to its token, with a real provider.

The provider is pysaml2's, over HTTP; the homeserver is Synapse with its own reading of SAML.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from homeroom.db.roles import DatabaseRole
from homeroom.policy.roles import Role
from homeroom.policy.wording import WORDING
from homeroom.registry.decisions import record
from homeroom.sandbox import postgres
from tests.fixtures import saml
from tests.fixtures.certificates import key_pair
from tests.fixtures.postgres import fresh
from tests.fixtures.saml import RIGHT, Answer
from tests.fixtures.synapse import ACTS_WITHIN, School, eventually
from tests.integration.sign_on.conftest import opened, signed_in

pytestmark = pytest.mark.proof
BEGINS = "/_matrix/client/v3/login/sso/redirect/saml?redirectUrl=http://client.example/back"
ACCOUNT = "district.homeroom.account"
"""What our mapping tells Synapse the account by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """The homeserver of the district, and the provider that its people sign on with."""

    school: School
    provider: saml.Provider

    def answer(self, answer: Answer = RIGHT, /, **attributes: object) -> dict[str, str]:
        """What the provider has the browser of somebody with these attributes post back."""
        self.provider.attributes, self.provider.answer = attributes, answer
        with self.school.client() as browser:
            there = browser.get(BEGINS).headers["location"]
        with httpx.Client(timeout=30) as browser:
            _, fields = saml.form(browser.get(there).raise_for_status().text)
        return fields

    def post(self, fields: dict[str, str]) -> httpx.Response:
        """The browser comes back with it."""
        with self.school.client() as browser:
            return browser.post("/_synapse/client/saml2/authn_response", data=fields)

    def signs_on(self, answer: Answer = RIGHT, /, **attributes: object) -> httpx.Response:
        """The page at the end: whether to go on to the client, or a refusal."""
        return self.post(self.answer(answer, **attributes))

    def account(self, page: httpx.Response) -> object:
        return signed_in(self.school, page).json().get("user_id")

    def accounts(self) -> set[str]:
        with self.school.connect(DatabaseRole.SYNAPSE) as connection:
            return set(connection.scalars(text("SELECT name FROM public.users")))


@pytest.fixture(scope="module")
def district(
    postgres_cluster: postgres.Cluster,
    template_data: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[District]:
    folder = tmp_path_factory.mktemp("saml")
    data = folder / "data"
    with fresh(postgres_cluster, template_data, data) as made, saml.running(folder) as provider:
        (data / "saml").mkdir()
        (data / "saml" / "provider.xml").write_text(provider.metadata())
        key_pair(data / "saml", "ours", common_name="chat.district.example")
        way = {
            "name": "District sign-on",
            "metadata": "saml/provider.xml",
            "key": "saml/ours.key",
            "certificate": "saml/ours.pem",
            "person": {"claim": "employeeNumber", "equals": "roster_id"},
            "groups": {
                "claim": "isMemberOf",
                "required": ["homeroom"],
                "roles": {"students": "student"},
            },
        }
        with opened(made.config, {"saml": way}) as school:
            with school.client() as client:
                provider.service = client.get("/_synapse/client/saml2/metadata.xml").text
            yield District(school=school, provider=provider)


def attributes(person: Any, *groups: str) -> dict[str, Any]:
    return {"employeeNumber": [person.roster_id], "isMemberOf": [*groups, "homeroom"]}


@pytest.mark.parametrize("response_too", [False, True])
def test_somebody_of_the_roster_signs_on_and_is_who_the_roster_says(
    district: District, response_too: bool
) -> None:
    """With the assertion signed, as most providers do, or the response besides."""
    teacher = district.school.people(Role.TEACHER)[0]
    said = {**attributes(teacher), "displayName": "The Boss", "mail": "x@elsewhere.example"}
    page = district.signs_on(replace(RIGHT, sign_response=response_too), **said)
    answer = signed_in(district.school, page).json()
    assert answer["user_id"] == teacher.user_id
    bearer = {"Authorization": f"Bearer {answer['access_token']}"}
    with district.school.client(headers=bearer) as client:
        profile = client.get(f"/_matrix/client/v3/profile/{teacher.user_id}").json()
        addresses = client.get("/_matrix/client/v3/account/3pid").json()
    assert profile == {"displayname": teacher.name}
    assert addresses == {"threepids": []}


def test_the_roster_says_whose_account_it_is_and_not_the_provider(district: District) -> None:
    student = district.school.people(Role.STUDENT)[0]
    principal = str(district.school.people(Role.PRINCIPAL)[0].user_id)[1:].partition(":")[0]
    said = {**attributes(student), ACCOUNT: principal, "uid": principal}
    assert district.account(district.signs_on(**said)) == student.user_id


REFUSED: list[tuple[Role, dict[str, Any], str]] = [
    # nobody of the roster, or nobody in particular
    (Role.TEACHER, {"employeeNumber": ["somebody-else"]}, "school_accounts"),
    (Role.TEACHER, {"employeeNumber": ["somebody-else", "another"]}, "school_accounts"),
    (Role.TEACHER, {"employeeNumber": [""]}, "school_accounts"),
    # in no group that may sign in, and in one that stands for another role
    (Role.TEACHER, {"isMemberOf": ["chess"]}, "sign_on_group"),
    (Role.TEACHER, {"isMemberOf": []}, "sign_on_group"),
    (Role.TEACHER, {"isMemberOf": ["homeroom", "Students"]}, "sign_on_role"),
]


@pytest.mark.parametrize(("role", "said", "rule"), REFUSED)
def test_who_may_not_sign_on_is_told_in_words_and_gets_no_account(
    district: District, role: Role, said: dict[str, Any], rule: str
) -> None:
    person = district.school.people(role)[1]
    before = district.accounts()
    page = district.signs_on(**{**attributes(person), **said})
    assert page.status_code == 400
    for words in WORDING[rule].values():
        assert words in html.unescape(page.text)
    assert district.accounts() == before
    eventually(
        lambda: any(
            row["attempt"].get("sign_on") == "saml"
            and [reason["rule"] for reason in row["reasons"]] == [rule]
            for row in district.school.kept("decision")
        )
    )


def test_a_group_that_agrees_with_the_roster_signs_on(district: District) -> None:
    student = district.school.people(Role.STUDENT)[0]
    page = district.signs_on(**attributes(student, "students"))
    assert district.account(page) == student.user_id


def test_who_left_the_roster_is_refused(district: District) -> None:
    person = district.school.people(Role.STUDENT)[1]
    assert district.account(district.signs_on(**attributes(person))) == person.user_id
    with district.school.connect() as connection, connection.begin():
        record(connection, replace(person, active=False), by="test")
    try:
        nobody = WORDING["school_accounts"]["en"]

        def refused() -> bool:
            return nobody in html.unescape(district.signs_on(**attributes(person)).text)

        eventually(refused, ACTS_WITHIN)
    finally:
        with district.school.connect() as connection, connection.begin():
            record(connection, person, by="test")
    eventually(lambda: "loginToken" in district.signs_on(**attributes(person)).text)


OTHER = "whom the attack would sign in"


def renamed(xml: str) -> str:
    """Somebody on the way makes it another person."""
    named = r'(FriendlyName="employeeNumber".*?AttributeValue[^>]*>)[^<]*'
    return re.sub(named, rf"\g<1>{OTHER}", xml, flags=re.DOTALL)


def wrapped(xml: str) -> str:
    """Signature wrapping: a forged assertion before the signed one, which stays as it was."""
    found = re.search(r"<(\w+):Assertion .*</\1:Assertion>", xml, re.DOTALL)
    assert found
    forged = re.sub(r"<(\w+):Signature .*</\1:Signature>", "", found[0], flags=re.DOTALL)
    forged = re.sub(r' ID="[^"]*"', ' ID="id-forged"', forged)
    return xml.replace(found[0], renamed(forged) + found[0])


def wrapped_after(xml: str) -> str:
    """The same, behind it."""
    found = re.search(r"<(\w+):Assertion .*</\1:Assertion>", xml, re.DOTALL)
    forged = re.search(r"<(\w+):Assertion .*?</\1:Assertion>", wrapped(xml), re.DOTALL)
    assert found
    assert forged
    return xml.replace(found[0], found[0] + forged[0])


def unsigned(xml: str) -> str:
    """The signature is taken away."""
    return re.sub(r"<(\w+):Signature .*</\1:Signature>", "", xml, flags=re.DOTALL)


ATTACKS: dict[str, Answer] = {
    "signed by somebody else": Answer(forged=True),
    "response and assertion signed by somebody else": Answer(forged=True, sign_response=True),
    "not signed": Answer(sign_assertion=False),
    "the response alone is signed": Answer(sign_assertion=False, sign_response=True),
    "its signature was taken away": Answer(altered=unsigned),
    "changed on the way": Answer(altered=renamed),
    "signature wrapping, before": Answer(altered=wrapped),
    "signature wrapping, behind": Answer(altered=wrapped_after),
    "signature wrapping in a signed response": Answer(sign_response=True, altered=wrapped),
    "expired": Answer(minutes=-10),
    "for another service": Answer(audience="https://elsewhere.example/metadata"),
    "an answer to what was never asked": Answer(in_response_to="id-never-asked"),
    "no XML": Answer(altered=lambda xml: "nothing"),
    "an entity that would be opened": Answer(
        altered=lambda xml: (
            '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
            + xml.removeprefix("<?xml version='1.0' encoding='UTF-8'?>")
        )
    ),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_the_provider_did_not_say_opens_nothing(district: District, attack: str) -> None:
    teacher = district.school.people(Role.TEACHER)[0]
    principal = district.school.people(Role.PRINCIPAL)[0]
    answer = ATTACKS[attack]

    def altered(xml: str) -> str:
        made = answer.altered(xml)
        assert (made != xml) is (answer.altered is not str), "the attack changed nothing"
        return made.replace(OTHER, principal.roster_id)

    page = district.signs_on(replace(answer, altered=altered), **attributes(teacher))
    assert page.status_code == 400
    assert "loginToken" not in page.text
    assert "Signing in did not work" in page.text
    assert "root:" not in page.text


def test_an_answer_counts_once(district: District) -> None:
    """Who reads it on its way, or finds it in a browser's history, cannot use it again."""
    teacher = district.school.people(Role.TEACHER)[0]
    fields = district.answer(**attributes(teacher))
    assert district.account(district.post(fields)) == teacher.user_id
    page = district.post(fields)
    assert page.status_code == 400
    assert "loginToken" not in page.text


def test_the_log_has_nobodys_name(district: District) -> None:
    """Invariant 11; pysaml2 and Synapse would write whole assertions."""
    student = district.school.people(Role.STUDENT)[0]
    district.signs_on(**{**attributes(student), "displayName": "A Name To Find"})
    district.signs_on(employeeNumber=["A-Name-To-Find"], isMemberOf=["homeroom"])
    log = (district.school.config.data / "logs" / "synapse.log").read_text()
    assert "ame-To-Find" not in log
    assert "ame To Find" not in log
