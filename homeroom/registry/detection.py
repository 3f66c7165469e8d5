"""The detector that a district's roster, policy and what ships make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from homeroom import shipped as files
from homeroom.policy.detect import (
    DANGER_KINDS,
    WORD_KINDS,
    Detector,
    Gazetteer,
    Kind,
    Listed,
    Patterns,
    WordKind,
    WordLists,
    find_in,
    networks,
    word_lists,
)
from homeroom.policy.roles import Role
from homeroom.registry.model import Person

_PRIVATE = frozenset({Role.STUDENT, Role.GUARDIAN})
Words = Mapping[WordKind, tuple[str, ...]]


@cache
def shipped() -> Detector:
    """With the words and networks of `config/`, without a roster; made once a process."""
    table = networks.parse(files.config("networks.txt").read_text(encoding="utf-8"))
    return Detector(Patterns(table), WordLists(shipped_words()), Gazetteer())


def dangers(texts: Iterable[str]) -> frozenset[Kind]:
    """The kinds of danger in texts by the words that ship: also where no policy is known."""
    found = find_in(shipped(), tuple(texts))
    return frozenset(each.kind for each in found) & DANGER_KINDS


def with_people(detector: Detector, people: Iterable[Person]) -> Detector:
    """The detector that knows these people besides; some milliseconds for a few of 100,000.

    Whoever only works for the district is no secret: teachers are thanked by their full names.
    """
    private = (person for person in people if not _PRIVATE.isdisjoint(person.roles))
    gazetteer = Gazetteer(map(_listed, private), beside=detector.gazetteer)
    return Detector(detector.patterns, detector.words, gazetteer)


def with_words(detector: Detector, own: Words) -> Detector:
    """The detector with the words that ship and the district's own."""
    words = {kind: (*shipped_words()[kind], *own.get(kind, ())) for kind in WORD_KINDS}
    return Detector(detector.patterns, WordLists(words), detector.gazetteer)


@cache
def shipped_words() -> Words:
    """The lists of `config/words/`, all languages of a kind together."""
    return {kind: tuple(_phrases(kind)) for kind in WORD_KINDS}


def _phrases(kind: WordKind) -> Iterable[str]:
    for file in sorted(files.config("words").glob(f"{kind}.*.txt")):
        yield from word_lists.parse(file.read_text(encoding="utf-8"))


def _listed(person: Person) -> Listed:
    names = (person.given_name, person.preferred_name)
    numbers = (person.roster_id, person.number) if Role.STUDENT in person.roles else ()
    return Listed(
        given_names=tuple(filter(None, names)),
        family_name=person.family_name,
        numbers=tuple(filter(None, numbers)),
    )
