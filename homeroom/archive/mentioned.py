"""The names of a person as the index of words is asked for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from homeroom.archive.words import words
from homeroom.registry.model import Person

Phrase = tuple[str, ...]
"""Words that stand in a text together, in any order."""


def phrases(versions: Iterable[Person]) -> tuple[Phrase, ...]:
    """Every name and number that somebody has had, each as its words; sorted, none twice."""
    found = {tuple(words(name)) for person in versions for name in _names(person)}
    return tuple(sorted(phrase for phrase in found if phrase))


def query(wanted: Iterable[Phrase]) -> str:
    """A tsquery for what holds all words of one of the phrases."""
    return " | ".join(f"({_all_of(phrase)})" for phrase in wanted)


def _all_of(phrase: Phrase) -> str:
    return " & ".join(f"'{word}'" for word in phrase)


def _names(person: Person) -> Iterator[str]:
    yield f"{person.given_name} {person.family_name}"
    if person.preferred_name:
        yield person.preferred_name
    yield person.roster_id
    if person.number:
        yield person.number
    if person.user_id:
        yield person.user_id.partition(":")[0]
