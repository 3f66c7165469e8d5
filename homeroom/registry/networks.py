"""Trusted networks (rule 5)."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection, Iterable

from sqlalchemy import Connection

from homeroom.errors import InputError
from homeroom.policy.roles import Role
from homeroom.registry.decisions import find, load, record
from homeroom.registry.model import Network


def add(connection: Connection, network: Network, *, by: str) -> Network:
    """Trust a network; `InputError` where a range is none or the id is taken."""
    for cidr in network.cidrs:
        parse(cidr)
    if find(connection, Network, network.id) is not None:
        raise InputError(f"network {network.id}: exists; choose another id")
    record(connection, network, by=by, note="trusted")
    return network


def parse(cidr: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    """A range such as `10.20.0.0/16`; `InputError` says what is wrong with it."""
    try:
        return ipaddress.ip_network(cidr)
    except ValueError as error:
        raise InputError(f"network range {cidr!r}: {error}; write it as 10.20.0.0/16") from None


def trusted(connection: Connection, address: str, roles: Collection[Role]) -> bool:
    """Is this client address trusted for somebody with these roles?"""
    return trusts(load(connection, Network).values(), address, roles)


def trusts(networks: Iterable[Network], address: str, roles: Collection[Role]) -> bool:
    """As `trusted`, over networks already loaded. What is no address is not trusted."""
    try:
        client = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(
        client in parse(cidr)
        for network in networks
        if network.active and (not network.roles or set(network.roles) & set(roles))
        for cidr in network.cidrs
    )
