"""Trusted networks in a real Synapse: what works from home, and for how long."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from typing import Any

import httpx
import pytest

from homeroom.policy.roles import Role
from homeroom.registry import networks
from homeroom.registry.decisions import record
from homeroom.registry.model import Network
from tests.fixtures.synapse import (
    ACTS_WITHIN,
    GATEWAY,
    LONGEST_POLL,
    Account,
    School,
    eventually,
)
from tests.fixtures.verdict import policy, refused_by

HOME = "127.0.0.9"
MUSEUM = "127.0.0.11"
STUDENTS, TEACHERS = "    student: refuse", "    teacher: refuse"
JOINED = "/_matrix/client/v3/joined_rooms"


@contextmanager
def elsewhere(school: School, account: Account, address: str) -> Iterator[Account]:
    """The same session, from another address."""
    with school.client(address=address, headers=account.client.headers) as client:
        yield Account(person=account.person, user_id=account.user_id, client=client)


def recorded(school: School, account: Account, address: str) -> list[dict[str, Any]]:
    """What was decided of this account's requests and sign-ins from an address."""
    return [
        row
        for row in school.kept("decision")
        if row["attempt"]["sender"] == account.user_id
        and address in (row["attempt"].get("address"), *row["attempt"].get("sign_in_from", ()))
    ]


def test_a_student_works_from_home_and_it_is_recorded(school: School) -> None:
    student = school.account(Role.STUDENT)
    room = str(school.class_room(student).room_id)
    with (
        policy(school, STUDENTS, "    student: record"),
        elsewhere(school, student, HOME) as home,
    ):
        eventually(lambda: home.call("GET", "/joined_rooms").is_success, ACTS_WITHIN)
        assert school.login(student.user_id, address=HOME).is_success
        assert home.send(room, "Good evening").is_success
        assert home.call("GET", "/joined_rooms").is_success

        def actions() -> list[str]:
            rows = [r for r in recorded(school, student, HOME) if r["verdict"] == "flag"]
            return sorted(row["attempt"].get("action", "sign_in") for row in rows)

        eventually(lambda: actions() == ["read", "sign_in", "write"])
    rows = recorded(school, student, HOME)
    rules = {reason["rule"] for row in rows for reason in row["reasons"]}
    assert "outside_network" in rules
    eventually(lambda: not login_works(school, student.user_id, HOME), ACTS_WITHIN)


def login_works(school: School, user_id: str, address: str) -> bool:
    return school.login(user_id, address=address).is_success


def test_who_may_only_read_does_not_write_but_leaves(school: School) -> None:
    teacher = school.account(Role.TEACHER)
    supervisor = school.account(Role.SUPERVISOR).user_id
    room = teacher.create_room(is_direct=True, invite=[supervisor]).json()["room_id"]
    with (
        policy(school, TEACHERS, "    teacher: read_only"),
        elsewhere(school, teacher, HOME) as home,
    ):
        eventually(lambda: home.call("GET", "/joined_rooms").is_success, ACTS_WITHIN)
        assert refused_by(home.send(room, "Hello")) == {"network_read_only"}
        typing = f"/rooms/{room}/typing/{home.user_id}"
        eventually(  # where another process serves it, that one may hear of the policy later
            lambda: refused_by(home.call("PUT", typing, {})) == {"network_read_only"}, ACTS_WITHIN
        )
        assert home.call("GET", f"/rooms/{room}/messages?dir=b").is_success
        admin = home.client.get("/_synapse/admin/v2/users")
        assert refused_by(admin) == {"network_office_work"}
        assert home.call("POST", f"/rooms/{room}/leave", {}).is_success


