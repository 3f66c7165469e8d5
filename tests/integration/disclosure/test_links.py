"""A link to a released production opens it once, for a while, to whoever has token and passcode."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from homeroom.db.roles import DatabaseRole
from homeroom.disclosure import intake, links, productions, releasing, scope
from homeroom.disclosure.links import Issued, Link, Outcome, Taken
from homeroom.disclosure.produce import run_production
from homeroom.errors import InputError
from homeroom.policy.roles import Role
from homeroom.registry.decisions import record
from homeroom.registry.model import CourtOrder, Guardianship, State
from homeroom.sandbox.postgres import Cluster
from tests.fixtures.command import run
from tests.fixtures.days import district_day
from tests.fixtures.postgres import fresh
from tests.integration.disclosure.school import ALGEBRA, MAYA, School, person

TODAY = district_day()
HOME, ELSEWHERE = "203.0.113.7", "198.51.100.9"
ROSA = person("rosa", "Rosa", "Flores", "@rosa:district.example", "G-7", Role.GUARDIAN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """An office with a released production of Maya's record."""

    school: School
    request: str

    def issue(self, days: int = 7, by: str = "officer") -> Issued:
        with self.school.database.engine(DatabaseRole.PORTAL).begin() as connection:
            return links.issue(connection, self.request, days=days, by=by, today=TODAY)

    def take(self, token: str, passcode: str, address: str = HOME) -> Taken | None:
        with self.school.database.engine(DatabaseRole.PORTAL).begin() as connection:
            return links.take(connection, token, passcode, address=address, today=TODAY)

    def outcome(self, issued: Issued, passcode: str | None = None) -> Outcome:
        taken = self.take(issued.token, issued.passcode if passcode is None else passcode)
        assert taken is not None
        return taken.outcome

    def look(self, token: str, address: str = HOME) -> Link | None:
        with self.school.database.engine(DatabaseRole.PORTAL).begin() as connection:
            return links.look(connection, token, address=address)

    def attempts(self) -> list[str]:
        """What came of each attempt at the newest link, the newest first."""
        with self.school.database.connect(DatabaseRole.PORTAL) as connection:
            ((_, attempts), *_) = links.of_request(connection, self.request)
            return [each.outcome for each in attempts]

    def change(self, statement: str) -> None:
        """What only a superuser can do."""
        with closing(psycopg2.connect(self.school.database.superuser_dsn)) as connection:
            connection.cursor().execute(statement)
            connection.commit()

    @contextmanager
    def changed(self, statement: str, back: str) -> Iterator[None]:
        self.change(statement)
        try:
            yield
        finally:
            self.change(back)

    def write(self, *states: State) -> None:
        with self.school.database.connect() as connection, connection.begin():
            for state in states:
                record(connection, state, by="test")


