"""Who makes and releases a production, and to whom it may go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from homeroom.db.roles import DatabaseRole
from homeroom.disclosure import access, productions, releasing, requests, scope
from homeroom.disclosure.produce import run_production
from homeroom.errors import InputError
from homeroom.policy.roles import Role
from homeroom.registry.decisions import record
from homeroom.registry.model import Authority, Guardianship, Law, Request, State
from tests.fixtures.days import district_day
from tests.integration.disclosure.school import ALGEBRA, MAYA, School, person

TODAY = district_day()
ROSA = person(
    "rosa", "Rosa", "Flores", "@rosa.flores:district.example", "G-7", Role.RECORDS_OFFICER
)
OWN = "nobody decides about themselves or a student of their own family"
NO_RIGHT = "has no right to the student's record"


def write(connection: Connection, *states: State) -> None:
    for state in states:
        record(connection, state, by="test")


@pytest.mark.parametrize("account", [ROSA.user_id, MAYA])
def test_nobody_makes_or_releases_a_production_of_the_own_family(
    school: School, account: str
) -> None:
    """A records officer whose child it is, and a student who works in the office."""
    school.say(MAYA, ALGEBRA, "done")
    school.seal()
    request, config = school.request(), school.database.config
    with school.database.connect() as connection, connection.begin():
        write(connection, ROSA, Guardianship(guardian="rosa", student="maya"))
    portal = school.database.engine(DatabaseRole.PORTAL)
    with portal.begin() as connection:
        scope.make_scope(connection, request.id, by="officer")
        with pytest.raises(InputError, match=OWN):
            productions.start_production(connection, config, request.id, by=account)
        started = productions.start_production(
            connection, config, request.id, by="officer", formats=["jsonl"]
        )
    run_production(config, started.id)
    with portal.begin() as connection:
        with pytest.raises(InputError, match=OWN):
            releasing.release(connection, config, request.id, by=account)
        # who made it before the tie was on record does not count as one of two either
        productions.note(connection, started.id, requested_by=account)
        with pytest.raises(InputError, match=OWN):
            releasing.release(connection, config, request.id, by="principal")
        productions.note(connection, started.id, requested_by="officer")
        released = releasing.release(connection, config, request.id, by="principal")
    assert released.state == "released"


GUARDIAN = Guardianship(guardian="rosa", student="maya")
TIES: dict[str, tuple[State, ...]] = {
    "nobody": (),
    "guardian": (GUARDIAN,),
    "former guardian": (Guardianship(guardian="rosa", student="maya", active=False),),
    "adult's guardian": (
        GUARDIAN,
        person(
            "maya",
            "Maya",
            "Flores",
            MAYA,
            "S-100201",
            Role.STUDENT,
            born=TODAY - timedelta(days=7000),
        ),
    ),
    "caregiver": (
        Authority(
            person="rosa",
            student="maya",
            kind="caregiver",
            evidence="Letter",
            starts=TODAY - timedelta(days=9),
            may_access_records=False,
        ),
    ),
}


@pytest.mark.parametrize(
    ("tie", "asks", "law", "may"),
    [
        ("guardian", "rosa", "ferpa", True),
        ("guardian", "Rosa Flores", "ferpa", True),
        # consent is another right
        ("caregiver", "rosa", "ferpa", False),
        ("caregiver", "rosa", "foia", False),
        ("caregiver", "Ms. Rosa Flores, by post", "ferpa", False),
        # from 18 the student alone
        ("adult's guardian", "rosa", "ferpa", False),
        ("adult's guardian", "maya", "ferpa", True),
        # a minor's record is asked for by who decides for them
        ("guardian", "maya", "ferpa", False),
        # without any tie: FERPA gives it to nobody of the roster; another law may
        ("former guardian", "rosa", "ferpa", False),
        ("nobody", "rosa", "ferpa", False),
        ("nobody", "rosa", "foia", True),
        ("guardian", "A newspaper", "records", True),
    ],
)
def test_access_to_the_record_is_a_right_of_its_own(
    school: School, tie: str, asks: str, law: Law, may: bool
) -> None:
    known = asks if asks in ("rosa", "maya") else None
    request = Request(
        id="r",
        about="maya",
        law=law,
        requester=asks,
        requested_by=known,
        received=datetime.now(UTC),
    )
    with school.database.connect() as connection:
        write(connection, ROSA, *TIES[tie])
        if may:
            access.check(connection, request, TODAY)
            return
        with pytest.raises(InputError, match=NO_RIGHT):
            access.check(connection, request, TODAY)


def test_a_production_is_not_released_to_who_may_not_have_it(school: School) -> None:
    school.say(MAYA, ALGEBRA, "done")
    school.seal()
    config, portal = school.database.config, school.database.engine(DatabaseRole.PORTAL)
    with school.database.connect() as connection, connection.begin():
        write(connection, ROSA, *TIES["caregiver"])
    with portal.begin() as connection:
        request = requests.open_request(
            connection, about="maya", law="ferpa", requester="G-7", by="officer"
        )
        scope.make_scope(connection, request.id, by="officer")
        started = productions.start_production(
            connection, config, request.id, by="officer", formats=["jsonl"]
        )
    run_production(config, started.id)
    with portal.begin() as connection, pytest.raises(InputError, match=NO_RIGHT):
        releasing.release(connection, config, request.id, by="principal")
