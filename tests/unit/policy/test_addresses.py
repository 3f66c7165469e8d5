"""The client's address: what its own header says never counts."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.policy.addresses import UNKNOWN, client_address

GATEWAY = (ipaddress.ip_network("10.0.0.0/24"), ipaddress.ip_network("2001:db8::/64"))
CLIENT = "198.51.100.7"
SCHOOL = "10.20.0.5"

CASES = [
    # nobody stands between: a header is only what the client says of itself
    (CLIENT, [], CLIENT),
    (CLIENT, [SCHOOL], CLIENT),
    # one proxy of ours, that overwrites the header, or appends to it
    ("10.0.0.1", [CLIENT], CLIENT),
    ("10.0.0.1", [f"{SCHOOL}, {CLIENT}"], CLIENT),
    ("10.0.0.1", [SCHOOL, CLIENT], CLIENT),
    # two proxies of ours
    ("10.0.0.1", [f"{SCHOOL}, {CLIENT}, 10.0.0.2"], CLIENT),
    # the proxy itself asks
    ("10.0.0.1", [], "10.0.0.1"),
    ("10.0.0.1", ["10.0.0.2"], "10.0.0.2"),
    # forms of an address
    ("2001:db8::1", ["[2001:db8:9::7]:4711"], "2001:db8:9::7"),
    ("2001:db8::1", ["2001:db8:9::7"], "2001:db8:9::7"),
    ("::ffff:10.0.0.1", [f"{CLIENT}:4711"], CLIENT),
    ("::ffff:198.51.100.7", [SCHOOL], CLIENT),
    # what is no address is trusted by nobody, and ends the walk
    ("10.0.0.1", ["elsewhere"], UNKNOWN),
    ("10.0.0.1", [f"{SCHOOL}, , 10.0.0.2"], UNKNOWN),
    ("10.0.0.1", [""], UNKNOWN),
    ("", [SCHOOL], UNKNOWN),
]


@pytest.mark.parametrize(("peer", "forwarded", "expected"), CASES)
def test_the_address_of_a_client(peer: str, forwarded: list[str], expected: str) -> None:
    assert client_address(peer, forwarded, GATEWAY) == expected


@given(claimed=st.lists(st.text(max_size=30), max_size=4), proxied=st.booleans())
def test_no_header_of_a_client_changes_its_address(claimed: list[str], proxied: bool) -> None:
    """A proxy appends whom it was asked by; whatever stood there before does not count."""
    if proxied:
        found = client_address("10.0.0.1", [*claimed, CLIENT], GATEWAY)
    else:
        found = client_address(CLIENT, claimed, GATEWAY)
    assert found == CLIENT