def test_a_field_trip_is_trusted_for_those_who_go(school: School) -> None:
    goes, stays = school.account(Role.STUDENT), school.account(Role.STUDENT, 1)
    trip = Network(
        id="museum",
        name="Museum",
        cidrs=(f"{MUSEUM}/32",),
        kind="field_trip",
        people=(goes.person.id,),
        starts=date(2026, 1, 1),
        ends=date(2999, 1, 1),
    )
    with school.connect() as connection, connection.begin():
        record(connection, trip, by="test")
    with (
        elsewhere(school, goes, MUSEUM) as there,
        elsewhere(school, stays, MUSEUM) as not_there,
    ):
        eventually(lambda: there.client.get(JOINED).is_success, ACTS_WITHIN)
        assert refused_by(not_there.client.get(JOINED)) == {"trusted_network"}
        with school.connect() as connection, connection.begin():
            networks.remove(connection, "museum", by="test")

        def refused() -> set[str]:
            return refused_by(there.client.get(JOINED))

        eventually(lambda: refused() == {"trusted_network"}, ACTS_WITHIN)


def test_the_text_says_what_to_do(school: School) -> None:
    student = school.account(Role.STUDENT)
    with elsewhere(school, student, HOME) as home:
        answer: httpx.Response = home.client.get(JOINED)
    assert answer.status_code == 403
    assert "Connect to the school's network" in answer.json()["error"]


@pytest.mark.parametrize(
    ("gateway", "peer", "forwarded", "allowed"),
    [
        # behind the gateway: whom it names, and nobody whom the client named before
        (True, GATEWAY, "127.0.0.1", True),
        (True, GATEWAY, HOME, False),
        (True, GATEWAY, f"127.0.0.1, {HOME}", False),
        (True, GATEWAY, "nowhere", False),
        (True, GATEWAY, None, False),
        # past the gateway, straight to its listener: the header is the client's own
        (True, HOME, "127.0.0.1", False),
        (True, "127.0.0.1", HOME, True),
        # a listener without a gateway believes no header
        (False, HOME, "127.0.0.1", False),
        (False, GATEWAY, "127.0.0.1", False),
        (False, "127.0.0.1", HOME, True),
    ],
)
def test_a_header_does_not_choose_the_address(
    school: School, gateway: bool, peer: str, forwarded: str | None, allowed: bool
) -> None:
    """At sign-in and on the requests after it, on either kind of listener."""
    student = school.account(Role.STUDENT)
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    address = school.behind_gateway if gateway else school.config.homeserver
    transport = httpx.HTTPTransport(local_address=peer)
    with httpx.Client(base_url=address, transport=transport, headers=headers) as client:
        read = client.get(JOINED, headers={**student.client.headers, **headers})
        assert read.is_success is allowed
        signed_in = client.post("/_matrix/client/v3/login", json=school.password(student.user_id))
        assert signed_in.is_success is allowed
    if not allowed:
        assert refused_by(read) == refused_by(signed_in) == {"trusted_network"}


def test_nobody_waits_for_news_past_the_limit(school: School) -> None:
    student = school.account(Role.STUDENT)
    since = student.call("GET", "/sync").json()["next_batch"]
    began = time.monotonic()
    answer = student.call("GET", f"/sync?timeout=600000&since={since}")
    assert answer.is_success
    assert time.monotonic() - began < LONGEST_POLL + ACTS_WITHIN


def test_who_waits_while_the_network_is_removed_hears_nothing_more(school: School) -> None:
    """A message that comes after the removal ends the wait; it is not what is answered."""
    student, teacher = school.account(Role.STUDENT, 1), school.account(Role.TEACHER)
    room = str(school.class_room(student).room_id)
    museum = Network(id="poll", name="Museum", cidrs=(f"{MUSEUM}/32",))
    with school.connect() as connection, connection.begin():
        record(connection, museum, by="test")
    with (
        elsewhere(school, student, MUSEUM) as there,
        ThreadPoolExecutor(1) as pool,
    ):
        eventually(lambda: there.client.get(JOINED).is_success, ACTS_WITHIN)
        since = there.call("GET", "/sync").json()["next_batch"]
        waits = pool.submit(there.call, "GET", f"/sync?timeout=600000&since={since}")
        with school.connect() as connection, connection.begin():
            networks.remove(connection, "poll", by="test")
        with school.client(address=MUSEUM, headers=student.client.headers) as other:
            eventually(lambda: other.get(JOINED).status_code == 403, ACTS_WITHIN)
        assert not waits.done()
        assert teacher.send(room, "Only for those who may read").is_success
        assert refused_by(waits.result(LONGEST_POLL + ACTS_WITHIN)) == {"trusted_network"}
