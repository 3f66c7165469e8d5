"""How somebody may be written: names in every order, nicknames, accounts, numbers, phones."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from homeroom.policy.detect.folding import fold
from homeroom.policy.detect.tokens import tokens

Category = Literal[
    "student", "guardian", "phone", "email", "address", "number", "birth_date", "account", "text"
]
Words = tuple[str, ...]
SHORTEST_NUMBER = 4
"""A shorter one would be found in prices, pages and dates."""
SHORTEST_PART = 4
"""A word of a longer family name that stands for all of it: `Cruz` of `De La Cruz`."""
LONG_ENOUGH = 5
"""Letters of a name in which a misspelling can be told from another word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Somebody, or something, that may have to be covered. `subject` is its key in the review."""

    subject: str
    category: Category
    names: tuple[tuple[str, str], ...] = ()
    """Given or preferred name, and family name; former ones, too."""
    accounts: tuple[str, ...] = ()
    """User ids, as `@omar.diaz:district.example`."""
    numbers: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    """Phones, addresses and whatever else is found as it was written."""
    close: bool = False
    """Is it somebody around the student, whom one name alone would mean?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Words, folded, that mean one of `subjects`; nobody to be covered where there is none."""

    words: Words
    subjects: tuple[str, ...]
    everyday: bool = False
    """Words of the language, too: a human says which of the two is meant."""
    misspelt: bool = False

    @property
    def text(self) -> str:
        """The form as decisions name it."""
        return " ".join(self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """What is known of words: those of every day, and the short forms of given names."""

    everyday: frozenset[str] = frozenset()
    nicknames: Mapping[str, tuple[str, ...]]


def forms_of(known: Known, language: Language) -> Iterator[Form]:
    """Every form of somebody; single names only of those who are close."""
    given = {each for name in known.names for each in _given(name[0], language)}
    for words in sorted(set(_whole(known, given))):
        alone = len(words) == 1 and _is_everyday(words[0], language)
        yield Form(words=words, subjects=(known.subject,), everyday=alone)
    if known.close:
        for word in sorted(_single(known, given)):
            everyday = any(_is_everyday(part, language) for part in word)
            yield Form(words=word, subjects=(known.subject,), everyday=everyday)


def kept_forms(known: Known, language: Language) -> Iterator[Form]:
    """Whole names of somebody who is not covered: nobody else's inside of them is meant."""
    given = {each for name in known.names for each in _given(name[0], language)}
    for words in sorted(set(_whole(known, given))):
        if len(words) > 1:
            yield Form(words=words, subjects=())


def single_words(known: Known, language: Language) -> frozenset[str]:
    """The words that alone mean somebody."""
    given = {each for name in known.names for each in _given(name[0], language)}
    return frozenset(words[0] for words in _single(known, given) if len(words) == 1)


def words_of(text: str) -> Words:
    """The words of a text, folded."""
    return tuple(tokens(fold(text).text))


def _whole(known: Known, given: Collection[Words]) -> Iterator[Words]:
    """What means somebody wherever it stands."""
    for family in {words_of(name[1]) for name in known.names} - {()}:
        for first in given:
            for pair in ((*first, *family), (*family, *first)):
                yield pair
                yield ("".join(pair),)
            yield (*first, family[0][:1])
            yield (first[0][:1], *family)
    for account in known.accounts:
        local, _, server = account.removeprefix("@").partition(":")
        yield (*words_of(local), *words_of(server))
        yield words_of(local)
        yield ("".join(words_of(local)),)
    for number in known.numbers:
        plain = words_of(number)
        if len("".join(plain)) >= SHORTEST_NUMBER:
            yield plain
            yield ("".join(plain),)
            yield from ((part,) for part in plain if len(part) > SHORTEST_NUMBER)
    yield from filter(None, map(words_of, known.texts))


def _single(known: Known, given: Collection[Words]) -> set[Words]:
    """A given or family name alone, its plural without an apostrophe, and run together."""
    families = {words_of(name[1]) for name in known.names} - {()}
    found = {*given, *families}
    found |= {(word,) for words in found for word in words if len(word) >= SHORTEST_PART}
    found |= {("".join(words),) for words in found}
    return found | {(*words[:-1], words[-1] + "s") for words in found if len(words[-1]) > 2}


def _given(name: str, language: Language) -> Iterator[Words]:
    """A given name, its first word, and what people call who has it."""
    words = words_of(name)
    if not words:
        return
    yield words
    yield words[:1]
    yield from ((nick,) for nick in language.nicknames.get(words[0], ()))


def _is_everyday(word: str, language: Language) -> bool:
    plural = word.removesuffix("s")
    return len(word) < 3 or word in language.everyday or plural in language.everyday
