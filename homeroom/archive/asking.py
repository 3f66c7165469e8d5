"""What somebody writes into a search, as terms, and as the index of words is asked for them.

`science fair` is both words, in any form that has the same stem (English or Spanish), the last one
also as the beginning of a longer one; `"science fair"` is exactly these words, one after the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from homeroom.archive.words import STEM, stems, words

MOST_WORDS = 20
SHORTEST_BEGINNING = 3
"""Of so many letters the last word may be the beginning of a longer one."""

_PART = re.compile(r'"([^"]*)"?|([^\s"]+)')
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Words that follow each other; a single one may stand for its other forms."""

    words: tuple[str, ...]
    any_form: bool = False
    begins: bool = False
    """The last word may be the beginning of a longer one."""


def terms(text: str) -> tuple[Term, ...]:
    """What is asked for, each of which must be there; nothing where no word is written.

    A word with an apostrophe or a dot in it, as O'Brien, is the words that it is made of.
    """
    found = list(_terms(text.translate(_QUOTES)))
    kept: list[Term] = []
    for term in found:
        if sum(len(each.words) for each in kept) + len(term.words) <= MOST_WORDS:
            kept.append(term)
    return tuple(kept)


def query(wanted: Iterable[Term]) -> str:
    """All terms, as PostgreSQL reads a tsquery; empty for none."""
    return " & ".join(_query(term) for term in wanted)


def says(wanted: Sequence[Term], word: str) -> bool:
    """Is this (folded) word one that was asked for? For showing where a hit is."""
    own = {word, *stems(word)}
    return any(_says(term, word, own) for term in wanted)


def _says(term: Term, word: str, own: set[str]) -> bool:
    if term.begins and word.startswith(term.words[-1]):
        return True
    if term.any_form and not own.isdisjoint({term.words[0], *stems(term.words[0])}):
        return True
    return word in term.words


def _terms(text: str) -> Iterator[Term]:
    parts = list(_PART.finditer(text))
    for number, part in enumerate(parts, start=1):
        quoted, written = part.groups()
        said = tuple(words(quoted if written is None else written))[:MOST_WORDS]
        if not said:
            continue
        last = written is not None and number == len(parts)
        open_ended = written is not None and written.endswith("*")
        begins = open_ended or (last and len(said[-1]) >= SHORTEST_BEGINNING)
        yield Term(words=said, any_form=written is not None and len(said) == 1, begins=begins)


def _query(term: Term) -> str:
    *before, last = term.words
    follow = [f"'{word}'" for word in before] + [f"'{last}'{':*' if term.begins else ''}"]
    forms = [" <-> ".join(follow)]
    if term.any_form:
        known = stems(last)
        forms += [f"'{STEM}{stem}'" for stem in (last, *known)]
        forms += [f"'{stem}'" for stem in known]
    return f"({' | '.join(forms)})"
