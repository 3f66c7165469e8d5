"""Invitations to a messenger or a social network: links, and talk such as "add me on snap"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

import re2

from homeroom.policy.detect.folding import fold
from homeroom.policy.detect.match import Match
from homeroom.policy.detect.networks import Network, words_of
from homeroom.policy.detect.view import View

_LINK = re2.compile(
    r"(?:h(?:tt|xx)ps?://)?((?:[a-z0-9\-]+\.)+[a-z0-9\-]{2,})(?::\d+)?((?:[/?#][^\s<>\"]*)?)"
)
_WITHIN = re2.compile(r"((?:[a-z0-9\-]+\.)+[a-z]{2,})(/[^\s&<>\"]*)?")
_ME = r"(?:me|us|him|her|them|my|mee+)"
_TUYO = r"(?:ur|your|yr|yur|ya|thy|tu|su|tus|vuestro)"
TIMES_QUOTED = 3
"""How often a target may be percent-encoded inside a redirecting link."""


class Invitations:
    """Finds invitations to any network of the table."""

    def __init__(self, networks: tuple[Network, ...]) -> None:
        self._hosts: dict[str, Network] = {
            host: network for network in networks for host in network.hosts
        }
        ends = "|".join(re2.escape(host) for host in sorted(self._hosts))
        self.trigger = rf"(?:{ends}|xn--)|{_talk(networks)}"
        self._talk = re.compile(_talk(networks))

    def find(self, view: View) -> Iterator[Match]:
        """Links, whatever leads to them, and talk."""
        for match in _LINK.finditer(view.text):
            if (network := self._leads_to(match.group(1), match.group(2))) is not None:
                yield Match(match.start(), match.end(), f"{network.name.lower()} link")
        for match in self._talk.finditer(view.text):
            yield Match(match.start(), match.end(), " ".join(match.group().split()))

    def _leads_to(self, host: str, rest: str) -> Network | None:
        if (network := self._network(host, rest)) is not None:
            return network
        for _ in range(TIMES_QUOTED):
            rest = unquote(rest)
        for match in _WITHIN.finditer(fold(rest).text):
            if (network := self._network(match.group(1), match.group(2) or "")) is not None:
                return network
        return None

    def _network(self, host: str, path: str) -> Network | None:
        labels = ".".join(map(_readable, host.split("."))).split(".")
        for first in range(len(labels) - 1):
            network = self._hosts.get(".".join(labels[first:]))
            if network is not None:
                return None if path.startswith(network.harmless or ("\0",)) else network
        return None


def _readable(label: str) -> str:
    """A label of a host as people read it (IDNA, RFC 5890), look-alikes included."""
    if not label.startswith("xn--"):
        return label
    try:
        return fold(label[4:].encode("ascii").decode("punycode")).text
    except UnicodeError:
        return label


def _talk(networks: tuple[Network, ...]) -> str:
    """Talk that asks somebody to meet on a network; blanks may be missing."""
    net = f"(?:{words_of(networks)})"
    red = f"(?:{words_of(networks, spanish=True)})"
    group = r"(?:server|group|gc|group ?chat|chat|channel|story|grupo|servidor|canal)"
    return "|".join(
        rf"\b{phrase}\b"
        for phrase in (
            # add me on snap, text me later on whatsapp, add me en snap
            rf"(?:add|follow|dm|pm|msg|message|text|txt|hit|find|reach|contact|call|snap|write|"
            rf"video|chat with|talk to|ft) ?{_ME} ?(?:up )?(?:(?:later|back|there|instead|tho|pls|"
            rf"please) )?(?:on|in|over|via|through|thru|at|using|en|por) ?(?:my |the |mi )?{net}",
            rf"(?:hmu|dms?|talk|chat|text|lets talk|let's talk|message) (?:on|over|via) {net}",
            rf"(?:lets |let's |we can |can we |wanna |want to )"
            rf"(?:chat|talk|text|meet|call) on {net}",
            # move this to discord, come to my discord
            rf"(?:move|switch|take|continue|hop|come|go) (?:this |it |over |the chat |talk )?"
            rf"(?:on to|onto|over to|to|(?:over )?on my) (?:my |the |our )?{net}(?: {group})?",
            rf"hop on (?:my |the |our )?{net}(?: {group})?",
            # whats ur snap, drop your insta, do you have discord
            rf"(?:what'?s|whats|wats|what is|gimme|give me|drop|send me|send|tell me|share|"
            rf"lemme get|can i (?:get|have)|need|got|i want) ?{_TUYO} ?{net}",
            rf"(?:do )?(?:you|u|ya) (?:have|got|use) (?:an? )?{net}(?: account)?\?",
            rf"(?:do (?:you|u)|u) have (?:an? )?{net}",
            # join our groupme, join the class whatsapp group
            rf"join (?:my|our|his|her|us on|me on) (?:\w+ ){{0,2}}?{net}(?: {group})?",
            rf"join the (?:\w+ ){{0,2}}?{net} {group}",
            # agrégame en snap, háblame por insta, búscame en tiktok
            rf"(?:agrega|anade|sigue|busca|habla|escribe|manda|llama|contacta|textea|agregue|"
            rf"sigan|anada|escriba|hable)(?:n?me|n?nos) (?:\w+ ){{0,3}}?"
            rf"(?:en|por|al?|via|de|mi) ?(?:mi |el |tu )?{red}",
            # pásame tu insta, cuál es tu snap, tienes whats
            rf"(?:pasa(?:me)?|da(?:me)?|me pasas|me das|manda(?:me)?|cual es|dime|comparte) "
            rf"?{_TUYO} ?{red}",
            rf"tien(?:es|en) (?:cuenta de |cuenta en )?{red}",
            # únete a mi discord, métete al grupo de whats
            rf"(?:unete|unanse|metete|metanse|entra|entren|vente|pasate|ven) (?:al?|en)"
            rf"(?: (?:mi|el|nuestro|nuestra|la))?(?: {group})?(?: de)? ?{red}",
            rf"(?:hablamos|hablemos|seguimos|platicamos|platiquemos|chateamos) (?:en|por) {red}",
        )
    )
