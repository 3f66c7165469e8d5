"""Refuse never becomes Allow by adding text: what is said around it makes it a flag at most."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import assume, given, settings

from homeroom.policy.decide import decide
from homeroom.policy.detect import PersonalKind, RefusableKind, find_in
from homeroom.policy.detect.folding import fold
from homeroom.policy.detect.second_look import MOST, Budget
from homeroom.policy.facts import DoorFacts, RoomFacts
from homeroom.policy.policy import Policy
from homeroom.policy.verdict import Allow, Flag, Refuse, Verdict
from homeroom.registry import policy_file
from tests.unit.policy.detect import sets
from tests.unit.policy.detect.adding import BETWEEN, SETS, WORDS, lengthened, lines, tokens
from tests.unit.policy.facts import FRESH, GHOST, MONDAY_NOON, STUDENT, message

CONFIG = Path(__file__).parents[3] / "config" / "policy.yaml"
KINDS: tuple[RefusableKind, ...] = (*get_args(PersonalKind), "profanity")
INSIDE = 0.02
"""Of the places within a line: where one word more may still hide what is found."""


@cache
def shipped() -> Policy:
    """The policy that ships, with the numbers and addresses of the school of the sets."""
    policy = policy_file.parse(CONFIG.read_text(encoding="utf-8"), version="1")
    own = replace(
        policy.content,
        numbers=policy.content.numbers | {n for n in sets.DISTRICTS if n.startswith("+")},
        addresses=policy.content.addresses | {n for n in sets.DISTRICTS if n[0].isdigit()},
        domains=policy.content.domains | {sets.DOMAIN.removeprefix("@")},
    )
    return replace(policy, content=own)


def judged(*texts: str, refuse: Collection[RefusableKind] | None = None) -> Verdict:
    """A student's message in a class room, with these texts in it."""
    policy = shipped()
    if refuse is not None:
        content = replace(policy.content, refuse=frozenset(refuse), flag=frozenset())
        policy = replace(policy, content=content)
    found = find_in(sets.detector(), texts)
    return decide(replace(message(), text=texts, findings=found), policy, MONDAY_NOON)


@settings(max_examples=150)
@given(lengthened())
def test_invariant_refuse_never_becomes_allow_by_adding_text(said: tuple[str, str]) -> None:
    line, longer = said
    assume(isinstance(judged(line), Refuse))
    assert not isinstance(judged(longer), Allow)


@settings(max_examples=60)
@given(lengthened())
def test_that_holds_for_each_kind_that_a_policy_may_refuse(said: tuple[str, str]) -> None:
    """By itself, so that no other kind that is found hides that this one is not."""
    line, longer = said
    found = {found.kind for found in find_in(sets.detector(), [line]) if not found.doubtful}
    for kind in (kind for kind in KINDS if kind in found):
        if isinstance(judged(line, refuse=[kind]), Refuse):
            assert not isinstance(judged(longer, refuse=[kind]), Allow)


@settings(max_examples=40)
@given(lengthened())
def test_the_schools_own_beside_it_hides_nothing(said: tuple[str, str]) -> None:
    """That one number is the school's says nothing of another."""
    line, longer = said
    assume(isinstance(judged(line), Refuse))
    own = f"call 202-555-0100 or mail office{sets.DOMAIN}, "
    assert not isinstance(judged(own + longer), Allow)


BROKEN: list[tuple[str, str]] = [
    # marks in words go on into the next sentence
    ("write me: kid42 at example dot net", "{}. the"),
    ("my snap is kayla underscore xo9", "{}. don't"),
    # the first of two words for a birth, of two streets, of two numbers before a house
    ("i was born May 2, 2010", "was born {}"),
    ("vivimos en av. hidalgo 25", "ave {}"),
    ("moving to 1290 Sunset Ridge Drive next month", "5 {}"),
    ("party at 418 Larkspur Lane bring a jacket", "in chapter 3 {}"),
    # what must stand at the beginning or the end
    ("pin: four four two one", "not {}"),
    ("do u have tiktok", "{} in the story"),
    # letters and digits written apart, with more of them
    ("add me on s n a p", "{} x"),
    ("s t u - 0 0 0 7", "x {}"),
    ("two zero two 555 zero one two zero", "{} 5"),
    ("ssn oh seven eight oh five one one two oh", "{} 5"),
    ("4 2 4 2 4 2 4 2 4 2 4 2 4 2 4 2", "{} 5"),
    ("id is s t u 0 0 0 7", "{} 5"),
    # in letters that are digits
    ("vivo en c@lle pino 330", "ave {}"),
    ("4l1l llll 1111 1lll ells are ones", "lol {}"),
    # a word between
    ("add me on snap", "add me now on snap"),
    ("my password is tr0ub4dor", "my password here is tr0ub4dor"),
]


