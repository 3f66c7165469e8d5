"""The roster in memory: small, quick to build, and sure."""

from __future__ import annotations

import time
import tracemalloc

import pytest

from homeroom.policy.detect import Detector, Gazetteer, Listed, Patterns, WordLists
from homeroom.policy.detect.folding import fold

SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so")


def invented(number: int) -> str:
    """A name of three syllables or more that no other number has."""
    name = ""
    for _ in range(4):
        number, syllable = divmod(number, len(SYLLABLES))
        name += SYLLABLES[syllable]
    return name


def listed(number: int) -> Listed:
    return Listed(
        given_names=(invented(number % 9000),),
        family_name=invented(20_000 + number % 13_001),
        numbers=(f"{20_000_000 + number * 7}",),
    )


def test_a_hundred_thousand_people_take_a_few_seconds() -> None:
    people = [listed(number) for number in range(100_000)]
    started = time.process_time()
    gazetteer = Gazetteer(people)
    assert time.process_time() - started < 8
    one = people[4711]
    text = f"hi {one.given_names[0]} {one.family_name}!"
    assert [f.text for f in only(gazetteer).find(text)] == [text[3:-1]]


def test_it_holds_no_list_of_people() -> None:
    """Some words that names begin with, and less than a hundred bytes for each person."""
    people = [listed(number) for number in range(10_000)]
    tracemalloc.start()
    gazetteer = Gazetteer(people)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 100 * len(people) + 2e6
    assert gazetteer.has_numbers


def only(gazetteer: Gazetteer) -> Detector:
    return Detector(Patterns(), WordLists({}), gazetteer)


def test_a_change_of_the_roster_is_added_to_what_is_known() -> None:
    before = Gazetteer(
        [Listed(given_names=("Maya",), family_name="Amberwater", numbers=("77001",))]
    )
    after = Gazetteer([Listed(given_names=("Kofi",), family_name="Fernstone")], beside=before)
    found = only(after).find("maya amberwater, kofi fernstone, 77001")
    assert [f.kind for f in found] == ["person_name", "person_name", "student_id"]
    assert [f.kind for f in only(before).find("kofi fernstone")] == []


NAMED = Gazetteer(
    [
        Listed(given_names=("María José", "Pepa"), family_name="García López"),
        Listed(given_names=("Bo",), family_name="Li"),
        Listed(given_names=("Diego",), family_name="Diego"),
    ]
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("maria jose garcia lopez", ["maria jose garcia lopez"]),
        ("María García", ["maria garcia"]),
        ("garcía lópez, pepa", ["garcia lopez pepa"]),
        # a teacher is called by title and family name, and that is no secret
        ("señora García López", []),
        ("Bo Li", ["bo li"]),
        ("diego diego", ["diego diego"]),
        # a given name alone, two given names, a family alone
        ("María José", []),
        ("bo", []),
        ("la calle García", []),
    ],
)
def test_forms_of_names(text: str, names: list[str]) -> None:
    view = fold(text)
    found = [match.value for match in NAMED.names(view)]
    assert found == names


def test_where_numbers_crowd_a_word_must_name_them() -> None:
    """Four digits: every tenth is a student's. Eight: none is met by chance."""
    crowd = Gazetteer(
        Listed(given_names=("A",), family_name="B", numbers=(f"{n:05}", f"7{n:07}"))
        for n in range(1000)
    )
    detector = only(crowd)
    assert [f.kind for f in detector.find("room 00412 today")] == []
    assert [f.kind for f in detector.find("my id is 00412")] == ["student_id"]
    assert [f.kind for f in detector.find("try 70000412 now")] == ["student_id"]
