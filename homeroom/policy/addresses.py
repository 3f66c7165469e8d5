"""Which address a request comes from, where proxies may stand before us."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection, Sequence

Range = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
UNKNOWN = "unknown"
"""What stands for an address that is none: no network holds it."""


def client_address(peer: str, forwarded: Sequence[str], proxies: Collection[Range]) -> str:
    """The last address that was not named by one of our own proxies.

    `peer` is the other end of the connection, `forwarded` the values of the `X-Forwarded-For`
    headers as received. Each proxy adds, on the right, whom it was asked by; so only what a
    trusted proxy wrote counts, and what a client wrote itself does not.
    """
    hops = [hop.strip() for value in forwarded for hop in value.split(",")]
    asked_by = peer
    while hops and is_proxy(asked_by, proxies):
        asked_by = hops.pop()
    address = parsed(asked_by)
    return UNKNOWN if address is None else str(address)


def parsed(text: str) -> Address | None:
    """An address as proxies write it: plain, or with a port; IPv4 in IPv6 is IPv4."""
    plain = text.strip()
    if plain.startswith("["):
        plain = plain[1:].partition("]")[0]
    elif plain.count(":") == 1:
        plain = plain.partition(":")[0]
    try:
        address = ipaddress.ip_address(plain)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def is_proxy(text: str, proxies: Collection[Range]) -> bool:
    """Is this the address of a proxy of ours?"""
    address = parsed(text)
    return address is not None and any(address in span for span in proxies)
