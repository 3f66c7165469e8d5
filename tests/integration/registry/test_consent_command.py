"""`homeroom consent`, `authority` and `order`: what they record, and what they keep silent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from homeroom.archive.words import describe
from homeroom.registry import consents, decisions, orders, policies
from homeroom.registry.consent_texts import standard
from homeroom.registry.model import Authority, Consent, ConsentText, CourtOrder, Person, Tool
from tests.fixtures.command import run
from tests.fixtures.postgres import TestDatabase
from tests.integration.registry import district
from tests.integration.registry.district import TODAY

Told = Callable[..., tuple[int, str]]
SECRET = "Case 26-114, County Court"


@pytest.fixture
def homeroom(database: TestDatabase, capsys: pytest.CaptureFixture[str]) -> Told:
    """The command in the small district."""
    with database.connect() as connection, connection.begin():
        district.fill(connection)

    def told(*arguments: str) -> tuple[int, str]:
        return run(capsys, *arguments, "--data", str(database.data))

    return told


def listed(homeroom: Told, *arguments: str) -> list[dict[str, Any]]:
    status, told = homeroom(*arguments, "--json")
    assert status in (0, 1), told
    rows: list[dict[str, Any]] = json.loads(told)
    return rows


RECORD = ("consent", "record", "--student", "student", "--tool", "whatsapp")
REFUSE = ("consent", "refuse", "--student", "student", "--tool", "whatsapp")


def state_of(homeroom: Told, given_by: str) -> str:
    rows = listed(homeroom, "consent", "list")
    return str(next(row["state"] for row in rows if row["given_by"] == f"{given_by} Example"))


def may_cross(database: TestDatabase) -> bool:
    with database.connect() as connection:
        now = policies.local_day(connection, district_now(connection))
        tool = decisions.load(connection, Tool)["whatsapp"]
        student = decisions.load(connection, Person)["student"]
        return consents.standing(connection, student, tool, now) == "covered"


def district_now(connection: Connection) -> Any:
    return connection.scalar(text("SELECT clock_timestamp()"))


def test_a_consent_is_recorded_with_authority_text_and_school_year(
    homeroom: Told, database: TestDatabase
) -> None:
    (made,) = listed(homeroom, *RECORD)
    assert (made["given_by"], made["authority"], made["method"]) == ("father", "guardian", "paper")
    with database.connect() as connection:
        tool = decisions.load(connection, Tool)["whatsapp"]
        stored = decisions.load(connection, ConsentText)[made["text"]]
        ends = consents.ends(connection, TODAY)
    assert stored.text == standard(tool, "en")
    assert made["text"] == hashlib.sha256(stored.text.encode()).hexdigest()
    assert made["expires"] == ends.isoformat()
    assert made["purpose"] == "Talk"


def test_the_text_that_was_signed_is_kept(homeroom: Told, tmp_path: Path) -> None:
    form = tmp_path / "form.txt"
    form.write_text("Acepto.", encoding="utf-8")
    (made,) = listed(homeroom, *RECORD, "--text", str(form), "--given-by", "mother")
    assert made["text"] == hashlib.sha256(b"Acepto.").hexdigest()
    status, told = homeroom(*RECORD, "--text", str(tmp_path / "none.txt"))
    assert (status, "cannot be read" in told) == (2, True)


WRONG: list[tuple[tuple[str, ...], str]] = [
    (("--method", "verbal"), "a spoken yes is no consent"),
    (("--signed-on", str(TODAY + timedelta(days=3))), "lies in the future"),
    (("--given-by", "teacher"), "homeroom authority add"),
    (("--given-by", "student"), "homeroom authority add"),
    (("--expires", str(TODAY - timedelta(days=1))), "before it is signed"),
]


@pytest.mark.parametrize(("options", "said"), WRONG)
def test_what_is_no_consent_says_what_to_do(
    homeroom: Told, database: TestDatabase, options: tuple[str, ...], said: str
) -> None:
    status, told = homeroom(*RECORD, *options)
    assert (status, said in told) == (2, True), told
    with database.connect() as connection:
        assert decisions.load(connection, Consent) == {}


def test_a_dry_run_records_nothing(homeroom: Told, database: TestDatabase) -> None:
    status, told = homeroom(*RECORD, "--dry-run")
    assert (status, "Nothing was recorded" in told) == (0, True)
    order = ("--guardian", "father", "--student", "student", "--reference", SECRET)
    assert homeroom("order", "add", *order, "--dry-run")[0] == 0
    with database.connect() as connection:
        assert decisions.load(connection, Consent) == {}
        assert decisions.load(connection, ConsentText) == {}
        assert decisions.load(connection, CourtOrder) == {}


def test_a_refusal_after_a_consent_is_a_dispute(homeroom: Told, database: TestDatabase) -> None:
    (consent,) = listed(homeroom, *RECORD, "--given-by", "mother")
    assert may_cross(database)
    (refusal,) = listed(homeroom, *REFUSE, "--given-by", "father")
    assert not may_cross(database)
    assert state_of(homeroom, "Mother") == "disputed"
    assert state_of(homeroom, "Father") == "refused"
    # signing again does not get past it, nor is the refusal revoked by the office
    listed(homeroom, *RECORD, "--given-by", "mother")
    assert not may_cross(database)
    status, told = homeroom("consent", "revoke", refusal["id"])
    assert (status, "ends when" in told) == (2, True)
    # who refused consents: it crosses; and that one is revoked again
    (agreed,) = listed(homeroom, *RECORD, "--given-by", "father")
    assert may_cross(database)
    for each in (agreed["id"], consent["id"]):
        assert homeroom("consent", "revoke", each)[0] == 0
    assert not may_cross(database)


def test_a_foster_placement_counts_for_its_days(homeroom: Told, database: TestDatabase) -> None:
    assert homeroom(*RECORD, "--given-by", "foster")[0] == 2
    placement = ("--person", "foster", "--student", "student", "--kind", "foster_placement")
    status, told = homeroom("authority", "add", *placement, "--evidence", " ")
    assert (status, "--evidence" in told) == (2, True)
    (made,) = listed(homeroom, "authority", "add", *placement, "--evidence", "Letter, file 12")
    (signed,) = listed(homeroom, *RECORD, "--given-by", "foster")
    assert signed["authority"] == "foster_placement"
    assert may_cross(database)
    rows = listed(homeroom, "authority", "list", "--student", "student")
    assert {row["person"]: row["kind"] for row in rows} == {
        "Mother Example": "guardian",
        "Father Example": "guardian",
        "Foster Example": "foster_placement",
    }
    assert homeroom("authority", "end", made["id"], "--last-day", "2020-01-01")[0] == 2
    assert homeroom("authority", "end", made["id"], "--last-day", str(TODAY))[0] == 0
    assert may_cross(database)
    with database.connect() as connection, connection.begin():
        placed = decisions.load(connection, Authority)[made["id"]]
        before, yesterday = (TODAY - timedelta(days=days) for days in (9, 1))
        decisions.record(connection, replace(placed, starts=before, ends=yesterday), by="test")
    assert not may_cross(database)
    assert state_of(homeroom, "Foster") == "lapsed"
    own = ("--person", "foster", "--student", "student", "--kind", "self", "--evidence", "x")
    status, told = homeroom("authority", "add", *own)
    assert (status, "the student's own" in told) == (2, True)


def test_an_order_acts_and_says_nothing(homeroom: Told, database: TestDatabase) -> None:
    listed(homeroom, *RECORD, "--given-by", "father")
    order = ("order", "add", "--guardian", "father", "--student", "student")
    assert homeroom(*order, "--reference", " ")[0] == 2
    assert homeroom(*order, "--reference", SECRET, "--bars", "everything")[0] == 2
    assert homeroom(*order, "--reference", SECRET, "--ends", "2020-01-01")[0] == 2
    (made,) = listed(homeroom, *order, "--reference", SECRET)
    assert not may_cross(database)
    said = "".join(
        homeroom(*each)[1]
        for each in (
            ("order", "list"),
            ("order", "list", "--json"),
            ("authority", "list", "--student", "student"),
            ("consent", "list"),
            (*RECORD, "--given-by", "father"),
        )
    )
    assert SECRET not in said
    assert "restricted" in said
    assert listed(homeroom, "order", "list") == [
        {"id": made["id"], "student": "Student Example", "order": "restricted", "in_force": True}
    ]
    assert state_of(homeroom, "Father") == "lapsed"
    assert homeroom("order", "end", made["id"])[0] == 0
    assert may_cross(database)
    assert homeroom("order", "end", "order-0")[0] == 2


def test_the_archives_search_finds_no_word_of_an_order(
    homeroom: Told, database: TestDatabase
) -> None:
    """The registry's entry has it, for counsel; none of its fields is one that is searched."""
    order = ("--guardian", "father", "--student", "student", "--reference", SECRET)
    assert homeroom("order", "add", *order)[0] == 0
    with database.connect() as connection:
        payload = connection.scalar(
            text("SELECT payload FROM outbox.entry WHERE payload LIKE '%court_order%'")
        )
    assert SECRET in str(payload)
    found = describe("registry", {"registry": json.loads(str(payload))})
    assert found.type == "court_order"
    assert "26-114" not in found.text


