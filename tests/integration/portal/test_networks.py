"""From where the portal can be used: by role and action, behind a gateway, and past one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from homeroom.policy.roles import Role
from tests.fixtures.portal import RunningPortal
from tests.fixtures.synapse import GATEWAY
from tests.fixtures.verdict import policy

HOME = "127.0.0.9"
TEACHERS, OTHERS = "    teacher: refuse", "    others: refuse"
OFFICE = "{sign_in: record, read: record, write: record, administer: read_only, export: refuse}"


@contextmanager
def at_home(portal: RunningPortal, role: Role) -> Iterator[httpx.Client]:
    """The browser of somebody who signs in from home."""
    with portal.browser(address=HOME) as browser:
        account = str(portal.person(role).user_id)
        data = {"account": account, "password": portal.password(role)}
        signed_in = browser.post("/login", data=data)
        assert signed_in.status_code == 200, signed_in.text
        yield browser


def test_a_teacher_may_look_at_the_portal_from_home(portal: RunningPortal) -> None:
    with policy(portal.school, TEACHERS, "    teacher: record"):
        with at_home(portal, Role.TEACHER) as browser:
            assert browser.get("/tools").status_code == 200
        with portal.browser(address=HOME) as browser:
            data = {
                "account": str(portal.person(Role.ADMIN).user_id),
                "password": portal.password(Role.ADMIN),
            }
            assert browser.post("/login", data=data).status_code == 403


def test_an_office_at_home_is_for_looking_and_nothing_is_taken_away(portal: RunningPortal) -> None:
    words = f"{OTHERS}\n    records_officer: {OFFICE}"
    with (
        policy(portal.school, OTHERS, words),
        at_home(portal, Role.RECORDS_OFFICER) as browser,
    ):
        assert browser.get("/archive").status_code == 200
        for answer in (
            browser.post("/requests/add/x", data={"requester": "x"}),
            browser.get("/requests/x/1.zip"),
        ):
            assert answer.status_code == 403
            assert "This network is not trusted" in answer.text


@pytest.mark.parametrize(
    ("peer", "forwarded", "status"),
    [
        # the gateway says who asks: somebody at school, somebody at home
        (GATEWAY, "127.0.0.1", 200),
        (GATEWAY, HOME, 403),
        # the client wrote the header first; the gateway appended whom it saw
        (GATEWAY, f"127.0.0.1, {HOME}", 403),
        # past the gateway, the header is only what the client says of itself
        (HOME, "127.0.0.1", 403),
        ("127.0.0.1", HOME, 200),
        # the gateway names nobody: it is not trusted itself
        (GATEWAY, "", 403),
    ],
)
def test_the_address_is_the_one_that_the_gateway_saw(
    portal: RunningPortal, peer: str, forwarded: str, status: int
) -> None:
    with portal.browser(address=peer) as browser:
        headers = {"X-Forwarded-For": forwarded} if forwarded else {}
        assert browser.get("/login", headers=headers).status_code == status
