"""Whether a content speaks of a person: by any name, account, number or phone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

from homeroom.disclosure.forms import Forms
from homeroom.disclosure.model import Reason
from homeroom.disclosure.spelling import is_misspelling
from homeroom.folding import fold

BETWEEN = r"[\s,._-]+"
"""Between the parts of a name."""
AROUND_DIGITS = r"[\s().-]{0,3}"
_WORD = re.compile(r"[^\W_]+")
WHOLE = frozenset({Reason.FULL_NAME, Reason.FORMER_NAME})
PART = frozenset({Reason.FIRST_NAME, Reason.NICKNAME})
"""What a whole name holds anyway."""
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentions:
    """How a person may be named: a pattern a reason, for folded text but the initials."""

    anywhere: tuple[tuple[Reason, re.Pattern[str]], ...]
    near: tuple[tuple[Reason, re.Pattern[str]], ...] = ()
    """Others may be meant, too: these count where the person is known."""
    accounts: re.Pattern[str] | None = None
    initials: re.Pattern[str] | None = None
    whole: frozenset[Words] = frozenset()
    """Names in full, as their words, for misspellings."""
    others: frozenset[Words] = frozenset()
    """Names in full of other people, which are no misspelling."""

    def reasons(self, texts: Iterable[str], *, near: bool) -> set[Reason]:
        """The reasons that any of the texts gives; `near`: is it said where the person is known?"""
        held = list(texts)
        folded = [fold_text(text) for text in held]
        accounts, found = self.accounts, set[Reason]()
        if accounts is not None and any(map(accounts.search, folded)):
            found.add(Reason.USER_ID)
            # An account is made of the name, and is not the name.
            folded = [accounts.sub(" ", text) for text in folded]
        patterns = (*self.anywhere, *(self.near if near else ()))
        found |= {r for r, pattern in patterns if any(map(pattern.search, folded))}
        if near and self.initials and any(map(self.initials.search, held)):
            found.add(Reason.INITIALS)
        if not found & WHOLE and any(map(self._misspelt, folded)):
            found.add(Reason.MISSPELT)
        return found - PART if found & WHOLE else found

    def _misspelt(self, text: str) -> bool:
        """Is a full name in it, with one letter wrong in one of its words?"""
        said = _WORD.findall(text)
        return any(
            self._almost(tuple(said[place : place + len(name)]), name)
            for name in self.whole
            for place in range(len(said) - len(name) + 1)
        )

    def _almost(self, said: Words, name: Words) -> bool:
        wrong = [(a, b) for a, b in zip(said, name, strict=True) if a != b]
        return len(wrong) == 1 and is_misspelling(*wrong[0]) and said not in self.others


def mentions_of(forms: Forms) -> Mentions:
    """What means somebody of whom these forms are known."""
    anywhere = {
        Reason.FULL_NAME: [*map(_full, forms.full), *map(_words, forms.joined)],
        Reason.PREFERRED_NAME: [*map(_name, forms.preferred & forms.unique)],
        Reason.FORMER_NAME: [
            *map(_full, forms.former),
            *map(_name, forms.former_first & forms.unique),
        ],
        Reason.FIRST_NAME: [*map(_name, forms.first & forms.unique)],
        Reason.NUMBER: [*map(_words, forms.numbers)],
        Reason.PHONE: [*map(_phone, forms.phones)],
    }
    lead = rf"(?!{BETWEEN}(?:{'|'.join(map(re.escape, sorted(forms.other_families)))})(?!\w))"
    after = lead if forms.other_families else ""
    shared = (
        (Reason.PREFERRED_NAME, forms.preferred - forms.unique),
        (Reason.FIRST_NAME, forms.first - forms.unique),
        (Reason.FORMER_NAME, forms.former_first - forms.unique),
        (Reason.NICKNAME, forms.nicknames),
    )
    near = {
        **{reason: [f"{_name(each)}{after}" for each in names] for reason, names in shared},
        Reason.INITIALS: [*_shortened(forms.full | forms.former)],
    }
    return Mentions(
        anywhere=tuple(_compiled(anywhere)),
        near=tuple(_compiled(near)),
        accounts=_any(re.escape(fold_text(each)) for each in forms.accounts),
        initials=_initials(forms.initials),
        whole=frozenset(
            order for name in forms.full | forms.former for order in (sum(name, ()), _turned(name))
        ),
        others=forms.others,
    )


def texts_of(content: Any) -> Iterator[str]:
    """Every text in a content: as written, and formatted text also without its tags."""
    waiting = [content]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
            if "<" in value or "%" in value:
                yield unquote(without_tags(value))
                yield unquote(value)
        elif isinstance(value, Mapping):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def without_tags(formatted: str) -> str:
    """The text that a reader of formatted text sees."""
    reader = _Reader()
    reader.feed(formatted)
    reader.close()
    return "".join(reader.found)


def fold_text(text: str) -> str:
    """Folded text without the invisible characters that could hide a name."""
    if text.isascii():
        return fold(text)
    return fold("".join(c for c in text if unicodedata.category(c) != "Cf"))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def _compiled(
    written: Mapping[Reason, list[str]],
) -> Iterator[tuple[Reason, re.Pattern[str]]]:
    for reason, forms in written.items():
        if (pattern := _any(forms)) is not None:
            yield reason, pattern


def _any(forms: Iterable[str]) -> re.Pattern[str] | None:
    """Any of the forms as whole words, the longest first; None for none."""
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)") if longest_first else None


def _full(name: tuple[Words, Words]) -> str:
    """Given and family name in either order; a middle initial may stand between."""
    given, family = (_name(part) for part in name)
    return rf"{given}{BETWEEN}(?:[^\W\d_]{BETWEEN})?{family}|{family}{BETWEEN}{given}"


def _shortened(names: Iterable[tuple[Words, Words]]) -> Iterator[str]:
    """`Maya F.` and `M. Flores`."""
    for given, family in names:
        yield rf"{_name(given)} {re.escape(family[0][0])}"
        yield rf"{re.escape(given[0][0])}\.? {_name(family)}"


def _initials(wanted: frozenset[str]) -> re.Pattern[str] | None:
    """Capitals with or without dots, as people write who will not write the name."""
    written = [r"\.? ?".join(map(re.escape, each)) for each in sorted(wanted)]
    return re.compile(rf"(?<![\w.])(?:{'|'.join(written)})(?!\w)") if written else None


def _phone(digits: str) -> str:
    """Ten digits of a North American number, others whole; blanks, dots, brackets between."""
    written = AROUND_DIGITS.join(digits)
    return rf"\+?{written}" if len(digits) != 10 else rf"(?:\+?1{AROUND_DIGITS})?\(?{written}"


def _name(words: Words) -> str:
    return BETWEEN.join(map(re.escape, words))


def _words(text: str) -> str:
    return r"\s+".join(re.escape(word) for word in fold_text(text).split())


def _turned(name: tuple[Words, Words]) -> Words:
    given, family = name
    return (*family, *given)
