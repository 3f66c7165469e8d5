"""A club whose making fails after its first event is closed by the steward, and no other."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, text

from homeroom.db.roles import RUNTIME, DatabaseRole
from homeroom.policy.roles import Role
from homeroom.registry.decisions import load
from homeroom.registry.model import Venue
from homeroom.rooms.plan import VENUE_MARK
from homeroom.sandbox import postgres
from homeroom.steward.tasks import unfinished
from tests.fixtures.synapse import ACTS_WITHIN, School, eventually
from tests.fixtures.verdict import policy
from tests.integration.steward.conftest import Hands

TOO_LARGE = {"type": "org.example.large", "state_key": "", "content": {"x": ["a b"] * 15_000}}
"""No event may be larger than 65,536 bytes (Matrix specification, Size limits)."""
AN_HOUR_AGO = text(
    "UPDATE registry.current SET at = at - interval '1 hour' WHERE key = ANY (:keys)"
)


def clubs(school: School) -> dict[str, Venue]:
    """Those that users made, by id."""
    with school.connect() as connection:
        found = load(connection, Venue)
    return {key: venue for key, venue in found.items() if key.startswith("made-")}


def begin_an_hour_ago(cluster: postgres.Cluster, school: School, keys: list[str]) -> None:
    dsn = cluster.dsn(school.config.data.name).replace("postgresql:", "postgresql+psycopg2:")
    engine = create_engine(dsn)
    with engine.begin() as connection:
        connection.execute(AN_HOUR_AGO, {"keys": keys})
    engine.dispose()


def test_what_was_not_finished_is_closed_and_what_was_stays(
    hands: Hands, postgres_cluster: postgres.Cluster
) -> None:
    school = hands.school
    teacher = school.account(Role.TEACHER)
    request = {"creation_content": {VENUE_MARK: "club"}, "name": "Go after class"}
    with policy(school, "create: []                # [staff]", "create: [staff]  #"):
        eventually(lambda: teacher.create_room(**request).is_success, ACTS_WITHIN + 1)
        whole = clubs(school)
        assert not teacher.create_room(**request, initial_state=[TOO_LARGE]).is_success
        (broken,) = clubs(school).keys() - whole.keys()

    unfinished.close(hands.office)  # at once: it might be in the making
    assert clubs(school)[broken].active
    begin_an_hour_ago(postgres_cluster, school, [broken, *whole])
    unfinished.close(hands.office)
    assert {key: venue.active for key, venue in clubs(school).items()} == {
        broken: False,
        **{key: venue.active for key, venue in whole.items()},
    }


@pytest.mark.parametrize("role", RUNTIME)
def test_only_the_steward_has_it_done(hands: Hands, role: DatabaseRole) -> None:
    with hands.school.connect() as connection:
        may = connection.scalar(
            text("SELECT has_function_privilege(:role, 'registry.close_unfinished()', 'EXECUTE')"),
            {"role": role.value},
        )
    assert may is (role is DatabaseRole.STEWARD)