@pytest.mark.parametrize(("line", "added"), BROKEN)
def test_a_way_of_writing_that_is_broken_by_more_is_looked_at(line: str, added: str) -> None:
    assert isinstance(judged(line), Refuse)
    assert not isinstance(judged(added.format(line)), Allow)


@pytest.mark.parametrize("padding", [" pass me the code of the game", "\nthe lane has 5 places."])
def test_more_than_can_be_looked_at_is_looked_at_by_somebody(padding: str) -> None:
    """Signs without end, and among them what the first look does not find."""
    assert isinstance(judged(f"{padding * 900} add me on s n a p x{padding * 900}"), Flag)


def test_one_word_put_between_hides_hardly_anything() -> None:
    """Wherever, also inside of a number or of the word that names it."""
    allowed = places = 0
    for nth, line in enumerate(lines()[::6]):
        blanks = [place for place, character in enumerate(line) if character == " "]
        if not blanks or not isinstance(judged(line), Refuse):
            continue
        place, word = blanks[nth % len(blanks)], tokens()[nth * 7 % len(tokens())]
        places += 1
        allowed += isinstance(judged(f"{line[:place]} {word}{line[place:]}"), Allow)
    print(f"\na word between hides {allowed} of {places}")  # noqa: T201
    assert allowed <= INSIDE * places


@pytest.mark.proof
def test_words_of_all_sorts_around_every_line() -> None:
    """Every 24th of them around each line, in turn, so that each meets many lines."""
    refused = [line for line in lines() if isinstance(judged(line), Refuse)]
    hidden = [
        longer
        for nth, line in enumerate(refused)
        for word in WORDS[nth % 24 :: 24]
        for longer in (f"{word} {line}", *(f"{line}{gap}{word}" for gap in BETWEEN[:3]))
        if isinstance(judged(longer), Allow)
    ]
    assert not hidden


CLEAN = [
    pytest.param([line.text for line in found], id="-".join((name, *group)))
    for name in SETS
    for group, found in groupby(
        sorted(sets.clean(name), key=lambda line: (line.category, line.language)),
        key=lambda line: (line.category, line.language),
    )
]
"""Praise by name, the school's own numbers, lessons, quotations, friendly talk, by language."""


@pytest.mark.parametrize("clean", CLEAN)
def test_no_clean_line_is_ever_refused(clean: list[str]) -> None:
    assert not [line for line in clean if isinstance(judged(line), Refuse)]


@pytest.mark.parametrize("more", ["{}", "{} x", "in the story, {}"])
def test_it_holds_for_the_name_of_a_room_and_for_what_a_bridge_shows(more: str) -> None:
    """They are judged by rules of their own."""
    text = (more.format("add me on s n a p"),)
    found = find_in(sets.detector(), text)
    room = RoomFacts(registry=FRESH, creator=STUDENT, direct=False, text=text, findings=found)
    door = DoorFacts(party=GHOST, way="", open=True, text=text, findings=found)
    assert not isinstance(decide(room, shipped(), MONDAY_NOON), Allow)
    assert not isinstance(decide(door, shipped(), MONDAY_NOON), Allow)


def test_a_text_of_near_misses_is_looked_at_again_within_bounds() -> None:
    """However many parts it has; what is not looked at is doubtful."""
    budget, parts = Budget(), [fold("x" * 1_000) for _ in range(100)]
    assert len(list(budget.within(parts))) == MOST // 1_000
    assert budget.exceeded
    one = Budget()
    assert len(list(one.within(parts[:3]))) == 3
    assert not one.exceeded
