"""Words that are profane in one language and something else in another, or beside another word.

Judged by the next word on either side alone: more text must not hide what is found.
"""

from __future__ import annotations

import re

from homeroom.policy.detect.match import Match

_BESIDE = 24
_OTHERWISE: tuple[tuple[str, str, str], ...] = (
    # What it is written like, what stands before it, what stands after it.
    (
        "pinches",
        "",
        r" (?:my|his|her|the|me|a|your|our|their|us|pennies|him|them|of|it|off|each)\b",
    ),
    ("pinches", r"\b(?:two|three|few|some|\d) ", ""),
    ("pinches?", "", r" de cocina\b"),
    ("vergara[a-z]*", "", ""),
    ("kike", r"\b(?:ti[oa]|primo|hermano|mi|el|don|papa|amigo|senor|abuelo|profe|hola|con) ", ""),
    ("chinks?", "", r" (?:in|of|between) (?:the|his|her|my|a)\b"),
    ("puss(?:y|ies)", "", r"[ \-]?(?:willows?|cats?|foot\w*)\b"),
    ("tits", r"\b(?:blue|great|coal|tailed|marsh|willow) ", ""),
    ("jackass", "", r" (?:penguins?|rabbits?)\b"),
    ("dyke", r"\b(?:van|dutch|sea) ", ""),
    ("dicks", "", r" sporting\b"),
    ("bastard", "", r" swords?\b"),
    ("ass(?:es)?", r"\b(?:wild|ox and(?: an| the)?|jaw ?bone of an) ", ""),
    ("culo", "", r" de (?:botella|vaso|la botella)\b"),
)
_COMPILED = tuple(
    (re.compile(word), re.compile(f"(?:{before})\\Z"), re.compile(f"\\A(?:{after})"))
    for word, before, after in _OTHERWISE
)


def is_otherwise_meant(text: str, match: Match) -> bool:
    """Is a word of the profane lists another word here?"""
    said = text[match.start : match.end]
    before = text[max(0, match.start - _BESIDE) : match.start]
    after = text[match.end : match.end + _BESIDE]
    return any(
        word.fullmatch(said) and led.search(before) and followed.search(after)
        for word, led, followed in _COMPILED
    )
