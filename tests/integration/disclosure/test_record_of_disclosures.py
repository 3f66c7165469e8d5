"""Who was given what is on record by itself, and a parent's statement goes along (34 CFR 99)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from homeroom.archive.checkpoint import load_verifier
from homeroom.db.roles import DatabaseRole
from homeroom.disclosure import (
    disagreements,
    disclosures,
    intake,
    keeping,
    productions,
    releasing,
    requests,
    scope,
    verify,
)
from homeroom.disclosure.produce import run_production
from homeroom.disclosure.productions import Production
from homeroom.errors import InputError
from homeroom.policy.roles import Role
from homeroom.registry.decisions import record
from homeroom.registry.model import Guardianship
from homeroom.sandbox.postgres import Cluster
from tests.fixtures.command import run
from tests.fixtures.days import district_day
from tests.fixtures.postgres import fresh
from tests.integration.disclosure.school import ALGEBRA, ANA, MAYA, OMAR, School, person

ROSA = person("rosa", "Rosa", "Flores", "@rosa:district.example", "G-7", Role.GUARDIAN)
CONTESTED = "Maya was late again"


@pytest.fixture(scope="module")
def office(
    postgres_cluster: Cluster, template_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[School]:
    """A school in which something was said about Maya, and something about Omar alone."""
    data = tmp_path_factory.mktemp("office") / "data"
    with fresh(postgres_cluster, template_data, data) as database:
        school = School(database)
        school.enrol()
        with database.connect() as connection, connection.begin():
            for state in (ROSA, Guardianship(guardian="rosa", student="maya")):
                record(connection, state, by="test")
        school.say(MAYA, ALGEBRA, "done")
        school.say(ANA, ALGEBRA, CONTESTED + " says Maya Lucía Flores")
        school.say(OMAR, ALGEBRA, "hello")
        school.seal()
        yield school


def opened(office: School, law: str = "records", requester: str = "The Gazette") -> str:
    with office.database.engine(DatabaseRole.PORTAL).begin() as connection:
        made = requests.open_request(
            connection, about="maya", law=law, requester=requester, by="officer"
        )
        return made.id


def produced(office: School, request: str) -> Production:
    with office.database.engine(DatabaseRole.PORTAL).begin() as connection:
        scope.make_scope(connection, request, by="officer")
        made = productions.start_production(
            connection, office.database.config, request, by="officer", formats=["jsonl"]
        )
    return run_production(office.database.config, made.id)


def release(office: School, request: str) -> None:
    with office.database.engine(DatabaseRole.PORTAL).begin() as connection:
        releasing.release(connection, office.database.config, request, by="principal")


def lines(office: School, request: str) -> list[disclosures.Line]:
    with office.database.connect(DatabaseRole.PORTAL) as connection:
        known = disclosures.about(connection, "maya")
    return [line for line in known if line.request == request]


def statements(office: School, made: Production) -> list[str]:
    """What lies in `statements/`, in a production that authenticates."""
    public = load_verifier(office.database.data / "keys/checkpoint.vkey").public_key
    with keeping.opened(office.database.config, made) as folder:
        report = verify.check(folder, verify.fingerprint(public))
        assert report.problems == []
        return [each.read_text() for each in sorted(folder.glob("statements/*.txt"))]


def test_a_release_is_on_record_with_who_why_what_and_when(office: School) -> None:
    request = opened(office)
    with office.database.engine(DatabaseRole.PORTAL).begin() as connection:
        intake.standing(
            connection, request, standing="public", interest="A story on lateness", by="officer"
        )
    made = produced(office, request)
    assert [line.kind for line in lines(office, request)] == ["request"]
    release(office, request)
    asked, given = lines(office, request)
    assert (asked.kind, given.kind) == ("request", "disclosure")
    assert (given.party, given.interest) == ("The Gazette", "A story on lateness")
    assert (given.basis, given.required) == ("public_records", True)
    assert f"{made.total} records" in given.what


def test_a_guardians_own_is_listed_and_not_required(office: School) -> None:
    request = opened(office, law="ferpa", requester="G-7")
    produced(office, request)
    release(office, request)
    asked, given = lines(office, request)
    assert (given.basis, given.required, asked.required) == (
        "parent_or_eligible_student",
        False,
        False,
    )


def test_a_subpoena_waits_for_the_notice_and_is_on_record(office: School) -> None:
    request = opened(office, law="subpoena", requester="County Court")
    produced(office, request)
    with pytest.raises(InputError, match="note the order first"):
        release(office, request)
    today = district_day()
    with office.database.engine(DatabaseRole.PORTAL).begin() as connection:
        order = {"court": "County Court", "reference": "26-7", "issued": today}
        intake.subpoena(connection, request, **order, by="officer")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="tell the parent"):
        release(office, request)
    with office.database.engine(DatabaseRole.PORTAL).begin() as connection:
        with pytest.raises(InputError, match="name one"):
            intake.subpoena(
                connection,
                request,
                court="C",
                reference="R",
                issued=today,
                notified_on=today,
                notified="by mail",
                sealed_by="grand_jury",
                by="officer",
            )
        intake.subpoena(
            connection,
            request,
            court="County Court",
            reference="26-7",
            issued=today,
            notified_on=today,
            notified="Rosa Flores, by registered mail",
            by="officer",
        )
    release(office, request)
    assert lines(office, request)[-1].basis == "subpoena"


def test_facts_are_appended_and_states_follow(office: School, capsys: Any) -> None:
    request = opened(office, law="ferpa", requester="Somebody")
    data = ["--data", str(office.database.data)]

    def done(*words: str) -> int:
        return run(capsys, "request", *words, *data)[0]

    assert done("done", request, "acknowledge") == 0
    assert done("identity", request, "document", "--note", "passport") == 0
    assert done("identity", request, "guess") == 2
    assert done("fee", request, "estimate", "12.50", "--reason", "50 pages") == 0
    assert done("fee", request, "waived", "12.50", "--reason", "hardship") == 0
    assert done("note", request, "called back") == 0
    assert done("person", request, "T-100001") == 0
    assert done("person", request, "T-100001") == 2
    assert done("subpoena", request, "--court", "C", "--reference", "1", "--issued", "x") == 2
    _, printed = run(capsys, "request", "show", request, "--json", *data)
    known = json.loads(printed)
    assert (known["state"], known["people"]) == ("acknowledged", ["ana"])
    assert [fee["cents"] for fee in known["fees"]] == [1250, 1250]
    assert known["identity"]["way"] == "document"
    assert known["notes"][0]["text"] == "called back"
    assert done("deny", request, "--reason", " ") == 2
    assert done("deny", request, "--reason", "not a parent") == 0
    assert done("close", request, "--reason", "told") == 0
    assert done("deny", request, "--reason", "again") == 2


def test_an_emergency_names_its_threat(office: School, capsys: Any) -> None:
    words = ["--about", "maya", "--to", "Police", "--what", "where she is", "--interest", "to help"]
    data = ["--data", str(office.database.data)]
    base = ("request", "disclosed", *words, *data)
    assert run(capsys, *base, "--basis", "emergency")[0] == 2
    assert run(capsys, *base, "--basis", "consent", "--threat", "x")[0] == 2
    assert run(capsys, *base, "--basis", "emergency", "--threat", "she said that she runs")[0] == 0
    about = ("request", "disclosures", "--about", "maya", *data)
    rows = json.loads(run(capsys, *about, "--json")[1])
    assert [row["threat"] for row in rows if row["party"] == "Police"] == ["she said that she runs"]
    for language, title in (("en", "Record of disclosures"), ("es", "Registro de divulgaciones")):
        told = run(capsys, *about, "--document", "--lang", language)[1]
        assert title in told
        assert "she said that she runs" in told
        assert "G-7" not in told, "what the law exempts is not in the document"


def entry_of(office: School, word: str) -> tuple[int, int]:
    with office.database.connect(DatabaseRole.PORTAL) as connection:
        row = connection.execute(
            text("SELECT epoch, index FROM archive.payload WHERE payload LIKE :word"),
            {"word": f"%{word}%"},
        ).one()
    return int(row[0]), int(row[1])


def disagree(office: School, **what: Any) -> None:
    with office.database.engine(DatabaseRole.PORTAL).begin() as connection:
        disagreements.note(connection, about="maya", author="Rosa Flores", by="officer", **what)


def test_a_statement_goes_along_with_what_it_contests_and_with_nothing_else(
    office: School,
) -> None:
    place = entry_of(office, CONTESTED)
    disagree(office, statement="She was on time.", entries=[place])
    first = statements(office, produced(office, opened(office)))
    assert len(first) == 1
    assert "She was on time." in first[0]
    assert f"{place[0]}/{place[1]}" in first[0]
    with office.database.engine(DatabaseRole.PORTAL).begin() as connection:
        other = requests.open_request(
            connection, about="omar", law="records", requester="X", by="officer"
        ).id
        scope.make_scope(connection, other, by="officer")
        connection.execute(
            text("DELETE FROM disclosure.scope_item WHERE request = :r AND index = :i"),
            {"r": other, "i": place[1]},
        )
        made = productions.start_production(
            connection, office.database.config, other, by="officer", formats=["jsonl"]
        )
    assert statements(office, run_production(office.database.config, made.id)) == []


def test_a_statement_against_a_request_goes_with_all_that_shares_something_with_it(
    office: School,
) -> None:
    contested, other = opened(office), opened(office)
    produced(office, contested)
    disagree(office, statement="All of this is wrong.", request=contested)
    for request in (contested, other):
        found = statements(office, produced(office, request))
        assert [each for each in found if "All of this is wrong." in each]


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ({"statement": ""}, "1 to"),
        ({"statement": "x" * 20_001, "request": "r"}, "1 to"),
        ({"statement": "x"}, "name what it contests"),
        ({"statement": "x", "entries": [(1, 999_999)]}, "not known"),
        ({"statement": "x", "request": "2020-0001"}, "not known"),
    ],
)
def test_a_statement_says_something_about_something(
    office: School, what: dict[str, Any], said: str
) -> None:
    with pytest.raises(InputError, match=said):
        disagree(office, **what)


def test_a_statement_that_came_after_a_draft_is_in_what_is_released(office: School) -> None:
    request = opened(office)
    produced(office, request)
    disagree(office, statement="One more thing.", entries=[entry_of(office, CONTESTED)])
    with pytest.raises(InputError, match="a statement against it came since"):
        release(office, request)
    made = produced(office, request)
    assert [each for each in statements(office, made) if "One more thing." in each]
    release(office, request)


def test_a_statement_that_came_later_lies_beside_a_plain_copy(
    office: School, tmp_path: Path, capsys: Any
) -> None:
    request = opened(office)
    produced(office, request)
    release(office, request)
    disagree(office, statement="Later still.", entries=[entry_of(office, CONTESTED)])
    out, data = tmp_path / "copy", ["--data", str(office.database.data)]
    assert run(capsys, "request", "copy", request, "--out", str(out), *data)[0] == 0
    assert "Later still." in (tmp_path / "copy-statements" / "1.txt").read_text()
    assert verify.check(out).problems == [], "the signed folder is as it was"
