"""Invitations to a messenger or a social network: links, and talk such as "add me on snap"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

import re2

from homeroom.policy.detect.folding import fold
from homeroom.policy.detect.invitation_talk import named, talk
from homeroom.policy.detect.match import Match
from homeroom.policy.detect.networks import Network
from homeroom.policy.detect.view import View

_LINK = re2.compile(
    r"(?:h(?:tt|xx)ps?://)?((?:[a-z0-9\-]+\.)+[a-z0-9\-]{2,})(?::\d+)?((?:[/?#][^\s<>\"]*)?)"
)
_WITHIN = re2.compile(r"((?:[a-z0-9\-]+\.)+[a-z]{2,})(/[^\s&<>\"]*)?")
LINK = " link https://"
"""Stands between the network and the host in the value of a link."""
TIMES_QUOTED = 3
"""How often a target may be percent-encoded inside a redirecting link."""


class Invitations:
    """Finds invitations to any network of the table."""

    def __init__(self, networks: tuple[Network, ...]) -> None:
        self._hosts: dict[str, Network] = {
            host: network for network in networks for host in network.hosts
        }
        ends = "|".join(re2.escape(host) for host in sorted(self._hosts))
        self.trigger = rf"(?:{ends}|xn--)|{named(networks)}"
        self._talk = re.compile(talk(networks))

    def find(self, view: View) -> Iterator[Match]:
        """Links, whatever leads to them, and talk."""
        for match in _LINK.finditer(view.text):
            if (found := self._leads_to(match.group(1), match.group(2))) is not None:
                network, host = found
                value = f"{network.name.lower()}{LINK}{host}"
                yield Match(match.start(), match.end(), value)
        for match in self._talk.finditer(view.text):
            yield Match(match.start(), match.end(), " ".join(match.group().split()))

    def _leads_to(self, host: str, rest: str) -> tuple[Network, str] | None:
        """The network, and the host that people read in the address."""
        if (found := self._network(host, rest)) is not None:
            return found
        for _ in range(TIMES_QUOTED):
            rest = unquote(rest)
        for match in _WITHIN.finditer(fold(rest).text):
            if (found := self._network(match.group(1), match.group(2) or "")) is not None:
                return found
        return None

    def _network(self, host: str, path: str) -> tuple[Network, str] | None:
        read = ".".join(map(_readable, host.split(".")))
        labels = read.split(".")
        for first in range(len(labels) - 1):
            network = self._hosts.get(".".join(labels[first:]))
            if network is not None:
                harmless = path.startswith(network.harmless or ("\0",))
                return None if harmless else (network, read)
        return None


def _readable(label: str) -> str:
    """A label of a host as people read it (IDNA, RFC 5890), look-alikes included."""
    if not label.startswith("xn--"):
        return label
    try:
        return fold(label[4:].encode("ascii").decode("punycode")).text
    except UnicodeError:
        return label
