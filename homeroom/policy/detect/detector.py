"""The detector: every kind in every reading of a text; a cheap look where there is nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from homeroom.policy.detect import (
    leet,
    lesson,
    markup,
    roster_numbers,
    second_look,
    spacing,
    spoken,
)
from homeroom.policy.detect.collected import Collected, in_place
from homeroom.policy.detect.danger import in_earnest
from homeroom.policy.detect.finding import Finding
from homeroom.policy.detect.folding import fold
from homeroom.policy.detect.gazetteer import Gazetteer
from homeroom.policy.detect.kinds import Kind
from homeroom.policy.detect.match import Match
from homeroom.policy.detect.patterns import Patterns
from homeroom.policy.detect.second_look import Reading
from homeroom.policy.detect.tokens import tokens
from homeroom.policy.detect.view import View
from homeroom.policy.detect.word_lists import WordLists


class Detector:
    """Finds things in text. Immutable once made; asked on the reactor, built off it.

    Its parts change apart from each other: the roster often, the words with the policy, the
    patterns never while a process runs.
    """

    def __init__(self, patterns: Patterns, words: WordLists, gazetteer: Gazetteer) -> None:
        self.patterns = patterns
        self.words = words
        self.gazetteer = gazetteer

    def find(self, text: str) -> tuple[Finding, ...]:
        """Everything found, by place. Never raises, whatever the text."""
        view = fold(text)
        words = tokens(view.text)
        hits = self.patterns.hits(view.text)
        named = self.words.hits(words)
        if not hits and not named and not self.gazetteer.meets(words):
            return ()
        found = Collected()
        readings = [
            Reading(each, frozenset(self.patterns.hits(each.text)), whole)
            for each, whole in self._readings(view, frozenset(hits))
        ]
        for reading in readings:
            for kind, match in self._matches(reading):
                said = in_earnest(reading.view, kind, match)
                if said is not None:
                    found.add(_finding(reading.view, kind, said))
        first = found.in_order(text)
        more = [finding for finding in self._second_look(readings, first) if found.add(finding)]
        return in_place((*first, *more)) if more else first

    def _second_look(
        self, readings: Sequence[Reading], found: Sequence[Finding]
    ) -> Iterator[Finding]:
        """What is there only if a part of the text is read by itself."""
        signs, wanted = self.patterns.signs, second_look.wanted(found)
        if not any(signs.of(reading.hits, wanted) for reading in readings):
            return
        places = signs.places(readings, wanted, found)
        budget = second_look.Budget()
        for part in budget.within(second_look.parts(readings, places) if places else ()):
            for finding in self._within(part, wanted):
                wanted -= {finding.kind} - second_look.EXEMPT
                yield replace(finding, doubtful=True)
        if budget.exceeded:
            yield from _possible(readings[0].view, places[-1], wanted & signs.kinds(readings))

    def _within(self, part: View, wanted: frozenset[Kind]) -> Iterator[Finding]:
        """What is wanted in one part, in every reading of it."""
        hits = frozenset(self.patterns.hits(part.text))
        if not hits:
            return
        for view in (part, *self._decoded(part, hits)):
            occur = self.patterns.signs.sought.intersection(self.patterns.hits(view.text))
            for kind, match in self._matches(Reading(view, occur)):
                if kind in wanted:
                    yield _finding(view, kind, match)

    def _matches(self, reading: Reading) -> Iterator[tuple[Kind, Match]]:
        """What one reading holds."""
        view = reading.view
        words = tokens(view.text)
        for hit in sorted(reading.hits):
            if hit < len(self.patterns.finds):
                kind, find = self.patterns.finds[hit]
                for match in find(view):
                    yield kind, match
            elif hit == self.patterns.roster_numbers and self.gazetteer.has_numbers:
                for match in roster_numbers.find(view, self.gazetteer):
                    yield "student_id", match
        yield from self.words.find(view, self.words.hits(words))
        if self.gazetteer.meets(words):
            for match in self.gazetteer.names(view):
                yield "person_name", match

    def _readings(self, view: View, hits: frozenset[int]) -> Iterator[tuple[View, bool]]:
        """The text as given, as a client shows its markup, and each as it is read in earnest."""
        yield view, True
        for decoded in self._decoded(view, hits):
            yield decoded, False
        if self.patterns.markup not in hits:
            return
        for shown in (markup.shown(view), markup.attributed(view)):
            if shown is not None:
                yield shown, True
                for decoded in self._decoded(shown, frozenset(self.patterns.hits(shown.text))):
                    yield decoded, False

    def _decoded(self, view: View, hits: frozenset[int]) -> Iterator[View]:
        yield from self._read_back(view, view, hits)
        if self.patterns.spaced in hits:
            for lone in spacing.apart(view):
                yield from self._read_back(view, lone, hits)

    def _read_back(self, view: View, decoded: View, hits: frozenset[int]) -> Iterator[View]:
        for trigger, decode in self.patterns.decoders:
            if trigger in hits:
                decoded = decode(decoded)
        changed = decoded is not view
        readings = [decoded]
        if changed or self.patterns.leet in hits:
            readings += leet.read(decoded)
        if changed and self.patterns.leet in hits:
            readings += leet.read(view)
        for reading in readings:
            if reading is not view:
                yield reading
            if changed or reading is not decoded or self.patterns.spoken in hits:
                marked = spoken.marked(reading)
                if marked is not reading:
                    yield marked


def _finding(view: View, kind: Kind, match: Match) -> Finding:
    start, end = view.span(match.start, match.end)
    return Finding(
        kind=kind,
        start=start,
        end=end,
        text=view.given[start:end],
        value=match.value,
        doubtful=match.doubtful or lesson.is_invented(view, kind, match),
    )


def _possible(view: View, place: tuple[int, int], kinds: Iterable[Kind]) -> Iterator[Finding]:
    """What may be in a text with more signs than are looked at: nobody knows its value."""
    start, end = place
    for kind in kinds:
        text = view.given[start:end]
        yield Finding(kind=kind, start=start, end=end, text=text, value="", doubtful=True)
