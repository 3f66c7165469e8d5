"""Which network an address belongs to: ranges, dates, roles and people."""

from __future__ import annotations

from datetime import date

import pytest

from homeroom.policy.roles import Role
from homeroom.registry.model import Network
from homeroom.registry.networks import network_of, readied

TODAY = date(2026, 11, 24)
NETWORKS = readied(
    [
        Network(id="main", name="Main", cidrs=("10.20.0.0/16", "2001:db8:20::/48")),
        Network(id="office", name="Office", cidrs=("10.30.0.0/16",), roles=(Role.IT,)),
        Network(id="old", name="Old", cidrs=("10.40.0.0/16",), active=False),
        Network(
            id="trip",
            name="Museum",
            cidrs=("198.51.100.0/24",),
            kind="field_trip",
            people=("wren",),
            starts=TODAY,
            ends=TODAY,
        ),
        Network(id="vpn", name="VPN", cidrs=("10.50.0.0/24",), kind="vpn", roles=(Role.TEACHER,)),
        Network(id="proxy", name="Filter", cidrs=("198.18.7.9/32",), kind="proxy", ends=TODAY),
        Network(id="later", name="Later", cidrs=("192.0.2.0/24",), starts=date(2026, 11, 25)),
        Network(id="past", name="Past", cidrs=("203.0.113.0/24",), ends=date(2026, 11, 23)),
    ]
)

CASES = [
    ("10.20.3.4", Role.STUDENT, "wren", "main"),
    ("::ffff:10.20.3.4", Role.STUDENT, "wren", "main"),
    ("2001:db8:20::5", Role.STUDENT, "wren", "main"),
    ("10.21.3.4", Role.STUDENT, "wren", None),
    # for some roles
    ("10.30.0.1", Role.IT, "sky", "office"),
    ("10.30.0.1", Role.STUDENT, "wren", None),
    # removed
    ("10.40.0.1", Role.STUDENT, "wren", None),
    # a field trip: on its day, for those who go
    ("198.51.100.9", Role.STUDENT, "wren", "trip"),
    ("198.51.100.9", Role.STUDENT, "sky", None),
    ("198.51.100.9", Role.STUDENT, None, None),
    # the district's own VPN, for whom it was set up; its own proxy, and no address beside it
    ("10.50.0.7", Role.TEACHER, "tess", "vpn"),
    ("10.50.0.7", Role.STUDENT, "wren", None),
    ("10.50.1.7", Role.TEACHER, "tess", None),
    ("198.18.7.9", Role.STUDENT, "wren", "proxy"),
    ("198.18.7.8", Role.STUDENT, "wren", None),
    # not yet, and no longer
    ("192.0.2.1", Role.STUDENT, "wren", None),
    ("203.0.113.1", Role.STUDENT, "wren", None),
    # no address
    ("unknown", Role.STUDENT, "wren", None),
    ("", Role.STUDENT, "wren", None),
]


@pytest.mark.parametrize(("address", "role", "person", "expected"), CASES)
def test_the_network_of_an_address(
    address: str, role: Role, person: str | None, expected: str | None
) -> None:
    found = network_of(NETWORKS, address, [role], person=person, day=TODAY)
    assert (found.id if found else None) == expected
