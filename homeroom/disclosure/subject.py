"""The student of a request, as the archive may know them: accounts, names, who is around."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, text

from homeroom.archive import known_as
from homeroom.archive.words import words
from homeroom.disclosure import finding
from homeroom.disclosure.forms import Forms, forms_of
from homeroom.disclosure.nicknames import short_forms
from homeroom.errors import InputError
from homeroom.registry import families, family, people
from homeroom.registry.decisions import decode, find, find_all, history, naming
from homeroom.registry.model import Enrollment, Person, Venue

MOST_NAMESAKES = 1000
BRIDGED = text("""
    SELECT DISTINCT g.localpart FROM bridge.alias AS a JOIN bridge.ghost AS g ON g.id = a.ghost
    WHERE a.kind = 'phone' AND a.value = ANY(:phones)
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Somebody whom a request is about."""

    accounts: frozenset[str]
    """Every user id that they had, and those by which bridges speak for their phones."""
    forms: Forms
    rooms: frozenset[str]
    """Rooms that are about them, or of a class that they were in."""
    family_rooms: frozenset[str]
    around: frozenset[str]
    """Accounts of their teachers and their household."""


def subject_of(connection: Connection, person: str) -> Subject:
    """What the registry knows, and has known, of a person (id)."""
    versions = _versions(connection, person)
    accounts = {known.user_id for known in versions if known.user_id}
    family_rooms = _family_rooms(connection, person)
    seats = naming(connection, Enrollment, "person", [person])
    classes = {seat.class_id for seat in seats}
    rooms = {v.room_id for v in naming(connection, Venue, "class_id", classes) if v.room_id}
    return Subject(
        accounts=frozenset(accounts | _bridged(connection, versions, accounts | family_rooms)),
        forms=forms_of(versions, _namesakes(connection, versions, person), short_forms()),
        rooms=frozenset(rooms | family_rooms),
        family_rooms=frozenset(family_rooms),
        around=frozenset(_around(connection, person, classes) - accounts),
    )


def _versions(connection: Connection, person: str) -> list[Person]:
    """Everything that the registry has known them as; what they are now is the last."""
    now = find(connection, Person, person)
    if now is None:
        raise InputError(f"{person}: the registry knows nobody of this id")
    return [*(each for each in people.versions(connection, person) if each != now), now]


def _bridged(connection: Connection, versions: Iterable[Person], near: Iterable[str]) -> set[str]:
    """Accounts that stand for their phones; the server is that of an id that is known."""
    phones = {phone for person in versions for phone in person.phones}
    server = next((each.partition(":")[2] for each in sorted(near) if ":" in each), "")
    if not phones or not server:
        return set()
    asked = {"phones": sorted(phones | {phone.removeprefix("+") for phone in phones})}
    return {f"@{localpart}:{server}" for localpart in connection.scalars(BRIDGED, asked)}


def _namesakes(connection: Connection, versions: Iterable[Person], person: str) -> list[Person]:
    """Others who share a word of the name."""
    shared = {
        word
        for known in versions
        for name in (known.given_name, known.preferred_name, known.family_name)
        for word in words(name)
    }
    if not shared:
        return []
    asked = {"words": finding.any_of(sorted(shared)), "most": MOST_NAMESAKES}
    keys = list(connection.scalars(known_as.NAMED, asked))
    found = find_all(connection, Person, keys)
    return [other for key, other in found.items() if key != person]


def _family_rooms(connection: Connection, person: str) -> set[str]:
    """The rooms that family venues about the student have or had."""
    venues = naming(connection, Venue, "student", [person])
    versions = [decode(Venue, d.state) for v in venues for d in history(connection, Venue, v.id)]
    return {v.room_id for v in versions if v.room_id and v.student == person}


def _around(connection: Connection, person: str, classes: Iterable[str]) -> set[str]:
    seats = naming(connection, Enrollment, "class_id", list(classes))
    known = {seat.person for seat in seats if seat.role == "teacher"}
    student = find_all(connection, Person, [person]).get(person)
    if student is not None:
        known |= family.household(families.of(connection, student)) - {person}
    found = find_all(connection, Person, sorted(known))
    return {each.user_id for each in found.values() if each.user_id}
