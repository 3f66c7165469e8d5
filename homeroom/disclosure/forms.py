"""Every form in which somebody may be named, or was; and how the index is asked for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from homeroom.archive.words import words
from homeroom.disclosure import finding
from homeroom.disclosure.spelling import misspellings
from homeroom.registry.model import Person

SHORTEST_NUMBER = 4
"""A shorter student number would be found in prices, pages and dates."""
Words = tuple[str, ...]
Name = tuple[Words, Words]
"""Given and family name, folded, as their words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """What means somebody."""

    full: frozenset[Name] = frozenset()
    former: frozenset[Name] = frozenset()
    preferred: frozenset[Words] = frozenset()
    first: frozenset[Words] = frozenset()
    former_first: frozenset[Words] = frozenset()
    """First and preferred names that are not theirs any more."""
    nicknames: frozenset[Words] = frozenset()
    joined: frozenset[str] = frozenset()
    """Given and family name run together."""
    initials: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()
    """User ids, and what stands before their server."""
    numbers: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    """Digits alone: ten of a North American number."""
    unique: frozenset[Words] = frozenset()
    """First and preferred names that nobody else of the roster has or had."""
    others: frozenset[Words] = frozenset()
    """Full names of other people who share a part of the name."""
    other_families: frozenset[str] = frozenset()
    """How the family names of others with the same first name begin."""


def forms_of(
    versions: Iterable[Person],
    others: Iterable[Person] = (),
    short: Mapping[str, Words] | None = None,
) -> Forms:
    """The forms of somebody whom the registry has known so, the newest last.

    `others` share a part of the name; `short` has the short forms of given names.
    """
    known, rest = list(versions), list(others)
    now = known[-1]
    nicks = {p: _nicknames(p, short or {}) for p in known}
    full = frozenset(_names(now, nicks[now]))
    first = _first([now.given_name])
    preferred = _first([now.preferred_name]) - first
    ever = _first(name for p in known for name in (p.given_name, p.preferred_name))
    taken = _first(name for p in rest for name in (p.given_name, p.preferred_name))
    own_families = {_words(person.family_name)[:1] for person in known}
    families = {_words(person.family_name)[:1] for person in rest} - own_families - {()}
    return Forms(
        full=full,
        former=frozenset(name for p in known for name in _names(p, nicks[p])) - full,
        preferred=preferred,
        first=first,
        nicknames=frozenset(nick for p in known for nick in nicks[p]) - ever,
        former_first=ever - first - preferred,
        joined=frozenset("".join((*a, *b)) for p in known for a, b in _names(p)),
        initials=frozenset(each for person in known for each in _initials(person)),
        accounts=frozenset(each for person in known for each in _accounts(person)),
        numbers=frozenset(
            number
            for person in known
            for number in (person.roster_id, person.number)
            if len(number) >= SHORTEST_NUMBER
        ),
        phones=frozenset(_digits(phone) for person in known for phone in person.phones),
        unique=ever - taken,
        others=frozenset(sum(name, ()) for person in rest for name in _names(person)),
        other_families=frozenset(family[0] for family in families),
    )


def anywhere(forms: Forms) -> str:
    """A tsquery for what can mean nobody else, or has to be read closely wherever it stands."""
    wanted = {_all((*given, *family)) for given, family in forms.full | forms.former}
    wanted |= {_all(name) for name in forms.unique}
    wanted |= {_all(words(each)) for each in forms.numbers | forms.joined}
    wanted |= {_all(words(each)) for each in forms.accounts}
    wanted |= {finding.any_of([each.lower()]) for each in forms.accounts if ":" in each}
    wanted |= {_all(split) for phone in forms.phones for split in _written(phone)}
    return " | ".join(f"({each})" for each in sorted(wanted - {""}))


def near(forms: Forms) -> str:
    """A tsquery for what others may be called, too."""
    alone = forms.first | forms.preferred | forms.former_first
    wanted = {_all(name) for name in (alone - forms.unique) | forms.nicknames}
    for given, family in forms.full | forms.former:
        wanted |= {_all((given[0][0], *family)), _all((*given, family[0][0]))}
    wanted |= {" & ".join(f"'{letter}'" for letter in each.lower()) for each in forms.initials}
    wanted |= {f"'{each.lower()}'" for each in forms.initials}
    return " | ".join(f"({each})" for each in sorted(wanted - {""}))


def misspelt(forms: Forms) -> Iterator[tuple[str, str]]:
    """For each word of each full name two tsqueries: all its other words as they are, and with
    them a misspelling of this one, which takes the index much longer to answer."""
    names = {sum(name, ()) for name in forms.full | forms.former}
    for whole in sorted(names):
        for place, word in enumerate(whole):
            rest = _all((*whole[:place], *whole[place + 1 :]))
            if rest and (wrong := sorted(misspellings(word))):
                yield rest, f"{rest} & ({finding.any_of(wrong)})"


def _nicknames(person: Person, short: Mapping[str, Words]) -> list[Words]:
    return [(nick,) for given in _words(person.given_name)[:1] for nick in short.get(given, ())]


def _names(person: Person, nicknames: Iterable[Words] = ()) -> Iterator[Name]:
    """Given, first given, preferred and short name, with the family name and its first word."""
    given = _words(person.given_name)
    family = _words(person.family_name)
    if not family:
        return
    for first in dict.fromkeys((given, given[:1], _words(person.preferred_name), *nicknames)):
        if first:
            yield first, family
            yield first, family[:1] if len(family[0]) > 3 else family


def _first(names: Iterable[str]) -> frozenset[Words]:
    """Names that stand alone: whole, and their first word."""
    whole = {_words(name) for name in names} - {()}
    return frozenset(whole | {name[:1] for name in whole})


def _initials(person: Person) -> Iterator[str]:
    given, family = person.given_name.split(), person.family_name.split()
    if given and family:
        yield (given[0][0] + family[0][0]).upper()
        yield ("".join(part[0] for part in (*given, *family))).upper()


def _accounts(person: Person) -> Iterator[str]:
    if person.user_id:
        yield person.user_id
        yield person.user_id.partition(":")[0]


def _digits(phone: str) -> str:
    digits = "".join(c for c in phone if c.isdigit())
    return digits[1:] if len(digits) == 11 and digits.startswith("1") else digits


def _written(digits: str) -> Iterator[Words]:
    """In one, with the country before, and as North American numbers are cut."""
    yield (digits,)
    if len(digits) == 10:
        yield (f"1{digits}",)
        yield (digits[:3], digits[3:6], digits[6:])
        yield (digits[:3], digits[3:])


def _words(name: str) -> Words:
    return tuple(words(name))


def _all(wanted: Iterable[str]) -> str:
    return " & ".join(f"'{word}'" for word in wanted)
