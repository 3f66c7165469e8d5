"""Whether a content speaks of a person: by name, user id or student number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

from homeroom.disclosure.model import Reason
from homeroom.folding import fold
from homeroom.registry.model import Person

SHORTEST_NUMBER = 4
"""A shorter student number would be found in prices, pages and dates."""
Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mentions:
    """How a person may be named: a pattern a reason, for folded text."""

    patterns: tuple[tuple[Reason, re.Pattern[str]], ...]

    def reasons(self, texts: Iterable[str]) -> set[Reason]:
        """The reasons that any of the texts gives."""
        folded = [fold_text(text) for text in texts]
        return {
            reason
            for reason, pattern in self.patterns
            if any(pattern.search(text) for text in folded)
        }


def mentions_of(person: Person) -> Mentions:
    """What names this person: full name, preferred name, family and given name, user id, number."""
    given, family, preferred = person.given_name, person.family_name, person.preferred_name
    forms: dict[Reason, list[Names]] = {Reason.FULL_NAME: [(given, family), (family, given)]}
    if preferred and fold(preferred) != fold(given):
        forms[Reason.FULL_NAME] += [(preferred, family), (family, preferred)]
        forms[Reason.PREFERRED_NAME] = [(preferred,)]
    if person.user_id:
        forms[Reason.USER_ID] = [(person.user_id,), (person.user_id.partition(":")[0],)]
    if len(person.roster_id) >= SHORTEST_NUMBER:
        forms[Reason.NUMBER] = [(person.roster_id,)]
    return Mentions(tuple((reason, _pattern(names)) for reason, names in forms.items()))


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
    return fold("".join(c for c in text if unicodedata.category(c) != "Cf"))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def _pattern(forms: Iterable[Names]) -> re.Pattern[str]:
    """Any of the forms as whole words, their parts with blanks, commas or dots between."""
    written = (r"[\s,._]+".join(_words(part) for part in form) for form in forms)
    return re.compile(rf"(?<!\w)(?:{'|'.join(written)})(?!\w)")


def _words(part: str) -> str:
    return r"\s+".join(re.escape(word) for word in fold_text(part).split())