@pytest.fixture(scope="module")
def desk(
    postgres_cluster: Cluster, template_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """One for all: each test makes a link of its own, which takes back that of the test before."""
    data = tmp_path_factory.mktemp("desk") / "data"
    with fresh(postgres_cluster, template_data, data) as database:
        school = School(database)
        school.enrol()
        yield with_release(school)


def with_release(school: School) -> Desk:
    school.say(MAYA, ALGEBRA, "done")
    school.seal()
    desk = Desk(school=school, request=school.request().id)
    desk.write(ROSA, Guardianship(guardian="rosa", student="maya"))
    config, portal = school.database.config, school.database.engine(DatabaseRole.PORTAL)
    with portal.begin() as connection:
        scope.make_scope(connection, desk.request, by="officer")
        made = productions.start_production(
            connection, config, desk.request, by="officer", formats=["jsonl"]
        )
    run_production(config, made.id)
    with portal.begin() as connection:
        releasing.release(connection, config, desk.request, by="principal")
        with pytest.raises(InputError, match="make sure of who asks"):
            links.issue(connection, desk.request, days=7, by="officer", today=TODAY)
        intake.identity(connection, desk.request, way="document", by="officer")
    return desk


def test_it_opens_once_and_whoever_comes_later_finds_it_used(desk: Desk) -> None:
    issued = desk.issue()
    assert desk.look(issued.token) is not None
    taken = desk.take(issued.token, f" {issued.passcode[:4]}-{issued.passcode[4:]} ")
    assert taken is not None
    assert (taken.outcome, taken.link.state) == ("begun", "spent")
    assert taken.production is not None
    assert taken.production.request == desk.request
    again = desk.take(issued.token, issued.passcode)
    assert again is not None
    assert (again.outcome, again.production) == ("spent", None)
    assert desk.attempts() == ["spent", "begun", "seen"]


def test_a_database_that_is_read_gives_neither_token_nor_passcode(desk: Desk) -> None:
    issued = desk.issue()
    with desk.school.database.connect() as connection:
        row = (
            connection.execute(
                text("SELECT * FROM disclosure.download_link WHERE id = :id"),
                {"id": issued.link.id},
            )
            .mappings()
            .one()
        )
        entries = connection.scalars(text("SELECT payload::text FROM outbox.entry")).all()
    kept = str({name: bytes(v) if isinstance(v, memoryview) else v for name, v in row.items()})
    for secret in (issued.token, issued.passcode):
        assert secret not in kept
        assert not [entry for entry in entries if secret in entry]
    assert bytes(row["token_hash"]) == links.digest(issued.token)


def test_looking_uses_nothing_up_however_often_a_mail_program_does(desk: Desk) -> None:
    issued = desk.issue()
    for number in range(20):
        link = desk.look(issued.token, address=(HOME, ELSEWHERE)[number % 2])
        assert link is not None
        assert link.state == "open"
    assert desk.attempts() == ["seen", "seen"], "once an address, not each time"
    assert desk.outcome(issued) == "begun"


@pytest.mark.parametrize("guess", ["", "x", "A" * 43, "😀", "\x00"])
def test_a_guessed_token_opens_nothing(desk: Desk, guess: str) -> None:
    issued = desk.issue()
    assert desk.look(guess) is None
    assert desk.take(guess, issued.passcode) is None
    assert desk.take(issued.token[:-1], issued.passcode) is None
    assert desk.attempts() == []


def test_five_wrong_passcodes_lock_it_even_for_the_right_one(desk: Desk) -> None:
    issued = desk.issue()
    wrong = f"{(int(issued.passcode) + 1) % 10**8:08}"
    for guess in (wrong, "", "0", issued.passcode[:-1]):
        assert desk.outcome(issued, guess) == "wrong"
    # one more may be right, or wrong: then it is over
    assert desk.outcome(issued, wrong) == "wrong"
    assert desk.outcome(issued) == "locked"
    assert desk.attempts() == ["locked", *["wrong"] * 5]
    assert desk.outcome(desk.issue()) == "begun", "the office makes a new one"


def test_of_many_at_the_same_moment_one_gets_it(desk: Desk) -> None:
    issued = desk.issue()
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda _: desk.outcome(issued), range(8)))
    assert sorted(outcomes) == ["begun", *["spent"] * 7]


def test_of_many_wrong_ones_at_the_same_moment_all_count(desk: Desk) -> None:
    issued = desk.issue()
    wrong = f"{(int(issued.passcode) + 1) % 10**8:08}"
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda _: desk.outcome(issued, wrong), range(8)))
    assert sorted(outcomes) == [*["locked"] * 3, *["wrong"] * 5]


def test_its_time_is_the_databases(desk: Desk) -> None:
    issued = desk.issue(days=3)
    lasts = issued.link.expires_at - issued.link.made_at
    assert lasts.days in (2, 3)
    desk.change("UPDATE disclosure.download_link SET expires_at = clock_timestamp()")
    assert desk.outcome(issued) == "expired"
    link = desk.look(issued.token)
    assert link is not None
    assert link.state == "expired"


def test_taken_back_it_opens_nothing_and_a_new_one_takes_the_old_one_back(desk: Desk) -> None:
    first = desk.issue()
    second = desk.issue()
    assert desk.outcome(first) == "revoked"
    with desk.school.database.engine(DatabaseRole.PORTAL).begin() as connection:
        assert links.revoke(connection, desk.request, by="officer") == 1
        assert links.revoke(connection, desk.request, by="officer") == 0
    assert desk.outcome(second) == "revoked"


def test_a_request_has_one_open_link_whoever_makes_them(desk: Desk) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: desk.issue(), range(4)))
    assert sorted(desk.outcome(each) for each in made) == ["begun", *["revoked"] * 3]


