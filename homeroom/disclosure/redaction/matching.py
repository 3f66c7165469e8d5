"""Finds the forms of many people in a string, in whatever reading of it they stand."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from homeroom.disclosure.redaction.forms import LONG_ENOUGH, Form, Words
from homeroom.disclosure.redaction.readings import readings
from homeroom.policy.detect.folding import fold
from homeroom.policy.detect.tokens import places, tokens
from homeroom.policy.detect.view import Edit, View, edited

LONGEST_NUMBER = 6
"""Groups of digits that are read as one number: `(202) 555-0143`."""
FEWEST_DIGITS = 7
MASK = " qzcoveredqz "
"""Stands for a mark while a text is read: a word that is no name's."""
_MARK = re.compile(r"\[[^\[\]]{3,160}\]")
_GAP = re.compile(r"[\s().+/-]{0,4}\Z")
_REMEMBERED = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A form where it stands: `text[start:end]` of the string as given."""

    start: int
    end: int
    form: Form
    written: str

    @property
    def doubtful(self) -> bool:
        """Is it for a human to say whether somebody is meant?"""
        return self.form.everyday or (self.form.misspelt and self.written.islower())


class Index:
    """The forms that are looked for. Immutable; marks that stand already are passed over."""

    def __init__(
        self,
        forms: Iterable[Form],
        *,
        marks: Collection[str] = (),
        never_misspelt: Collection[str] = (),
    ) -> None:
        """Of these forms; `never_misspelt` are words of their own, however near to a name."""
        self._forms: dict[str, list[Form]] = defaultdict(list)
        self._numbers: dict[str, Form] = {}
        self._marks = frozenset(fold(mark).text for mark in marks)
        self._never = frozenset(never_misspelt)
        self._near: dict[str, set[str]] = defaultdict(set)
        self._guessed: dict[str, Form | None] = {}
        self._add(_merged(forms))

    def _add(self, forms: Iterable[Form]) -> None:
        for form in forms:
            self._forms[form.words[0]].append(form)
            joined = "".join(form.words)
            if form.subjects and joined.isdigit() and len(joined) >= FEWEST_DIGITS:
                self._numbers[_national(joined)] = form
            if form.subjects and not form.everyday and len(form.words) == 1:
                for reduced in _reduced(form.words[0]):
                    self._near[reduced].add(form.words[0])
        for listed in self._forms.values():
            listed.sort(key=lambda form: -len(form.words))

    def find(self, text: str, spared: Collection[str] = ()) -> list[Match]:
        """Where anybody is meant, by place and not overlapping; `spared` are forms to leave."""
        if not text:
            return []
        found = [
            match
            for view in readings(text)
            for match in self._matches(self._masked(view))
            if match.form.subjects and match.form.text not in spared
        ]
        return _apart(found)

    def _masked(self, view: View) -> View:
        if "[" not in view.text or not self._marks:
            return view
        standing = (
            Edit(mark.start(), mark.end(), MASK)
            for mark in _MARK.finditer(view.text)
            if mark.group() in self._marks
        )
        return edited(view, standing)

    def _matches(self, view: View) -> Iterator[Match]:
        words = tokens(view.text)
        if not any(self._may_begin(word) for word in words):
            return
        spans = places(view.text)
        at = 0
        while at < len(words):
            length, form = self._at(words, spans, view.text, at)
            if form is not None:
                start, end = view.span(spans[at][0], spans[at + length - 1][1])
                yield _match(view.given, start, end, form)
            at += length

    def _may_begin(self, word: str) -> bool:
        return word in self._forms or word.isdigit() or self._guess(word) is not None

    def _at(
        self, words: Sequence[str], spans: Sequence[tuple[int, int]], text: str, at: int
    ) -> tuple[int, Form | None]:
        """The longest form that begins at a word, and its length; one word further if none."""
        for form in self._forms.get(words[at], ()):
            if tuple(words[at : at + len(form.words)]) == form.words:
                return len(form.words), form
        if words[at].isdigit():
            return self._number_at(words, spans, text, at)
        return 1, self._guess(words[at])

    def _number_at(
        self, words: Sequence[str], spans: Sequence[tuple[int, int]], text: str, at: int
    ) -> tuple[int, Form | None]:
        joined, found = "", (1, None)
        best: tuple[int, Form | None] = found
        for length in range(1, min(LONGEST_NUMBER, len(words) - at) + 1):
            last = at + length - 1
            if not words[last].isdigit() or (
                length > 1 and not _GAP.match(text[spans[last - 1][1] : spans[last][0]])
            ):
                break
            joined += words[last]
            form = self._numbers.get(_national(joined))
            if form is not None:
                best = (length, form)
        return best

    def _guess(self, word: str) -> Form | None:
        """The form of which a word is a misspelling at distance one."""
        if word in self._guessed:
            return self._guessed[word]
        found = self._guessed_anew(word)
        if len(self._guessed) < _REMEMBERED:
            self._guessed[word] = found
        return found

    def _guessed_anew(self, word: str) -> Form | None:
        if len(word) < LONG_ENOUGH - 1 or word in self._never or not word.isalpha():
            return None
        meant: set[str] = set()
        for reduced in _reduced(word):
            meant |= {name for name in self._near.get(reduced, ()) if _is_near(word, name)}
        subjects = sorted(
            {s for name in meant for form in self._forms[name] for s in form.subjects}
        )
        if not subjects:
            return None
        return Form(words=(word,), subjects=tuple(subjects), misspelt=True)


def _national(digits: str) -> str:
    """A number of North America without its country's code."""
    return digits[1:] if len(digits) == 11 and digits.startswith("1") else digits


