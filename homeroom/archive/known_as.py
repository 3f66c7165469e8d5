"""People under all their names: whom somebody means by a name, and every account that they had.

Each state that the registry has had of a person is an entry, so the index of words knows former
names, too.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, text

from homeroom.archive import asking
from homeroom.archive.words import words
from homeroom.errors import InputError
from homeroom.folding import fold
from homeroom.registry import people
from homeroom.registry.decisions import find_all
from homeroom.registry.model import Person

MOST_PEOPLE = 100
"""A name that more people have means the first of them."""
NAMED = text("""
    SELECT DISTINCT p.payload::jsonb #>> '{registry,key}' AS person
    FROM archive.search AS s JOIN archive.payload AS p USING (district, epoch, index)
    WHERE s.district = registry.this_district() AND s.kind = 'registry' AND s.type = 'person'
        AND s.tsv @@ CAST(:words AS tsquery)
    ORDER BY 1 LIMIT :most
""")
EVER = text("""
    SELECT DISTINCT d.state ->> 'user_id' AS account FROM registry.decision AS d
    WHERE d.district = registry.this_district() AND d.subject = 'person' AND d.key = ANY (:people)
        AND d.state ->> 'user_id' IS NOT NULL
    UNION
    SELECT d.state ->> 'ghost' FROM registry.current AS c JOIN registry.decision AS d
        ON d.district = c.district AND d.subject = c.subject AND d.key = c.key
    WHERE c.district = registry.this_district() AND c.subject = 'venue'
        AND c.state ->> 'guardian' = ANY (:people) AND d.state ->> 'ghost' IS NOT NULL
""")


def find(connection: Connection, given: str) -> list[Person]:
    """The people meant by an id, a user id, a roster id, or any name that they have or had."""
    exact = find_all(connection, Person, list(connection.scalars(people.BY_ID, {"given": given})))
    if exact:
        return list(exact.values())
    wanted = words(given)
    if not wanted:
        return []
    asked = " & ".join(f"'{word}'" for word in wanted[: asking.MOST_WORDS])
    keys = list(connection.scalars(NAMED, {"words": asked, "most": MOST_PEOPLE}))
    found = find_all(connection, Person, keys).values()
    return [person for person in found if set(wanted) <= _called(connection, person)]


def one(connection: Connection, given: str) -> Person:
    """The one person meant; `InputError` says who they could be where several are."""
    found = find(connection, given)
    if len(found) == 1:
        return found[0]
    return people.resolve(connection, given) if not found else _only(connection, given, found)


def accounts(connection: Connection, persons: Iterable[Person]) -> tuple[str, ...]:
    """Every user id that they had, those of bridges that stood for them, and their ids."""
    ids = [person.id for person in persons]
    found = connection.scalars(EVER, {"people": ids})
    return tuple(sorted({*ids, *map(str, found)}))


def _only(connection: Connection, given: str, found: list[Person]) -> Person:
    """Of several the one who has exactly this name."""
    wanted = fold(given)
    exact = [p for p in found if wanted in {fold(v.name) for v in _ever(connection, p)}]
    if len(exact) == 1:
        return exact[0]
    raise InputError(
        f"{given}: {len(found)} people have this name: {people.candidates(connection, found)}; "
        "give the roster id"
    )


def _ever(connection: Connection, person: Person) -> list[Person]:
    return people.versions(connection, person.id)


def _called(connection: Connection, person: Person) -> set[str]:
    """All words of all names of a person."""
    return {
        word
        for each in _ever(connection, person)
        for name in (each.given_name, each.preferred_name, each.family_name, each.roster_id)
        for word in words(name)
    }