def test_what_was_never_released_gets_no_link(desk: Desk) -> None:
    state = "UPDATE disclosure.production SET state = '{}'".format
    with (
        desk.changed(state("draft"), state("released")),
        pytest.raises(InputError, match="nothing is released yet"),
    ):
        desk.issue()


def test_the_own_family_makes_no_link(desk: Desk) -> None:
    with pytest.raises(InputError, match="nobody decides about themselves"):
        desk.issue(by=str(ROSA.user_id))


def test_days_are_those_of_the_list(desk: Desk) -> None:
    with pytest.raises(InputError, match="one of 3, 7, 14, 30"):
        desk.issue(days=365)


ANOTHER = """
    INSERT INTO disclosure.production
        (request, number, state, formats, language, requested_by, folder, manifest)
    SELECT request, number + 1, 'released', formats, language, requested_by, folder, manifest
    FROM disclosure.production
"""


def test_a_copy_that_was_replaced_is_not_handed_over(desk: Desk) -> None:
    issued = desk.issue()
    with desk.changed(ANOTHER, "DELETE FROM disclosure.production WHERE number = 2"):
        assert desk.outcome(issued) == "withheld"


def test_a_court_that_bars_the_requester_closes_an_open_link(desk: Desk) -> None:
    issued = desk.issue()
    order = CourtOrder(
        id="o", guardian="rosa", student="maya", bars=("access",), starts=TODAY, reference="26-1"
    )
    desk.write(order)
    try:
        assert desk.outcome(issued) == "withheld"
        with pytest.raises(InputError, match="restricted"):
            desk.issue()
    finally:
        desk.write(replace(order, active=False))
    link = desk.look(issued.token)
    assert link is not None
    assert link.state == "open", "nothing was handed over, so nothing is used up"


def test_each_attempt_is_an_entry_of_the_log(desk: Desk) -> None:
    issued = desk.issue()
    desk.look(issued.token)
    desk.outcome(issued, "00")
    desk.outcome(issued)
    desk.school.seal()
    with desk.school.database.connect(DatabaseRole.PORTAL) as connection:
        kept = connection.scalars(
            text("""
                SELECT payload::jsonb #>> '{access,details,outcome}' FROM archive.payload
                JOIN archive.leaf USING (district, epoch, index)
                WHERE kind = 'access' AND payload LIKE '%download_link%'
                AND payload::jsonb #>> '{access,details,link}' = :link ORDER BY epoch, index
            """),
            {"link": str(issued.link.id)},
        ).all()
    assert kept == ["issued", "seen", "wrong", "begun"]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM disclosure.download_attempt",
        "UPDATE disclosure.download_attempt SET outcome = 'seen'",
        "DELETE FROM disclosure.download_link",
        "UPDATE disclosure.download_link SET expires_at = expires_at + interval '1 year'",
        "UPDATE disclosure.download_link SET token_hash = ''",
    ],
)
def test_no_login_rewrites_a_link_or_an_attempt(desk: Desk, statement: str) -> None:
    desk.issue()
    for role in (DatabaseRole.PORTAL, DatabaseRole.ADMIN, DatabaseRole.ARCHIVER):
        with (
            desk.school.database.connect(role) as connection,
            pytest.raises(ProgrammingError, match="permission denied"),
        ):
            connection.execute(text(statement))


def test_the_command_makes_shows_and_takes_back(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--data", str(desk.school.database.data)]

    def said(*words: str) -> Any:
        status, printed = run(capsys, "request", *words, "--json", *data)
        assert status == 0, printed
        return json.loads(printed)

    made = said("link", desk.request, "--days", "3")
    token = made["link"].rpartition("/download/")[2]
    assert desk.look(token) is not None
    newest = said("links", desk.request)[0]
    assert (newest["state"], newest["outcome"], newest["address"]) == ("open", "seen", HOME)
    assert run(capsys, "request", "unlink", desk.request, *data)[0] == 0
    taken = desk.take(token, made["passcode"])
    assert taken is not None
    assert taken.outcome == "revoked"
    assert run(capsys, "request", "link", desk.request, "--days", "9", *data)[0] == 2
