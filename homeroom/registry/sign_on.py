"""Whom of the roster a sign-on names (rule 4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from homeroom.policy.facts import GroupFit
from homeroom.registry.model import Person
from homeroom.sign_on import Compared, GroupsMatch


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


def groups_of(claimed: object) -> frozenset[str]:
    """The groups that a claim names: a text, or a list of nothing but texts. Else none."""
    listed = claimed if isinstance(claimed, list | tuple) else (claimed,)
    if not all(isinstance(group, str) for group in listed):
        return frozenset()
    return frozenset(_plain(group) for group in listed) - {""}


def fit(person: Person, claimed: object, wanted: GroupsMatch | None) -> GroupFit:
    """Do the groups that a claim names agree with what is wanted of this person?

    They are `missing` where none of the required ones is there, and `contrary` where one stands
    for a role that the roster does not give. Nothing that they hold ever opens anything.
    """
    if wanted is None:
        return "fit"
    groups = groups_of(claimed)
    if wanted.required and groups.isdisjoint(_plain(group) for group in wanted.required):
        return "missing"
    stands_for = {role for group, role in wanted.roles.items() if _plain(group) in groups}
    return "fit" if stands_for <= set(person.roles) else "contrary"


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
