"""What a refused person reads is at the level of a ten-year-old, in both languages.

English by the grade of Flesch and Kincaid (1975), Spanish by the scale of Szigriszt-Pazos (1993)
as INFLESZ reads it: 65 and more is "fairly easy", what primary schools read.
"""

from __future__ import annotations

import re
from itertools import chain

import pytest

from homeroom.policy.sections.danger import US_HELP
from homeroom.policy.verdict import Reason
from homeroom.policy.wording import (
    FAMILIES,
    FAMILY_OF,
    WORDING,
    Language,
    answer,
    leaving,
    reviewing,
)
from homeroom.policy.wording.citing import TITLES, UNCITED
from homeroom.policy.wording.danger import READING

HIGHEST_GRADE = 5.9
LOWEST_EASE = 65.0
LONGEST = 220
"""Characters: short enough for the banner of a phone."""
BLANK = re.compile(r"\{\w+\}")


def sentences(text: str) -> int:
    return max(1, len(re.findall(r"[.!?:](?:\s|$)", text)))


def grade(text: str) -> float:
    """The school grade in the United States that is needed to read an English text."""
    words = re.findall(r"[A-Za-z'’-]+", text)
    syllables = sum(map(english_syllables, words))
    return 0.39 * len(words) / sentences(text) + 11.8 * syllables / len(words) - 15.59


def english_syllables(word: str) -> int:
    plain = re.sub(r"[^a-z]", "", word.lower())
    found = len(re.findall(r"[aeiouy]+", plain))
    silent = plain.endswith("e") and not plain.endswith("le")
    return max(1, found - (silent and found > 1))


def ease(text: str) -> float:
    """How easily a Spanish text is read, from 0 to more than 100."""
    words = re.findall(r"[^\W\d_]+", text)
    syllables = sum(map(spanish_syllables, words))
    return 206.835 - 62.3 * syllables / len(words) - len(words) / sentences(text)


def spanish_syllables(word: str) -> int:
    """Each strong vowel with the weak ones beside it, or weak ones alone."""
    return max(1, len(re.findall(r"[iuüy]*[aeoáéíóú][iuüy]*|[iuüy]+", word.lower())))


SAID: dict[str, tuple[str, str]] = {
    **{rule: (words["en"], words["es"]) for rule, words in WORDING.items()},
    **{f"reading {known}": (words["en"], words["es"]) for known, words in READING.items()},
    **{
        f"review {place}": (words["en"], words["es"])
        for place, words in enumerate((reviewing.FINE, reviewing.RELEASED, reviewing.UPHELD))
    },
    "without words": (leaving.WITHOUT_WORDS["en"], leaving.WITHOUT_WORDS["es"]),
    **{f"help {place}": (line.en, line.es) for place, line in enumerate(US_HELP)},
}


@pytest.mark.parametrize("rule", SAID)
def test_a_ten_year_old_can_read_it(rule: str) -> None:
    english, spanish = (BLANK.sub("8", text) for text in SAID[rule])
    assert grade(english) <= HIGHEST_GRADE, english
    assert ease(spanish) >= LOWEST_EASE, spanish
    assert max(len(english), len(spanish)) <= LONGEST


def test_the_measures_tell_hard_from_easy() -> None:
    hard = "Notwithstanding the aforementioned stipulations, dissemination is categorically barred."
    assert grade(hard) > 2 * HIGHEST_GRADE
    duro = "La divulgación no autorizada de información confidencial queda terminantemente vedada."
    assert ease(duro) < LOWEST_EASE / 2
    assert grade("The cat sat on the mat.") < 1
    assert ease("El gato come pan.") > 90


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("rule", sorted(WORDING))
def test_the_answer_names_the_rule_and_the_clause(rule: str, language: Language) -> None:
    told = answer(Reason(rule=rule, clause="some.clause", details=EVERYTHING), language)
    assert TITLES[FAMILY_OF[rule]][language] in told
    assert ("some.clause" in told) is (FAMILY_OF[rule] not in UNCITED)


def test_every_family_has_a_title() -> None:
    assert set(TITLES) == {family.__name__.rpartition(".")[2] for family in FAMILIES}


EVERYTHING = {
    name: "8"
    for words in WORDING.values()
    for name in chain.from_iterable(re.findall(r"\{(\w+)\}", text) for text in words.values())
} | {"kinds": "phone", "allowed": "text", "opens": ""}
"""A value for every blank of every wording."""