def _match(given: str, start: int, end: int, form: Form) -> Match:
    """With the sign of an account before it, and the marks that belong to its last letter."""
    written = given[start:end]
    while end < len(given) and unicodedata.category(given[end]) in ("Mn", "Me", "Cf"):
        end += 1
    for sign in ("@", "%40"):
        if given[:start].endswith(sign):
            start -= len(sign)
    return Match(start=start, end=end, form=form, written=written)


def _merged(forms: Iterable[Form]) -> list[Form]:
    """One form for the same words: of whomever they mean. Who is kept stays so."""
    by_words: dict[Words, list[Form]] = defaultdict(list)
    for form in forms:
        if form.words:
            by_words[form.words].append(form)
    return [_one(words, same) for words, same in by_words.items()]


def _one(words: Words, same: Sequence[Form]) -> Form:
    if any(not form.subjects for form in same):
        return Form(words=words, subjects=())
    subjects = sorted({subject for form in same for subject in form.subjects})
    everyday = all(form.everyday for form in same)
    return Form(words=words, subjects=tuple(subjects), everyday=everyday)


def _apart(found: Iterable[Match]) -> list[Match]:
    """Overlapping matches as one, of whoever is meant by the longest."""
    merged: list[Match] = []
    for match in sorted(found, key=lambda each: (each.start, -each.end)):
        if not merged or match.start >= merged[-1].end:
            merged.append(match)
            continue
        last = merged[-1]
        longer = max(last, match, key=lambda each: each.end - each.start)
        merged[-1] = Match(
            start=last.start,
            end=max(last.end, match.end),
            form=longer.form,
            written=longer.written,
        )
    return merged


def _reduced(word: str) -> set[str]:
    """A word and what is left of it without any one letter: near words share one of these."""
    if len(word) < LONG_ENOUGH - 1:
        return set()
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _is_near(word: str, name: str) -> bool:
    """Is it the name with one letter more, less, another, or two of them exchanged?"""
    if len(name) < LONG_ENOUGH or word == name or abs(len(word) - len(name)) > 1:
        return False
    if len(word) == len(name):
        differ = [at for at in range(len(word)) if word[at] != name[at]]
        if len(differ) == 1:
            return True
        return len(differ) == 2 and (
            word[differ[0]] == name[differ[1]]
            and word[differ[1]] == name[differ[0]]
            and differ[1] == differ[0] + 1
        )
    shorter, longer = sorted((word, name), key=len)
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))
