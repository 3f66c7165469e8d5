"""Whom of the roster a sign-on names (rule 4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from homeroom.registry.model import Person
from homeroom.sign_on import Compared


def indexed(people: Iterable[Person], equals: Compared) -> Mapping[str, tuple[Person, ...]]:
    """Those who have an account now, by what they are compared with."""
    found: dict[str, tuple[Person, ...]] = defaultdict(tuple)
    for person in people:
        if person.active and person.user_id and (value := _value(person, equals)):
            found[value] += (person,)
    return dict(found)


def named(index: Mapping[str, tuple[Person, ...]], claimed: object) -> Person | None:
    """The one person whom a claim names; None for nobody, and where it could be several.

    A claim is a text or a number, or a list of just one; anything else names nobody.
    """
    if isinstance(claimed, list | tuple) and len(claimed) == 1:
        claimed = claimed[0]
    if isinstance(claimed, bool) or not isinstance(claimed, str | int):
        return None
    found = index.get(_plain(str(claimed)), ())
    return found[0] if len(found) == 1 else None


def _value(person: Person, equals: Compared) -> str:
    match equals:
        case "roster_id":
            return _plain(person.roster_id)
        case "email":
            return _plain(person.email or "")
        case "account":
            return _plain((person.user_id or "").removeprefix("@").partition(":")[0])


def _plain(text: str) -> str:
    """As providers and directories compare: without regard to case."""
    return text.strip().casefold()
