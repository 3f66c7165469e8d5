"""Invariant 7: what is under a hold or an open request stays, whoever asks the database for what.

One district for all; each test leaves no hold behind.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from homeroom.archive.checkpoint import load_or_create_key
from homeroom.db.roles import RUNTIME, DatabaseRole
from homeroom.disclosure.requests import move, open_request
from homeroom.errors import InputError
from homeroom.registry.decisions import record
from homeroom.registry.model import Hold, Request, Venue
from homeroom.retention import holds, ordered, standing
from homeroom.retention.holds import Wanted
from homeroom.retention.ordered import Order
from homeroom.sandbox import postgres
from tests.fixtures.postgres import fresh
from tests.integration.retention.conftest import (
    OLD,
    OTHER,
    ROOM,
    District,
    person,
)

UPGRADED = "!staffnew:district.example"
ALL = text("""
    SELECT p.index AS place, p.source || ' ' || p.id AS by FROM retention.protected(
        ARRAY(SELECT epoch FROM archive.search ORDER BY epoch, index),
        ARRAY(SELECT index FROM archive.search ORDER BY epoch, index)) AS p
""")


@pytest.fixture(scope="module")
def district(
    postgres_cluster: postgres.Cluster,
    template_data: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[District]:
    """Years-old talk of three people in three rooms, and a plan that two have approved."""
    data = tmp_path_factory.mktemp("protection") / "data"
    with fresh(postgres_cluster, template_data, data) as database:
        made = District(database, load_or_create_key(data / "keys" / "checkpoint.key", "demo"))
        staff = Venue(id="staff-1", kind="staff", name="Staff", room_id=ROOM)
        made.record(
            [
                person(1),
                person(1, user_id="@renamed1:district.example", preferred_name="Zinnia"),
                person(2),
                person(3),
                staff,
                replace(staff, room_id=UPGRADED),
                Venue(id="class-1", kind="class", name="Class", room_id=OTHER),
            ]
        )
        made.say("apples by one", sender="@person1:district.example")
        made.say("pears by the renamed", sender="@renamed1:district.example", room=UPGRADED)
        made.say("Testa1 Sample was late", sender="@person2:district.example", room=OTHER)
        made.say("zinnia too", sender="@person2:district.example", room=OTHER)
        made.say("plums by two", sender="@person2:district.example", room=OTHER)
        made.say("apricots", sender="@person3:district.example", room="!third:district.example")
        made.say(
            "a pill",
            sender="@person3:district.example",
            room="!third:district.example",
            at=OLD + timedelta(days=40),
            formatted_body='<a href="https://matrix.to/#/@person1:district.example">x</a>',
        )
        made.seal()
        yield made


@contextmanager
def standing_in(district: District, *states: Any) -> Iterator[Connection]:
    """A transaction that is rolled back, in which these decisions stand."""
    with district.database.connect() as connection:
        for state in states:
            record(connection, state, by="test")
        yield connection
        connection.rollback()


def kept(connection: Connection) -> set[str]:
    """The events that something protects, by the first word of what they say."""
    places = {row.place for row in connection.execute(ALL)}
    said = text("SELECT split_part(text, ' ', 1) FROM archive.search WHERE index = ANY (:places)")
    rows = connection.scalars(said, {"places": sorted(places)})
    return set(rows) & {"apples", "pears", "Testa1", "zinnia", "plums", "apricots", "a"}


def add(connection: Connection, **wanted: Any) -> Hold:
    return holds.add(connection, Wanted(**wanted), "a case", by="test")


HOLDS: list[tuple[dict[str, Any], set[str]]] = [
    # what they sent by any account, their rooms, what names them or links to them
    ({"person": "p1"}, {"apples", "pears", "Testa1", "zinnia", "a"}),
    ({"person": "p2"}, {"Testa1", "zinnia", "plums"}),
    # a venue is every room it ever was
    ({"room": "Staff"}, {"apples", "pears"}),
    ({"room": "!third:district.example"}, {"apricots", "a"}),
    # words, the last as the beginning of one
    ({"words": "apr"}, {"apricots"}),
    ({"words": "Apples by"}, {"apples"}),
    ({"since": OLD + timedelta(days=30), "until": OLD + timedelta(days=50)}, {"a"}),
    # together they narrow
    ({"person": "p2", "words": "plum"}, {"plums"}),
    ({"person": "p1", "room": "class-1"}, {"Testa1", "zinnia"}),
    ({"person": "p1", "room": "class-1", "words": "late"}, {"Testa1"}),
    ({"person": "p1", "until": OLD}, set()),
]


@pytest.mark.parametrize(("wanted", "expected"), HOLDS)
def test_invariant_7_what_a_hold_keeps(
    district: District, wanted: dict[str, Any], expected: set[str]
) -> None:
    with standing_in(district) as connection:
        assert kept(connection) == set()
        made = add(connection, **wanted)
        assert kept(connection) == expected
        holds.release(connection, made.id, by="test")
        assert kept(connection) == set()


BAD: list[dict[str, Any]] = [
    {},  # nothing to hold
    {"words": "!!"},  # no word
    {"room": "Nowhere"},
    {"person": "nobody"},
    {"since": OLD, "until": OLD},
]


@pytest.mark.parametrize("wanted", BAD)
def test_a_hold_says_what_it_holds(district: District, wanted: dict[str, Any]) -> None:
    with standing_in(district) as connection, pytest.raises(InputError):
        add(connection, **wanted)


def test_invariant_7_an_open_request_keeps_until_it_is_closed(district: District) -> None:
    with standing_in(district) as connection:
        made = open_request(connection, about="p1", law="ferpa", requester="A", by="test")
        assert kept(connection) == {"apples", "pears", "Testa1", "zinnia", "a"}
        # its scope keeps more
        item = text(
            "INSERT INTO disclosure.scope_item (request, epoch, index, at, kind, reasons) "
            "SELECT :request, epoch, index, at, kind, '{}' FROM archive.search "
            "WHERE text = 'apricots'"
        )
        connection.execute(item, {"request": made.id})
        assert "apricots" in kept(connection)
        move(connection, made, "closed", by="test")
        assert kept(connection) == set()


def test_names_that_nobody_wrote_down_keep_everything(district: District) -> None:
    unknown = Hold(id="h", person="p1", reason="x")
    with standing_in(district, unknown) as connection:
        assert len(kept(connection)) == 7
    request = Request(id="r", about="p1", law="ferpa", requester="x", received=datetime.now(UTC))
    with standing_in(district, request) as connection:
        assert len(kept(connection)) == 7


moments = st.none() | st.sampled_from([OLD, OLD + timedelta(days=20), OLD + timedelta(days=60)])
wanted_holds = st.builds(
    Wanted,
    person=st.sampled_from(["", "p1", "p2", "p3"]),
    room=st.sampled_from(["", "staff-1", "class-1", "!third:district.example"]),
    words=st.sampled_from(["", "by", "apples", "ap", "Testa1 Sample", "nowhere"]),
    since=moments,
    until=moments,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(wanted=st.lists(wanted_holds, max_size=3))
def test_the_database_and_the_pure_function_agree(district: District, wanted: list[Wanted]) -> None:
    with standing_in(district) as connection:
        for each in wanted:
            try:
                holds.add(connection, each, "x", by="test")
            except InputError:
                continue
        said: dict[int, list[str]] = {}
        for row in connection.execute(ALL):
            said.setdefault(row.place, []).append(row.by)
        for index in connection.scalars(text("SELECT index FROM archive.search")).all():
            assert standing.against(connection, 1, index) == sorted(said.get(index, []))


DIRECTLY = (
    "SELECT retention.dispose(:plan, 100)",
    "SELECT retention.destroy(:plan, 1, 1, ARRAY[1, 2, 3]::bigint[], '{}')",
    "SELECT retention.prune_events(ARRAY['$event1'], 'x')",
    "SELECT retention.approve_in_sandbox(:plan, 'me')",
    "SELECT retention.approve(:plan, '\\x00')",
    "DELETE FROM archive.payload",
    "INSERT INTO retention.approval (plan, person) VALUES (:plan, 'a'), (:plan, 'b')",
    "INSERT INTO retention.plan_cell VALUES (:plan, 'event', 'x', '', now(), '', '', '')",
    "UPDATE retention.plan SET until = '2000-01-01'",
    "UPDATE retention.progress SET next = 0",
    "DELETE FROM retention.approval",
    "DELETE FROM registry.current WHERE subject = 'hold'",
    "SELECT outbox.append('disposition', 'k', '{}')",
)
REFUSED = ("InsufficientPrivilege", "CheckViolation", "RaiseException")


@pytest.mark.parametrize("role", RUNTIME)
def test_invariant_7_no_role_disposes_of_what_is_not_approved(
    district: District, role: DatabaseRole
) -> None:
    """Outside a sandbox: no approval, no destruction, by no statement of any role."""
    plan = district.plan().id
    district.execute("DELETE FROM registry.installed WHERE component = 'sandbox'")
    before = district.bodies()
    for statement in DIRECTLY:
        values = {"plan": plan} if ":plan" in statement else {}
        with district.database.connect(role) as connection, pytest.raises(DBAPIError) as refused:
            connection.execute(text(statement), values)
        assert type(refused.value.orig).__name__ in REFUSED, statement
    district.execute("INSERT INTO registry.installed VALUES ('sandbox', '1')")
    assert district.bodies() == before


def test_invariant_7_a_hold_that_comes_after_the_approvals_still_keeps(district: District) -> None:
    plan = district.plan()
    assert plan.going == 2
    before = district.bodies()
    with district.database.connect() as connection, connection.begin():
        hold = add(connection, room="Staff")
    done = district.run(plan.id)
    assert (done.gone, dict(done.kept_by)) == (0, {f"hold {hold.id}": 2})
    assert district.bodies() == before
    again = district.plan()
    assert (again.going, [r.why for r in again.remains if "hold" in r.why]) == (
        0,
        [f"hold {hold.id}"],
    )
    place = district.scalar("SELECT index FROM archive.search WHERE text = 'apples by one'")
    order = Order(order="Court 1", counsel="C. Ounsel")
    rules = district.database.config.retention
    with district.database.connect() as connection:
        with pytest.raises(InputError, match=hold.id):
            ordered.propose(connection, rules, [(None, place)], order, by="test")
        holds.release(connection, hold.id, by="test")
        connection.commit()
