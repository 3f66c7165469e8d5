"""What a gateway is told before it passes a request on; over HTTP, as nginx would ask."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from sqlalchemy import text

from homeroom.policy.roles import Role
from homeroom.ways_in import WAYS
from homeroom.ways_in.actions import spelled
from tests.fixtures.synapse import ACTS_WITHIN, GATEWAY_SECRET, School, eventually
from tests.fixtures.verdict import policy, refused_by

HOME, SCHOOL = "127.0.0.9", "127.0.0.1"
READ = ("GET", "/_matrix/client/v3/sync?timeout=0")


def ask(
    school: School,
    address: str,
    request: tuple[str, str] = READ,
    *,
    bearer: str = "",
    secret: str = GATEWAY_SECRET,
) -> httpx.Response:
    """The gateway's question about a request of a client at this address."""
    given = {
        "X-Homeroom-Gateway": secret,
        "X-Homeroom-Address": address,
        "X-Homeroom-Method": request[0],
        "X-Homeroom-Url": request[1],
        **({"Authorization": bearer} if bearer else {}),
    }
    with school.client() as client:
        return client.get("/_homeroom/authorize", headers=given)


@contextmanager
def teachers_at_home(school: School, word: str) -> Iterator[None]:
    """What teachers may do from elsewhere; it holds in the block, and no longer after it."""
    with policy(school, "    teacher: refuse", f"    teacher: {word}"):
        eventually(lambda: ask(school, HOME).status_code == 204, ACTS_WITHIN)
        yield
    eventually(lambda: ask(school, HOME).status_code == 403, ACTS_WITHIN)


def test_who_comes_from_school_passes_and_from_elsewhere_does_not(school: School) -> None:
    bearer = dict(school.account(Role.STUDENT).client.headers)["authorization"]
    passed = ask(school, SCHOOL, bearer=bearer)
    assert (passed.status_code, passed.content) == (204, b"")
    assert refused_by(ask(school, HOME, bearer=bearer)) == {"trusted_network"}


def test_a_token_in_the_address_counts_as_synapse_takes_it(school: School) -> None:
    """Else a request with it would be nobody's here, and somebody's there."""
    token = dict(school.account(Role.STUDENT).client.headers)["authorization"].split()[1]
    url = f"/_matrix/client/v3/sync?access_token={token}"
    with teachers_at_home(school, "record"):
        assert refused_by(ask(school, HOME, ("GET", url))) == {"trusted_network"}


def test_before_a_sign_in_it_is_asked_whether_anybody_could(school: School) -> None:
    assert ask(school, SCHOOL).status_code == 204
    assert refused_by(ask(school, HOME)) == {"trusted_network"}
    unknown = ask(school, SCHOOL, bearer="Bearer nobody's")
    assert unknown.status_code == 204  # Synapse itself says so


def test_the_action_is_the_requests(school: School) -> None:
    teacher = school.account(Role.TEACHER)
    bearer = dict(teacher.client.headers)["authorization"]
    with teachers_at_home(school, "read_only"):
        for request, rule in (
            (("PUT", "/_matrix/client/v3/rooms/!x/send/m.room.message/1"), "network_read_only"),
            (("GET", "/_synapse/admin/v2/users"), "network_office_work"),
        ):
            assert refused_by(ask(school, HOME, request, bearer=bearer)) == {rule}


def test_every_closed_way_is_refused(school: School) -> None:
    """Whoever asks, an administrator too: with the sign-in outside this may be the only lock."""
    bearer = dict(school.account(Role.ADMIN).client.headers)["authorization"]
    rows = [(method, way) for way in WAYS if way.decision == "closed" for method in way.methods]
    assert len(rows) > 100
    passed = []
    for method, way in rows:
        path, _ = next(spelled(way))
        url = re.sub(r"{\w+}", "abc", path) + "?access_token=secret-in-the-query"
        if refused_by(ask(school, SCHOOL, (method, url), bearer=bearer)) != {"side_door"}:
            passed.append((method, url))
    assert passed == []
    with school.connect() as connection:
        said = text("SELECT count(*) FROM outbox.entry WHERE payload LIKE '%secret-in-the-query%'")
        assert connection.scalar(said) == 0


@pytest.mark.parametrize("secret", ["", "wrong"])
def test_nobody_but_the_gateway_is_answered(school: School, secret: str) -> None:
    assert ask(school, SCHOOL, secret=secret).status_code == 403


def test_a_bridge_does_not_come_through_the_gateway(school: School) -> None:
    stolen = f"Bearer {school.config.secret('provisioning_as_token')}"
    assert ask(school, SCHOOL, bearer=stolen).status_code == 403


def test_an_address_that_the_gateway_does_not_say_is_no_trusted_one(school: School) -> None:
    eventually(lambda: refused_by(ask(school, "")) == {"trusted_network"}, ACTS_WITHIN)
    twice = [
        ("X-Homeroom-Gateway", GATEWAY_SECRET),
        ("X-Homeroom-Address", SCHOOL),
        ("X-Homeroom-Address", HOME),
    ]
    with school.client() as client:
        assert client.get("/_homeroom/authorize", headers=twice).status_code == 403