def test_students_without_a_birth_date_are_listed(homeroom: Told, database: TestDatabase) -> None:
    assert homeroom("consent", "missing-birthdates")[0] == 0
    with database.connect() as connection, connection.begin():
        student = decisions.load(connection, Person)["student"]
        decisions.record(connection, replace(student, birth_date=None), by="test")
    status, told = homeroom("consent", "missing-birthdates", "--json")
    assert (status, [row["student"] for row in json.loads(told)]) == (1, ["student"])
    # a minor, for whom guardians go on deciding
    listed(homeroom, *RECORD, "--given-by", "mother")
    assert may_cross(database)


def test_a_barred_requester_is_known_by_person_or_by_name(database: TestDatabase) -> None:
    order = CourtOrder(
        id="o", guardian="father", student="student", bars=("access",), starts=TODAY, reference="x"
    )
    with database.connect() as connection:
        district.fill(connection)
        decisions.record(connection, order, by="test")
        barred = [
            orders.barred_requester(connection, "student", words, who, TODAY)
            for words, who in (
                ("A letter", "father"),
                ("Mr. FATHER Éxample, by post", None),
                ("Mother Example", "mother"),
                ("Example", None),
                ("A newspaper", None),
            )
        ]
        assert barred == [True, True, False, False, False]
        day_before = TODAY - timedelta(days=1)
        assert not orders.barred_requester(connection, "student", "x", "father", day_before)
