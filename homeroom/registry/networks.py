"""Trusted networks (rule 5)."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from homeroom.errors import InputError
from homeroom.policy.roles import Role
from homeroom.registry.decisions import find, load, record
from homeroom.registry.model import Network

Range = ipaddress.IPv4Network | ipaddress.IPv6Network
WIDEST = {4: 8, 6: 16}
"""The shortest prefix, by version of the protocol: a wider range is most of the Internet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trusted:
    """A network with its ranges, read once."""

    network: Network
    ranges: tuple[Range, ...]

    def holds(
        self,
        address: ipaddress.IPv4Address | ipaddress.IPv6Address,
        roles: Collection[Role],
        person: str | None,
        day: date,
    ) -> bool:
        """Is the address trusted for somebody with these roles, on this day?"""
        network = self.network
        return (
            any(address in span for span in self.ranges)
            and network.in_force(day)
            and (not network.roles or not set(network.roles).isdisjoint(roles))
            and (not network.people or person in network.people)
        )


def add(connection: Connection, network: Network, *, by: str) -> Network:
    """Trust a network; `InputError` where a range is none, the dates or the id cannot be."""
    for cidr in network.cidrs:
        _check(cidr)
    if network.kind == "field_trip" and network.ends is None:
        raise InputError(f"network {network.id}: a field trip ends; add --ends DATE")
    if network.starts and network.ends and network.ends < network.starts:
        raise InputError(f"network {network.id}: ends before it starts; change --starts or --ends")
    if find(connection, Network, network.id) is not None:
        raise InputError(f"network {network.id}: exists; choose another id")
    record(connection, network, by=by, note="trusted")
    return network


def remove(connection: Connection, network_id: str, *, by: str) -> Network:
    """Trust a network no longer; its record stays. `InputError` where there is none."""
    network = find(connection, Network, network_id)
    if network is None:
        raise InputError(f"network {network_id}: is not known; see `homeroom network list`")
    removed = replace(network, active=False)
    record(connection, removed, by=by, note="no longer trusted")
    return removed


def restore(connection: Connection, network_id: str, day: date, *, by: str) -> Network:
    """Take back that a field trip ended early, while its days are not over."""
    network = find(connection, Network, network_id)
    if network is None or network.active or network.ends is None or network.ends < day:
        raise InputError(f"network {network_id}: nothing to take back; trust one anew")
    restored = replace(network, active=True)
    record(connection, restored, by=by, note="trusted again")
    return restored


def parse(cidr: str) -> Range:
    """A range such as `10.20.0.0/16`; `InputError` says what is wrong with it."""
    try:
        return ipaddress.ip_network(cidr)
    except ValueError as error:
        raise InputError(f"network range {cidr!r}: {error}; write it as 10.20.0.0/16") from None


def _check(cidr: str) -> None:
    span = parse(cidr)
    if span.prefixlen < WIDEST[span.version]:
        raise InputError(
            f"network range {cidr!r}: is wider than any district; use /{WIDEST[span.version]} "
            "or longer"
        )


def readied(networks: Iterable[Network]) -> tuple[Trusted, ...]:
    """The networks that are not removed, ready to be asked."""
    return tuple(
        Trusted(network=network, ranges=tuple(parse(cidr) for cidr in network.cidrs))
        for network in networks
        if network.active
    )


def trusted(
    connection: Connection,
    address: str,
    roles: Collection[Role],
    *,
    person: str | None = None,
    day: date,
) -> bool:
    """Is this client address trusted for somebody with these roles, on this day?"""
    ready = readied(load(connection, Network).values())
    return network_of(ready, address, roles, person=person, day=day) is not None


def network_of(
    networks: Iterable[Trusted],
    address: str,
    roles: Collection[Role],
    *,
    person: str | None,
    day: date,
) -> Network | None:
    """The trusted network that somebody comes from; None where it is none, or no address."""
    try:
        client = ipaddress.ip_address(address)
    except ValueError:
        return None
    plain = getattr(client, "ipv4_mapped", None) or client
    return next((t.network for t in networks if t.holds(plain, roles, person, day)), None)
