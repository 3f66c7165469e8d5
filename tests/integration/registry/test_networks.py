"""`homeroom network`: the networks that it trusts, and what it refuses."""

from __future__ import annotations

import json
from datetime import date

import pytest

from homeroom.policy.roles import Role
from homeroom.registry import networks
from tests.fixtures.command import run
from tests.fixtures.postgres import TestDatabase

DAY = date(2026, 11, 24)
ADDED: list[tuple[tuple[str, ...], str, Role, bool]] = [
    # the district's own VPN, and its own proxy: for whom they are, from their addresses alone
    (
        ("--kind", "vpn", "--cidr", "10.50.0.0/24", "--role", "teacher"),
        "10.50.0.7",
        Role.TEACHER,
        True,
    ),
    (
        ("--kind", "vpn", "--cidr", "10.50.0.0/24", "--role", "teacher"),
        "10.50.0.7",
        Role.STUDENT,
        False,
    ),
    (("--kind", "vpn", "--cidr", "10.50.0.0/24"), "10.51.0.7", Role.TEACHER, False),
    (("--kind", "proxy", "--cidr", "198.18.7.9/32"), "198.18.7.9", Role.STUDENT, True),
    (("--kind", "proxy", "--cidr", "2001:db8:7::9/128"), "2001:db8:7::9", Role.STUDENT, True),
    (("--kind", "proxy", "--cidr", "198.18.7.9/32"), "198.18.7.8", Role.STUDENT, False),
]


def trusts(database: TestDatabase, address: str, role: Role) -> bool:
    with database.connect() as connection:
        return networks.trusted(connection, address, [role], day=DAY)


@pytest.mark.parametrize(("options", "address", "role", "expected"), ADDED)
def test_a_vpn_and_a_proxy_are_trusted_as_they_were_added(
    database: TestDatabase,
    capsys: pytest.CaptureFixture[str],
    options: tuple[str, ...],
    address: str,
    role: Role,
    expected: bool,
) -> None:
    at = ("--data", str(database.data))
    assert not trusts(database, address, role)
    assert run(capsys, "network", "add", "own", *options, *at)[0] == 0
    assert trusts(database, address, role) is expected
    status, told = run(capsys, "network", "list", "--json", *at)
    assert (status, [row["kind"] for row in json.loads(told)]) == (0, [options[1]])
    assert run(capsys, "network", "remove", "own", *at)[0] == 0
    assert not trusts(database, address, role)


WRONG: list[tuple[str, ...]] = [
    ("--kind", "hotel", "--cidr", "10.50.0.0/24"),
    ("--kind", "vpn", "--cidr", "0.0.0.0/0"),
    ("--kind", "proxy", "--cidr", "10.50.0.7/24"),
]


@pytest.mark.parametrize("options", WRONG)
def test_what_is_no_network_of_the_district_is_not_trusted(
    database: TestDatabase, capsys: pytest.CaptureFixture[str], options: tuple[str, ...]
) -> None:
    at = ("--data", str(database.data))
    assert run(capsys, "network", "add", "own", *options, *at)[0] == 2
    assert json.loads(run(capsys, "network", "list", "--json", *at)[1]) == []
