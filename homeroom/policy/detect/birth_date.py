"""Dates of birth: a day with its year, beside words that say that somebody was born on it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from homeroom.policy.detect import dates
from homeroom.policy.detect.match import Match
from homeroom.policy.detect.view import View

_WORDS = (
    r"(?:born|birth ?(?:day|date)|bday|b-day|bdate|date of birth|d\.? ?o\.? ?b\b|"
    r"naci|nacio|nacid[oa]|nacimos|soy del?(?: dia)?|somos del|naciste|cumples?|cumpleanos|"
    r"cumplo(?: anos)?|cumplio|nacimiento|"
    r"fecha (?:de )?nac|f\. ?nac|b ?days?|birth ?days?|birf ?day|bd)"
)
TRIGGER = rf"\b{_WORDS}|\d (?:baby|babies|kid)\b"
_BORN = re.compile(rf"\b{_WORDS}\b(?P<between>.{{0,40}})\Z", re.DOTALL)
_LINK = re.compile(
    r"[\s:=#.,?!\-]*(?:(?:is|was|are|on|the|es|el|fue|dia|of|de|nacimiento|birth|date|son|mi|my|"
    r"fecha|(?:de|of) (?:mi|su|la|el|my|his|her|our) [a-z]+|in|en|mine|mines|mio|it's|its|it|"
    r"right|back|way|hers|his|theirs|el mio|para|year|a|un|and i|i)"
    r"\b[\s:=#.,?!\-]*){0,6}\Z"
)
_AFTER = re.compile(
    r"\A[\s,]*(?:baby|babies|kid)\b|\A[\s,]*(?:is|es|was|as|for|como|para)?\s*(?:my|mi|his|"
    r"her|their|su|ur|your|tu)\s+"
    r"(?:birth|bday|b-day|dob|fecha de nac|cumple)"
    r"|\A[^.!?\n]{0,24}\b(?:(?:i|we|she|he) (?:was|were) born|naci|nacimos|nacio)\b"
)
_OF_PARTY = re.compile(
    r"\b(?:my|mi|our|i|i'm|im|yo|d\.? ?o\.? ?b|bday|b-day|birth ?day|birth ?date|date of birth|"
    r"naci|cumplo|cumple|cumpleanos|fecha de nacimiento)\b"
)
"""Somebody who is here speaks of a birthday, or a form asks for it."""
STUDENTS_SINCE, ANYBODY_SINCE = 2000, 1920
"""Textbooks are full of births. A day told in words counts from the first year on; one in figures,
or told of oneself, from the second."""


def find(view: View) -> Iterator[Match]:
    """Dates of birth, of people who can be living and at school."""
    for day in dates.written(view.text):
        before = view.text[max(0, day.start - 60) : day.start]
        after = view.text[day.end : day.end + 40]
        said = _BORN.search(before)
        if not (said and _LINK.match(said["between"])) and not _AFTER.match(after):
            continue
        close = day.numeric or _OF_PARTY.search(before) or _AFTER.match(after)
        if day.year >= (ANYBODY_SINCE if close else STUDENTS_SINCE):
            yield Match(day.start, day.end, day.value)
