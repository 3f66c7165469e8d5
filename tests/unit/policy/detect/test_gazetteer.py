"""The roster in memory: small, quick to build, and sure."""

from __future__ import annotations

import time
import tracemalloc

import pytest

from homeroom.policy.detect import Detector, Gazetteer, Listed
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


def test_a_hundred_thousand_people_are_few_megabytes_and_few_seconds() -> None:
    people = [listed(number) for number in range(100_000)]
    tracemalloc.start()
    started = time.process_time()
    gazetteer = Gazetteer(people)
    seconds = time.process_time() - started
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert seconds < 20  # tracing makes it some five times slower
    assert held < 20e6
    one = people[4711]
    text = f"hi {one.given_names[0]} {one.family_name}!"
    assert [f.text for f in Detector(gazetteer=gazetteer).find(text)] == [text[3:-1]]


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
        ("señora García López", ["garcia lopez"]),
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
    detector = Detector(gazetteer=crowd)
    assert [f.kind for f in detector.find("room 00412 today")] == []
    assert [f.kind for f in detector.find("my id is 00412")] == ["student_id"]
    assert [f.kind for f in detector.find("try 70000412 now")] == ["student_id"]
