"""Talk that asks somebody to meet on a network: "add me on snap", "pásame tu insta"."""

from __future__ import annotations

import re

from homeroom.policy.detect.invitation_english import ENGLISH
from homeroom.policy.detect.invitation_spanish import SPANISH
from homeroom.policy.detect.invitation_words import ANY, NET, PLAY
from homeroom.policy.detect.networks import Network, words_of

RUN_TOGETHER = 4
"""A name of so many letters is also looked for inside of a word ("addmeonsnap")."""


def named(networks: tuple[Network, ...]) -> str:
    """An expression (RE2) for what all such talk holds: the name of a network."""
    sure = words_of(networks).split("|")
    long = [word for word in sure if len(word) >= RUN_TOGETHER]
    return rf"{'|'.join(long)}|\b(?:{words_of(networks, spanish=True, pastimes=True)})\b"


def talk(networks: tuple[Network, ...]) -> str:
    """An expression for such talk; blanks may be missing. Discord between two is none."""
    play = f"(?:{words_of(networks, pastimes=True)})"
    any_ = f"(?:{words_of(networks, spanish=True, pastimes=True)})"
    english = _filled(ENGLISH, {NET: f"(?:{words_of(networks)})s?", PLAY: play})
    spanish = _filled(SPANISH, {NET: f"(?:{words_of(networks, spanish=True)})s?", ANY: any_})
    return "|".join(rf"\b{phrase}\b(?! between\b)" for phrase in (*english, *spanish))


def _filled(phrases: tuple[str, ...], names: dict[str, str]) -> list[str]:
    place = re.compile("|".join(names))
    return [place.sub(lambda found: names[found.group()], phrase) for phrase in phrases]
